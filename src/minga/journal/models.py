"""The journal: what was done, by whom, to what. Nothing is ever changed or removed in it."""

from django.db import models


class Event(models.Model):
    """One thing that was done. Holds ids and codes, never names, e-mails or free text about persons."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_id = models.BigIntegerField(null=True, help_text="account that acted; empty for the installation itself")
    organization_id = models.BigIntegerField(null=True, help_text="for which the account acted; empty where for none")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_ref = models.CharField(max_length=200, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_ref"], name="journal_event_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_ref}"
