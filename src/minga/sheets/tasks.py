"""What every worker puts in order once an hour."""

from minga.jobs import registry


@registry.chore
def forget_old() -> None:
    """Sheets that were handed in the day before."""
    from minga.sheets import actions

    actions.forget_old()
