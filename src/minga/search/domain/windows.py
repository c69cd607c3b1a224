"""Cutting a text into the windows whose vectors are compared."""

WORDS = 90
STEP = 60


def windows(text: str) -> list[str]:
    """Stretches of at most 90 words, each beginning 60 after the one before; a short text is one window."""
    words = text.split()
    if not words:
        return []
    starts = [0, *range(STEP, max(len(words) - WORDS + STEP, 0), STEP)]
    return [" ".join(words[start : start + WORDS]) for start in starts]
