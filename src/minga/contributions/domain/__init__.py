"""What the room knows without a database: sizes, what a form may hold, references in plain text."""
