"""Feeds for those who read without an account or without mail: Atom (RFC 4287) and RSS 2.0, by Django's generators."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import get_language

from minga.kit.text import printable

_FORMS: dict[str, tuple[type[SyndicationFeed], str]] = {
    "atom": (Atom1Feed, "application/atom+xml; charset=utf-8"),
    "rss": (Rss201rev2Feed, "application/rss+xml; charset=utf-8"),
}


class Feed:
    """A feed that is being put together. form: "atom" or "rss"; titles are plain text."""

    def __init__(self, form: str, title: str, link: str, description: str) -> None:
        kind, self.media_type = _FORMS[form]
        self.made = kind(title=title, link=link, description=description, language=get_language() or "es")

    def add(self, title: str, link: str, at: datetime, *, name: str, description: str = "") -> None:
        """One entry; `name` is what it is known by for ever, within its feed."""
        self.made.add_item(
            title=printable(title),
            link=link,
            description=printable(description or title),
            unique_id=f"{link}#{name}",
            unique_id_is_permalink=False,
            pubdate=at,
            updateddate=at,
        )


def answer(feed: Feed) -> HttpResponse:
    """The feed as it goes out."""
    return HttpResponse(feed.made.writeString("utf-8"), content_type=feed.media_type)
