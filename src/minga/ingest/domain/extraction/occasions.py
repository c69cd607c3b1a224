"""When was done what is told without a date: by a norm's title or its end, the day of news, the year of accounts."""

from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.lexicon import Language
from minga.ingest.domain.extraction.reading import Act
from minga.ingest.domain.extraction.scene import Scene
from minga.ingest.domain.extraction.sentences import Deed, Sentence

_OF_AN_OCCASION = frozenset(
    {"signed", "adopted", "created", "joined", "recreated", "discontinued", "reformed", "awarded", "held", "published"}
)


def closes(scene: Scene) -> bool:
    """ "Créase la Oficina… *Resolución 1234, de 20 de febrero de 2006.*": what gives its date to what was told before.

    So do "Adopted this 21st day of August 2018" and "That was in 1996".
    """
    sentence, memory = scene.sentence, scene.memory
    short = len(sentence.words) < 15 and len(sentence.dates) == 1
    if not short or scene.groups or not memory.acts:
        return False
    laws = any(thing.code == "law_or_competence" and thing.start < 2 for thing in sentence.things)
    if laws or scene.has("sessions", 0, 2) or _is_passed(scene):
        told = [act for act in memory.acts if act.deed and _ends_open(act.deed, act.sentence, scene.reader.language)]
    elif scene.has("that_was", 0, 3) and sentence.dates[0].start < 5 and not sentence.things:
        told = [act for act in memory.acts if act.sentence is memory.acts[-1].sentence]
    else:
        return False
    undated = [act for act in told if act.when is None and act.event in _OF_AN_OCCASION]
    for act in undated:
        act.when = sentence.dates[0]
    return bool(undated)


def _is_passed(scene: Scene) -> bool:
    """ "Adopted this 21st day of August", "Dada en sesión de…": a participle opens the last line of a norm."""
    first = scene.sentence.deeds[:1]
    passed = bool(first) and first[0].start == 0 and first[0].tense in ("part", "past")
    return passed and first[0].event in ("adopted", "signed", "given") and not scene.sentence.things


def _ends_open(deed: Deed, sentence: Sentence, language: Language) -> bool:
    """Whether a deed is told in the words of a norm or of minutes, which may give their date at the end."""
    lead = {*sentence.folded(deed.start - 2, deed.start)}
    return deed.tense in ("law", "pres", "inf") or (
        deed.tense in ("part", "past") and bool(lead & language.words("enacting"))
    )


def is_a_title(scene: Scene) -> bool:
    """ "LEY 5 DE 2010, por la cual se crea…": a norm with its date, before any deed."""
    sentence = scene.sentence
    laws = [thing for thing in sentence.things if thing.code == "law_or_competence"]
    first = min([deed.start for deed in sentence.deeds], default=len(sentence.words))
    return bool(laws) and laws[0].start < 2 and sentence.dates[0].end <= first and (first > 3 or not sentence.deeds)


def tells_the_occasion(scene: Scene) -> bool:
    """ "Cajamarca, 8 de agosto de 2013.", "Acta de la sesión de 12 de mayo de 1998": a day, and no deed."""
    sentence = scene.sentence
    if len(sentence.dates) != 1 or (len(sentence.words) > 20 and not _opens_an_account(scene)):
        return False
    # "Acta de la sesión celebrada el 3 de mayo": that it was held is all that is told of it.
    session = scene.has("sessions", 0, sentence.dates[0].start)
    if len(sentence.dates[0].edtf) < 8 and _opens_an_account(scene):
        return True  # "Bilan 2018 — Les services ont organisé…"
    plain = [deed for deed in sentence.deeds if deed.tense != "noun" and not (session and deed.event == "held")]
    if plain:
        return False
    if len(sentence.dates[0].edtf) < 8:
        return _is_an_account(scene)
    dateline = bool(sentence.named) and sentence.named[0].start == 0 and len(sentence.words) < 10
    return dateline or session


def _is_an_account(scene: Scene) -> bool:
    """ "Memoria anual 2017.", "Rapport d'activité 2014": what it tells without a date was done in its year."""
    sentence, when = scene.sentence, scene.sentence.dates[0]
    short = len(sentence.words) < 10 and scene.has("accounts", 0, min(4, when.start))
    return short and not when.period and when.first == when.last


def _opens_an_account(scene: Scene) -> bool:
    when = scene.sentence.dates[0]
    return when.start < 5 and scene.has("accounts", 0, when.start) and when.end in scene.sentence.breaks


def _is_announced_now(deed: Deed, scene: Scene) -> bool:
    before = [one for one in scene.sentence.deeds if one.start < deed.start]
    return any(one.event in ("plan", "say") and one.tense == "past" for one in (*before, deed))


def of_the_occasion(deed: Deed, event: str, past: Act | None, scene: Scene) -> When | None:
    """What news and minutes tell without a date was done on their day."""
    told = event in _OF_AN_OCCASION and deed.tense in ("past", "pres", "law", "part", "noun") and not past
    # "El alcalde anunció que el municipio creará": announced on that day.
    told = told or (event == "planned" and _is_announced_now(deed, scene))
    return scene.memory.occasion if told and not scene.sentence.dates else None
