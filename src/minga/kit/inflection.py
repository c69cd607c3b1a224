"""Plurals, genders and verb forms of the lexicon's own words. No stemming of what is typed: only known forms match.

Rules are the regular ones of each language's school grammar, applied to folded words (no marks).
"""

from collections.abc import Iterable, Mapping

# Adjectives and participles whose feminine is regular; nouns that end so gain a harmless form.
_PAIRED = ("ado", "ido", "ico", "ivo", "ero", "izo", "ario", "orio", "ano", "ino")
_FRENCH_FEMININES = (("el", "elle"), ("if", "ive"), ("er", "ere"), ("en", "enne"), ("on", "onne"), ("eur", "rice"))


def plural(word: str, lang: str) -> str:
    """The regular plural of a folded word."""
    return {"es": _plural_es, "pt": _plural_pt, "en": _plural_en, "fr": _plural_fr}[lang](word)


def forms(word: str, lang: str) -> set[str]:
    """The word, its feminine where it is regular, and the plurals of both."""
    found = {word} | _feminine(word, lang)
    return found | {plural(form, lang) for form in found}


def demonym_forms(word: str, lang: str) -> set[str]:
    """The gender and number forms of the adjective of a country: "aleman" gives alemana, alemanes, alemanas."""
    if lang == "en":
        return {word, word + "s"}
    base = {word} | _feminine_of_country(word, lang)
    return base | {plural(form, lang) for form in base}


def verb_forms(lemma: str, lang: str, paradigms: Mapping[str, Mapping[str, str]]) -> tuple[set[str], set[str]]:
    """What was done ("creo, creada…") and what someone wants to do ("crear, creando…"), as two sets of folded forms.

    Both are empty where the lemma is no verb of a known paradigm.
    `paradigms` maps an infinitive's ending to its `done` and `wish` endings, each a text of endings, "-" for none.
    """
    for ending, paradigm in paradigms.items():
        if lemma.endswith(ending) and len(lemma) > len(ending) + 1:
            stem = lemma.removesuffix(ending)
            return _grow(stem, paradigm["done"].split()), _grow(stem, paradigm["wish"].split())
    return set(), set()


def _grow(stem: str, endings: Iterable[str]) -> set[str]:
    return {stem + ending.strip("-") for ending in endings}


def _plural_es(word: str) -> str:
    if word.endswith("z"):
        return word[:-1] + "ces"
    if word.endswith(("s", "x")):
        return word + "es" if word.endswith("es") and len(word) > 5 else word
    return word + ("s" if word[-1] in "aeiou" else "es")


def _plural_pt(word: str) -> str:
    for ending, many in (("ao", "oes"), ("al", "ais"), ("el", "eis"), ("ol", "ois"), ("il", "is"), ("m", "ns")):
        if word.endswith(ending):
            return word.removesuffix(ending) + many
    if word.endswith(("r", "z", "es")):
        return word + "es"
    return word if word.endswith("s") else word + "s"


def _plural_en(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def _plural_fr(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return word.removesuffix("al") + "aux"
    return word + ("x" if word.endswith("eau") else "s")


def _feminine(word: str, lang: str) -> set[str]:
    if lang == "fr":
        return {word.removesuffix(end) + fem for end, fem in _FRENCH_FEMININES if word.endswith(end)} | {word + "e"}
    return {word[:-1] + "a"} if lang in ("es", "pt") and word.endswith(_PAIRED) else set()


def _feminine_of_country(word: str, lang: str) -> set[str]:
    if lang == "fr":
        return _feminine(word, lang)
    if lang == "pt" and word.endswith("ao"):
        return {word[:-1], word[:-2] + "aes"}
    if word.endswith("o"):
        return {word[:-1] + "a"}
    return {word + "a"} if word.endswith(("es", "an", "ol", "on", "uz")) else set()
