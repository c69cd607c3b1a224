"""Tables of the desk: federations' settings, consultations with what became of them, questions that were published."""

from minga.desk.models.consultations import Consultation, ConsultationQuerySet, Contact, Note, Routing
from minga.desk.models.desks import Absence, AnswerTemplate, Desk
from minga.desk.models.meanings import Meaning
from minga.desk.models.said import Answer, Basis, PublishedQuestion, ResearchRequest

__all__ = [
    "Absence",
    "Answer",
    "AnswerTemplate",
    "Basis",
    "Consultation",
    "ConsultationQuerySet",
    "Contact",
    "Desk",
    "Meaning",
    "Note",
    "PublishedQuestion",
    "ResearchRequest",
    "Routing",
]
