"""What questions mean, as numbers: made from their words, and made again from them at any time."""

from typing import ClassVar

from django.db import models

from minga.desk.models.consultations import Consultation


class Meaning(models.Model):
    """A question's whole text as a vector and what it is about, to be compared with others; see `domain/likeness.py`.

    is_public  of the words in which it was published, which desks of other federations compare; else of its own
    vector     384 numbers of two bytes each (IEEE 754 half), in the order of the machine's own little end first
    concerns   codes of what it is about, with spaces between; see `domain/concerns.py`
    made_with  the model, the list of concerns, what was learned; what was made with another is made anew
    """

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="meanings")
    is_public = models.BooleanField(default=False)
    vector = models.BinaryField()
    concerns = models.TextField(blank=True, default="")
    made_with = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["consultation", "is_public"], name="meaning_once")
        ]

    def __str__(self) -> str:
        return f"meaning of consultation {self.consultation_id}"
