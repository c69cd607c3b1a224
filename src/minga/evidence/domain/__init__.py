"""What the evidence room knows without a database."""
