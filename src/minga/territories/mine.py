"""My territory: the one a reader chose, as the address says it or, where she allowed it, as her browser keeps it.

No account, nothing on the server: a code in the address (`mi=CO-19137`), which may be shared and says whose view it is;
and in one cookie only once the reader has asked for it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe

from minga.frame.forms import LONGEST_WAY_BACK, text_param
from minga.territories.domain import CODE_PATTERN, Level, normal_code
from minga.territories.models import Territory

PARAM, COOKIE = "mi", "minga_mi"
COOKIE_SECONDS = 365 * 24 * 60 * 60
# No code is as long.
_LONGEST_CODE = 40
# Where the answer is kept for the rest of the request; that it is there says that the page depends on the cookie.
_ASKED = "minga.mine"


@dataclass(frozen=True)
class Mine:
    """The reader's territory.

    in_address  whether the address names it: a page that was shared is seen so by whoever opens it
    kept        the territory that this browser keeps, which may be another
    """

    territory: Territory
    in_address: bool
    kept: Territory | None

    @property
    def is_kept(self) -> bool:
        """Whether the browser keeps this very one."""
        return self.kept == self.territory

    @property
    def query(self) -> str:
        """What an address needs so that the choice is not lost on the way: nothing where the browser keeps it."""
        return "" if self.is_kept else f"?{urlencode({PARAM: self.territory.code})}"

    @property
    def also(self) -> str:
        """The same for an address that has a query already."""
        return self.query.replace("?", "&")

    @property
    def field(self) -> SafeString:
        """The same for a form that asks by its address (GET), whose query is what stands in its fields."""
        hidden = '<input type="hidden" name="{}" value="{}">'
        return mark_safe("") if self.is_kept else format_html(hidden, PARAM, self.territory.code)


def mine_of(request: HttpRequest) -> Mine | None:
    """The territory of whoever asks: of the address first, then of the cookie; at most one query, and that once.

    A form that was sent (POST) is asked by the address of the page on which it stood. What names no government below
    the State is no choice, and never an error.
    """
    if _ASKED not in request.META:
        request.META[_ASKED] = _read(request)
    found: Mine | None = request.META[_ASKED]
    return found


def _read(request: HttpRequest) -> Mine | None:
    said, kept = _said(request), _code(request.COOKIES.get(COOKIE, ""))
    codes = {code for code in (said, kept) if code}
    known = Territory.objects.filter(code__in=codes) if codes else ()
    found = {each.code: each for each in known if may_be_mine(each)}
    in_address = said in found
    territory = found.get(said) or found.get(kept)
    return Mine(territory, in_address, found.get(kept)) if territory else None


def _said(request: HttpRequest) -> str:
    """The code in the address; of a form that was sent also in that of the page on which it stood."""
    said = _code(text_param(request, PARAM, limit=_LONGEST_CODE))
    if said or request.method != "POST":
        return said
    page = urlsplit(request.META.get("HTTP_REFERER", ""))
    return _code(QueryDict(page.query).get(PARAM, "")) if page.netloc == request.get_host() else ""


def _code(text: str) -> str:
    """A code as it is kept; "" for what is none."""
    code = normal_code(text[:_LONGEST_CODE])
    return code if re.fullmatch(CODE_PATTERN, code, re.ASCII) else ""


def may_be_mine(territory: Territory) -> bool:
    """Whether somebody may choose it: a government below the State."""
    return territory.is_government and territory.level != Level.COUNTRY


def keep(response: HttpResponse, territory: Territory, *, secure: bool) -> None:
    """Let the browser keep the code, and only the code, for a year."""
    response.set_cookie(COOKIE, territory.code, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=secure)


def forget(response: HttpResponse) -> None:
    """Let the browser forget it."""
    response.delete_cookie(COOKIE, samesite="Lax")


def way_back(text: str) -> str:
    """A path of this site to go back to; "" for anything else."""
    inside = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if inside and len(text) <= LONGEST_WAY_BACK else ""


def seen_from(path: str, code: str) -> str:
    """A path of this site seen from a territory, or with "" from none."""
    parts = urlsplit(path)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != PARAM]
    query = urlencode([*pairs, *([(PARAM, code)] if code else [])])
    return parts._replace(scheme="", netloc="", query=query).geturl()


def in_templates(request: HttpRequest) -> dict[str, Any]:
    """`mine` in every template; the base is asked only where a template looks at it."""
    return {"mine": SimpleLazyObject(lambda: mine_of(request))}


class KeepsMine:
    """What is answered to a form leads on to a page that is seen from where its own page was.

    And caches are told that a page depends on the cookie, wherever one has looked at it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # An answer that writes or erases the cookie is the choice itself.
        if isinstance(response, HttpResponseRedirect) and COOKIE not in response.cookies:
            _lead_on(request, response)
        if _ASKED in request.META:
            patch_vary_headers(response, ("Cookie",))
        return response


def _lead_on(request: HttpRequest, response: HttpResponse) -> None:
    """Let it lead to the same page seen from the territory that this address says."""
    there = way_back(response.headers["Location"])
    if there and PARAM not in QueryDict(urlsplit(there).query) and _said(request):
        mine = mine_of(request)
        if mine and mine.query:
            response.headers["Location"] = seen_from(there, mine.territory.code)
