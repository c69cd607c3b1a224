"""When was done what is told without a date: by a norm's title or its end, the day of news, the year of accounts."""

from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.reading import Act
from minga.ingest.domain.extraction.scene import Scene
from minga.ingest.domain.extraction.sentences import Deed, Sentence

ENACTING = frozenset({"fica", "ficam", "queda", "quedan", "hereby"})
_OF_AN_OCCASION = frozenset(
    {"signed", "adopted", "created", "joined", "recreated", "discontinued", "reformed", "awarded", "held", "published"}
)


def closes(scene: Scene) -> bool:
    """ "Créase la Oficina… *Resolución 1234, de 20 de febrero de 2006.*": the norm's own name, after what it does."""
    sentence = scene.sentence
    laws = [thing for thing in sentence.things if thing.code == "law_or_competence" and thing.start < 2]
    short = len(sentence.words) < 15 and len(sentence.dates) == 1
    if not short or scene.groups or not (laws or scene.has("sessions", 0, 2)):
        return False
    enacted = [act for act in scene.memory.acts if act.when is None and act.deed and _ends_open(act.deed, act.sentence)]
    for act in enacted:
        act.when = sentence.dates[0]
    return bool(enacted)


def _ends_open(deed: Deed, sentence: Sentence) -> bool:
    """Whether a deed is told in the words of a norm or of minutes, which may give their date at the end."""
    lead = {*sentence.folded(deed.start - 2, deed.start)}
    return deed.tense == "law" or (deed.tense in ("part", "past") and bool(lead & ENACTING))


def is_a_title(scene: Scene) -> bool:
    """ "LEY 5 DE 2010, por la cual se crea…": a norm with its date, before any deed."""
    sentence = scene.sentence
    laws = [thing for thing in sentence.things if thing.code == "law_or_competence"]
    first = min([deed.start for deed in sentence.deeds], default=len(sentence.words))
    return bool(laws) and laws[0].start < 2 and sentence.dates[0].end <= first and (first > 3 or not sentence.deeds)


def tells_the_occasion(scene: Scene) -> bool:
    """ "Cajamarca, 8 de agosto de 2013.", "Acta de la sesión de 12 de mayo de 1998": a day, and no deed."""
    sentence = scene.sentence
    if len(sentence.dates) != 1 or len(sentence.words) > 20:
        return False
    # "Acta de la sesión celebrada el 3 de mayo": that it was held is all that is told of it.
    session = scene.has("sessions", 0, sentence.dates[0].start)
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


def of_the_occasion(deed: Deed, event: str, past: Act | None, scene: Scene) -> When | None:
    """What news and minutes tell without a date was done on their day."""
    told = event in _OF_AN_OCCASION and deed.tense in ("past", "pres", "law", "part", "noun") and not past
    return scene.memory.occasion if told and not scene.sentence.dates else None
