"""What an exchange is, whose turn it is and what is due, without a database."""
