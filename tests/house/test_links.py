"""A reader goes on seeing from her territory wherever a link or a form leads: no template forgets to say it."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import get_resolver

from minga.accounts.urls import urlpatterns

SRC = Path(__file__).parents[2] / "src" / "minga"
# What a tag holds: Django's own tags may hold a ">" or a quote.
_INSIDE = r"(?:\{%.*?%\}|\{\{.*?\}\}|[^>])*"
TAG = re.compile(rf"<(a|form|p)\b({_INSIDE})>(.*?</form>)?", re.DOTALL)
LINK = re.compile(r'\b(?:href|data-propose)="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"', re.DOTALL)
SAYS_IT = ("mine.query", "mine.also", "seen_by_reader", "address_with", "?mi=", "&amp;mi=")
# The account's own pages are the same from everywhere.
DOORS = {way.name for way in urlpatterns}
# Pages of errors are seen from nowhere; the head of a page links to the choice itself.
FROM_NOWHERE = ("frame/errors/", "territories/_mine.html")
# Addresses that come whole: of other sites, of files, or made with the territory in Python (`search.addresses`,
# `site.mine`), which tests of those pages walk.
WHOLE = {
    "accounts/enrol.html": {"?territorio={{ one.code }}", "?organizacion={{ one.slug }}"},
    "accounts/mails.html": {"{{ link }}"},
    "accounts/_other_ways.html": {"{{ alt.url }}"},
    "evidence/_licence.html": {"{{ collection.licence|licence_url }}"},
    "evidence/_proof.html": {"{{ citation.source.url }}"},
    "evidence/claim.html": {"{{ claim.collection.url }}", "{{ href }}{{ query }}"},
    "evidence/source.html": {"{{ source.url }}"},
    "exchange/exchange.html": {"{{ one.link }}", "{{ one.get_absolute_url }}"},
    "exchange/session.html": {"{{ session.link }}"},
    "ingest/document.html": {"{{ document.source.url }}"},
    "notices/notices.html": {"{{ address }}"},
    "peers/letter.html": {"{{ proof.url }}", "{{ letter.mailto }}"},
    "review/claim.html": {"{{ citation.source.url }}"},
    "search/_answer.html": {
        "{{ order.href }}",
        "{{ search.regrouped }}",
        "{{ link.href }}",
        "{{ undated_at }}#sin-fecha",
    },
    "search/_chip.html": {"{{ chip.away }}", "{{ link.href }}"},
    "search/_facet_value.html": {"{{ value.href }}"},
    "site/mine.html": {"{{ back }}", "{{ address }}"},
    "site/organization.html": {"{{ organization.url }}"},
    "territories/_associations.html": {"{{ association.url }}"},
}
# Forms that choose one's own territory, and that of the search, which keeps all its conditions.
ASKS_FOR_IT = {"site/mine.html", "territories/_choose.html", "search/_facets.html"}


def templates() -> Iterator[tuple[str, str]]:
    """Each template under its name, without the account's own pages: they are the same from everywhere."""
    for path in SRC.rglob("templates/**/*.html"):
        name = path.relative_to(next(folder for folder in path.parents if folder.name == "templates")).as_posix()
        if not name.startswith(("account/", "mfa/", "socialaccount/", "usersessions/", *FROM_NOWHERE)):
            yield name, path.read_text(encoding="utf-8")


def address_of(name: str) -> str:
    """The address under this name, with gaps for what is not known: "afirmaciones/%(ref)s/"."""
    ways = get_resolver().reverse_dict.getlist(name)
    assert ways, name
    return str(ways[0][0][0][0])


def is_seen(name: str) -> bool:
    """Whether an address is of a page that can be seen from a territory: no file, and no door of an account."""
    address = address_of(name)
    return (address == "" or address.endswith("/")) and not address.startswith("cuenta/") and name not in DOORS


def forgets(template: str, link: str, text: str) -> bool:
    """Whether this address of a link loses the territory."""
    if any(word in link for word in SAYS_IT) or link.startswith(("#", "http")) or link in WHOLE.get(template, ()):
        return False
    named = re.match(r'\{% url "([a-z_-]+)"', link)
    if named:
        return is_seen(named[1])
    variable = re.fullmatch(r"\{\{ (\w+) \}\}", link)
    return not (variable and re.search(rf"seen_by_reader \S+ as {variable[1]} ", text))


def lost(template: str, text: str) -> Iterator[str]:
    """The links of a template that lose the territory, and its forms that ask by their address and lose it."""
    for tag, inside, form in TAG.findall(text):
        found = LINK.search(inside)
        if tag != "form" and found and forgets(template, found[1], text):
            yield f"{template}: {found[1]}"
        asks = tag == "form" and 'method="post"' not in inside and template not in ASKS_FOR_IT
        target = re.search(r'action="\{% url "([a-z_-]+)"', inside)
        is_page = target is None or is_seen(target[1])
        if asks and is_page and "mine.field" not in form and not template.startswith("accounts/"):
            yield f"{template}: <form{inside}>"
        yield from lost(template, form)


def test_no_link_and_no_form_forgets_the_readers_territory() -> None:
    assert sorted(found for name, text in templates() for found in lost(name, text)) == []


def test_the_test_itself_sees_what_forgets() -> None:
    kept = (
        '<a href="{% url "peers" %}{{ mine.query }}">a</a><a class="x" href="{% url "claim-reference" c.ref "bib" %}">'
    )
    assert [*lost("a.html", kept)] == []
    forms = '<form action="{% url "sources" %}"><a href="{% url "peers" %}">a</a></form>'
    said = forms + '<a {% if a > b %}x{% endif %} href="{{ one.url }}">'
    assert [*lost("a.html", said)] == [
        'a.html: <form action="{% url "sources" %}">',
        'a.html: {% url "peers" %}',
        "a.html: {{ one.url }}",
    ]


def test_what_nobody_needs_as_an_exception_is_none() -> None:
    every = dict(templates())
    assert [link for name, links in WHOLE.items() for link in links if link not in every[name]] == []
