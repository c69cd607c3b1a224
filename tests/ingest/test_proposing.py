"""What texts propose is kept under a name that stays, and waits for a person."""

from minga.ingest.domain.proposing import ref_of


def test_the_same_words_read_the_same_way_bear_the_same_name() -> None:
    name = ref_of("ab" * 32, "BR-RJ", "office", "created", "1983", ("culture", "health"))
    assert name == ref_of("ab" * 32, "BR-RJ", "office", "created", "1983", ("health", "culture"))
    assert name.startswith("PR-") and len(name) == 15 and name == name.upper()
    others = {
        ref_of("cd" * 32, "BR-RJ", "office", "created", "1983", ("culture", "health")),
        ref_of("ab" * 32, "BR-RJ", "office", "created", "1983", ()),
        ref_of("ab" * 32, "BR-RJ", "office", "created", "1984", ("culture", "health")),
    }
    assert name not in others and len(others) == 3
