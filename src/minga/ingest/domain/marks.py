"""Marks at the beginning of a line by which an enumeration, an article or a note is known."""

import re

# Marks that begin an item and nothing else; a dash may also stand in a sentence.
BULLETS = "•·▪▫◦‣●○■□➢✓\uf0b7\uf0a7"
# A bullet; a letter or a number in brackets or with a stop, Roman ones too, and steps of numbers ("3.2.1").
_ITEM = re.compile(
    rf"(?:[{BULLETS}-]|[–—*+](?=\s)"
    r"|\(?(?:[a-zñ]|[ivxlc]{1,6}|\d{1,3})\)|(?:[1-9]\d{0,2}(?:\.\d{1,3}){1,4}\.?|\d{1,3}\.)-?(?=\s)"
    r"|[IVXLC]{1,7}\s?[.)]-?(?=\s)|[A-Za-zñÑ]\.(?=\s))\s*\S"
)
_ARTICLE = re.compile(
    r"(?:art[íi]culo|artigo|article|art\.|cap[íi]tulo|chap[íi]tre|chapter|t[íi]tulo|anexo|§)\s*\S+", re.I
)
_NOTE = re.compile(r"[\[(]?(\d{1,3})[\])]?[.)]?\s*(?=[^\s\d.,)])")
_ALONE = re.compile(r"[\[(]?\d{1,3}[\])]?[.)]?")
ENDS = '.:;!?…»”")]'


def begins_item(text: str) -> bool:
    """Whether a line begins an item of a list."""
    return bool(_ITEM.match(text))


def begins_article(text: str) -> bool:
    """Whether a line begins an article, a chapter or an annex: what a law is cited by."""
    return bool(_ARTICLE.match(text))


def note_number(text: str) -> str:
    """The number with which a footnote begins; "" where it begins with none."""
    found = _NOTE.match(text)
    return found[1] if found else ""


def without_number(text: str) -> str:
    """A footnote's words, without its number; "" where the number stands alone."""
    return "" if _ALONE.fullmatch(text) else _NOTE.sub("", text, count=1)


def ends_sentence(text: str) -> bool:
    """Whether a line may be the last of its paragraph."""
    return text.rstrip()[-1:] in ENDS if text.strip() else True
