"""What the ingest room knows without a database: formats, states, and how lines become text."""
