"""What a government is called: "Bristol was European Green Capital in 2015", "Dublin, UNESCO City of Literature"."""

from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.reading import Act, Party
from minga.ingest.domain.extraction.scene import Scene, is_title
from minga.ingest.domain.extraction.sentences import Deed

# How far behind a title its year may stand.
_NEAR = 3


def read_title(thing: Thing, scene: Scene) -> Act | None:
    """The act of a prize or a network that stands as what its holder is called; None where it is no such title.

    Between the two stand a verb such as "is", articles and a date, or a comma, with or without since when.
    """
    if thing.code != "award" and not is_title(thing, scene):
        return None
    whose = next((g for g in reversed(scene.groups) if g[0].role == "" and g[-1].end <= thing.start), [])
    if not whose or not _is_called(whose[-1].end, thing, scene):
        return None
    when = _its_year(whose, thing, scene)
    if thing.code == "award":
        return Act("awarded", "award", whose, "dated_noun", scene.sentence, when, thing) if when else None
    if when is None:
        return Act("in_force", thing.code, whose, "its_own", scene.sentence, None, thing)
    return Act("joined", thing.code, whose, "dated_noun", scene.sentence, when, thing)


def copulas_of(scene: Scene) -> set[str]:
    """The forms of "to be" and "to become", with their accents."""
    return {
        word
        for form in scene.reader.language.data["sisters"][0].split()
        for word in (form.split("_")[0], form.split("_")[-1])
    }


def _is_called(end: int, thing: Thing, scene: Scene) -> bool:
    """Whether nothing but "is" and little words stand between a name and a title, or a comma and since when."""
    language = scene.reader.language
    copulas = copulas_of(scene)
    little = language.words("articles") | language.words("at") | language.words("of") | language.words("since")
    little = little | {*language.months}
    said = scene.sentence.words[end : thing.start]  # "é" is a verb, "e" is none
    between = [word.low for word in said if not (word.folded in little or word.text.isdecimal())]
    if not between:
        held = {word.folded for word in said if not word.text.isdecimal()}
        told = any(act.thing is not None and is_title(act.thing, scene) for act in scene.made)
        led = end in scene.sentence.breaks or told  # "Galway has been a City of Film since 2014, and *Dublin a…*"
        return led and held <= language.words("articles") | language.words("since")
    return {*between} <= copulas | language.words("adverbs") and bool({*between} & copulas)


def _its_year(whose: list[Party], thing: Thing, scene: Scene) -> When | None:
    """The date between a name and its title, or right behind the title."""
    hard = min([place for place in scene.sentence.hard if place >= thing.end], default=len(scene.words))
    return next(
        (
            one
            for one in scene.sentence.dates
            if whose[-1].end <= one.start < thing.start or thing.end <= one.start < min(thing.end + _NEAR, hard)
        ),
        None,
    )


def the_first(deed: Deed, scene: Scene) -> list[Party]:
    """ "The first city *to set up* an office was *Porto Alegre*, in 1994": who is named behind "was"; or nobody."""
    opening = scene.opening(deed.start)
    led = deed.tense == "inf" and scene.has("firsts", opening, deed.start)
    if not led or any(g[0].role == "" and opening <= g[0].start < deed.start for g in scene.groups):
        return []
    copulas = copulas_of(scene)
    for group in scene.groups:
        start = group[0].start
        before = [word.low for word in scene.sentence.words[max(deed.end, start - 2) : start]]
        if group[0].role == "" and start > deed.end and copulas & {*before}:
            return group
    return []
