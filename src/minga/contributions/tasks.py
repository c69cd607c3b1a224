"""What this room does later, and what every worker puts in order."""

from minga.jobs import registry


@registry.chore
def expire_uploads() -> None:
    """Give up files that nobody went on sending."""
    from minga.contributions.actions import uploading

    uploading.expire_uploads()
