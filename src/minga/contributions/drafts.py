"""What every form of the room does with what was typed: keep it first, act after, drop it at the end."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from minga.accounts.actors import Actor
from minga.contributions import queries
from minga.contributions.domain.drafting import LONGEST_ABOUT
from minga.contributions.models import Draft


@dataclass(frozen=True)
class About:
    """Which draft a form is: its name, what it is about."""

    form: str
    about: str


def sent(data: QueryDict) -> dict[str, list[str]]:
    """The fields of a form as they came."""
    return {name: data.getlist(name) for name in data}


def about_of(request: HttpRequest) -> str:
    """What a form that was sent says it is about."""
    return request.POST.get("sobre", "")[:LONGEST_ABOUT]


def as_data(draft: Draft) -> QueryDict:
    """A draft as if it had just been typed."""
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    return data


def kept(actor: Actor, about: About, key: str) -> Draft | None:
    """The draft that a page was opened with, else the one of this form and matter."""
    if key:
        found = queries.draft_of(actor, key=key)
        return found if found and found.form == about.form else None
    return queries.draft_of(actor, form=about.form, about=about.about)
