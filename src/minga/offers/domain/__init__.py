"""What an office can teach and what it needs, when that falls asleep and what meets it, without a database."""
