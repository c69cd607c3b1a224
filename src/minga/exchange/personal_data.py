"""What this room holds of a person, to be taken away."""

from typing import Any

from minga.accounts.models import User
from minga.exchange.models import Attachment, Commitment, Exchange, Message


def of(user: User) -> dict[str, Any]:
    """What she asked, wrote, handed over and promised, for whom; ready for JSON."""
    return {
        "asked": list(Exchange.objects.filter(asked_by=user).values("ref", "question", "reasons", "asked_at")),
        "messages": list(Message.objects.filter(by=user).values("exchange__ref", "text", "at", "organization__slug")),
        "files": list(Attachment.objects.filter(by=user).values("exchange__ref", "name", "sha256", "at")),
        "promised": list(Commitment.objects.filter(promised_by=user).values("exchange__ref", "what", "due")),
    }
