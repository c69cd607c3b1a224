"""Fields of forms that people fill in: words tidied, choices that are all seen."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minga.kit.text import nfc, printable

NEEDED = {"required": _("Falta.")}


class Text(forms.CharField):
    """Words in NFC, without control characters; a box of several lines."""

    def __init__(self, *, rows: int = 3, longest: int = 20_000, **words: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "maxlength": longest})
        super().__init__(max_length=longest, widget=widget, error_messages=NEEDED, **words)

    def to_python(self, value: Any) -> str:
        """The words, tidied."""
        return nfc(printable(super().to_python(value) or "")).strip()


class Line(forms.CharField):
    """The same on one line."""

    def __init__(self, *, longest: int = 300, **words: Any) -> None:
        super().__init__(max_length=longest, error_messages=NEEDED, **words)

    def to_python(self, value: Any) -> str:
        """The words, tidied."""
        return nfc(printable(super().to_python(value) or "")).replace("\n", " ").strip()


def radio(label: Any, choices: Sequence[tuple[Any, Any]], **words: Any) -> forms.ChoiceField:
    """One of several, all of them seen; a choice may be a member of an enum."""
    told = [(getattr(value, "value", value), said) for value, said in choices]
    return forms.ChoiceField(label=label, choices=told, widget=forms.RadioSelect, error_messages=NEEDED, **words)
