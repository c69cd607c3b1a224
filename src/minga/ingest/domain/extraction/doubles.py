"""What one sentence tells twice, once."""

from collections.abc import Collection, Iterable
from typing import Any

from minga.ingest.domain.extraction.reading import BONDS, Act


def _begins(act: Act) -> bool:
    """ "Se aprueba el convenio firmado en 2006": one beginning, told by two verbs, of which one has the date."""
    return act.thing is not None and act.event in ("adopted", "signed", "created", "in_force")


def _only_says_again(act: Act, told: Iterable[Act]) -> bool:
    """ "La participación en la CRECENEA, de la que es parte desde 1984": its year stands beside."""
    if act.when or act.code != "network_membership" or act.event != "in_force":
        return False
    whose = {party.place.code for party in act.parties}
    same = [one for one in told if one.code == act.code and whose <= {party.place.code for party in one.parties}]
    return any(not (one.thing and act.thing and one.thing.named and act.thing.named) for one in same if one.when)


def _has_ended(act: Act, told: Iterable[Act]) -> bool:
    """ "Clausuró la oficina que mantenía en Buenos Aires": what stood is what was closed."""
    if act.event != "in_force" or act.thing is None:
        return False
    ended = [one for one in told if one.thing is act.thing and one.event in ("discontinued", "recreated")]
    return any(not _is_one_of_them(one) for one in ended)


def _is_one_of_them(act: Act) -> bool:
    """ "Tiene oficinas en Seattle y París; cerró *la de Perth*": the others are there."""
    word = act.sentence.words[act.thing.start].folded if act.thing else ""
    return act.rule == "deed_of_what_was_named" and act.code == "delegation_abroad" and word.endswith(("s", "x"))


def _is_to_come(act: Act, told: Iterable[Act]) -> bool:
    """ "Presentará la política, elaborada con…": what is planned is not adopted yet."""
    begins = act.event in ("adopted", "created", "published") and act.deed is not None and act.deed.tense == "part"
    whose = [party.place.code for party in act.parties]
    planned = [one for one in told if one.thing is act.thing and one.event == "planned"]
    return begins and any([party.place.code for party in one.parties] == whose for one in planned)


def _began_here(act: Act, told: Iterable[Act], several: Collection[str]) -> bool:
    """ "Cuenta con una oficina, creada en 2004": its beginning tells that it is there."""
    if act.event != "in_force" or _is_counted(act, several):
        return False
    whose = {party.place.code for party in act.parties}
    begun = [one for one in told if one.event in ("created", "signed") and one.code == act.code]
    begun = [one for one in begun if whose <= {party.place.code for party in one.parties}]
    return any(not {*range(*sorted((_place(one), _place(act))))} & act.sentence.hard for one in begun)


def _is_counted(act: Act, several: Collection[str]) -> bool:
    """ "Maintains twenty-three offices, the latest of which opened in 2019": more than the one that is dated."""
    if act.thing is None or act.code not in (*BONDS, "delegation_abroad"):
        return False
    said = act.sentence.words[max(0, act.thing.start - 2) : act.thing.end]
    numbered = any(word.folded in several or (word.text.isdecimal() and len(word.text) < 4) for word in said)
    return numbered and any(word.folded.endswith(("s", "x")) for word in said)


def _place(act: Act) -> int:
    """Where in its sentence an act is told."""
    return act.deed.start if act.deed else act.thing.start if act.thing else 0


def strip_doubles(found: Iterable[Act], several: Collection[str] = ()) -> list[Act]:
    """Acts whose every part is told twice in one sentence, once; those with a date first.

    several     words of numbers above one, folded
    """
    seen: dict[tuple[Any, ...], Act] = {}
    found = list(found)
    for act in sorted(found, key=lambda one: one.when is None):
        about = (act.event, act.code, tuple(party.place.code for party in act.parties))
        # "Aprobó en 2015 su estrategia, elaborada por…": the same words, told again without a date.
        again = act.when is None and any(
            one.thing is act.thing and (key[:3] == about or (key[1:3] == about[1:] and _begins(one) and _begins(act)))
            for key, one in seen.items()
        )
        ended = act.when is None and (_has_ended(act, seen.values()) or _began_here(act, seen.values(), several))
        ended = ended or (act.when is None and _is_to_come(act, found))
        if not (again or ended or _only_says_again(act, seen.values())):
            seen.setdefault((*about, act.when and act.when.edtf), act)
    return list(seen.values())
