"""Tables of the room. Whoever is no party of an exchange finds none of its rows: `visible_to` is where that is said."""

from minga.exchange.models.exchanges import Exchange, ExchangeQuerySet, Participant, Terms
from minga.exchange.models.learning import Evaluation, FollowUp, Note, Plan, Reminded
from minga.exchange.models.work import Attachment, Commitment, Message, Session

__all__ = [
    "Attachment",
    "Commitment",
    "Evaluation",
    "Exchange",
    "ExchangeQuerySet",
    "FollowUp",
    "Message",
    "Note",
    "Participant",
    "Plan",
    "Reminded",
    "Session",
    "Terms",
]
