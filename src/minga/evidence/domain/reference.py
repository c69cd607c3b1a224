"""The vocabulary as a page of the documentation."""

from collections.abc import Iterator

from minga.evidence.domain.vocabulary import LANGUAGES, Concept, Vocabulary

_HEAD = """# Vocabulary

The words of the field, in Spanish, English, Portuguese and French: instruments, events, areas, states, cells of the
profile, levels of territory and modalities of exchange. This page is written from
`src/minga/evidence/data/vocabulary.json`, which is CC BY 4.0; change the file, not the page.

A claim carries the narrowest concept its source supports; the broader ones (`organ`, `policy_instrument`, `bond`) are
for asking. `oecd-crs` codes are near matches (SKOS `closeMatch`) with the OECD's purpose codes, never equal ones.
"""


def as_markdown(vocabulary: Vocabulary) -> str:
    """The whole vocabulary in Markdown: a section for each scheme, a part for each concept, four languages each."""
    return _HEAD + "".join(_section(vocabulary, scheme) for scheme in vocabulary.schemes)


def _section(vocabulary: Vocabulary, scheme: str) -> str:
    names = vocabulary.schemes[scheme]
    parts = (_part(vocabulary, concept) for concept in vocabulary.scheme(scheme))
    return f"\n## {names['en'].capitalize()} (`{scheme}`)\n" + "".join(parts)


def _part(vocabulary: Vocabulary, concept: Concept) -> str:
    head = [f"\n### `{concept.code}`\n", *_facts(vocabulary, concept)]
    names = (f"**{lang}** {concept.label[lang]}; plural: {concept.plural[lang]}" for lang in LANGUAGES)
    said = [f"- {name}. {concept.definition[lang]}" for name, lang in zip(names, LANGUAGES, strict=True)]
    return "\n".join([*head, *said]) + "\n"


def _facts(vocabulary: Vocabulary, concept: Concept) -> Iterator[str]:
    if concept.broader:
        yield f"Broader: {_codes(concept.broader)}.\n"
    cell = vocabulary.cells.get(concept.code) if concept.scheme == "instrument" else None
    if cell:
        yield f"Cell of the profile: `{cell}`.\n"
    if concept.close_match:
        yield f"Close to: {_codes(concept.close_match)}.\n"


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(f"`{code}`" for code in codes)
