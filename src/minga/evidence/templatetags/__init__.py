"""Template tags with the nouns of the field."""
