"""From words to proposed claims: rules, the gazetteer and small statistics; no language model. Pure: no Django."""

from minga.ingest.domain.extraction.gazetteer import Called, Gazetteer, Place
from minga.ingest.domain.extraction.lexicon import Language, Phrases
from minga.ingest.domain.extraction.proposals import Proposal, propose
from minga.ingest.domain.extraction.reading import Reader
from minga.ingest.domain.extraction.tokens import Said, said_in, spoken_names, tokens

__all__ = [
    "Called",
    "Gazetteer",
    "Language",
    "Phrases",
    "Place",
    "Proposal",
    "Reader",
    "Said",
    "propose",
    "said_in",
    "spoken_names",
    "tokens",
]
