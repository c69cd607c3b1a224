"""What this room holds of a person, to be taken away."""

from minga.accounts.models import User
from minga.notices import queries
from minga.notices.models import Notice
from minga.notices.registry import in_words


def of(user: User) -> dict[str, object]:
    """Her notices with their words, and how she wants them by mail; ready for JSON."""
    notices = Notice.objects.filter(user=user)
    return {
        "mail": queries.mail_of(user),
        "notices": [
            {
                "kind": one.kind,
                "says": in_words(one.kind, one.params),
                "address": one.address,
                "at": one.at.isoformat(),
                "read_at": one.read_at.isoformat() if one.read_at else None,
                "mailed_at": one.mailed_at.isoformat() if one.mailed_at else None,
            }
            for one in notices
        ],
    }
