"""What the federation's desk knows without a database: the way of a consultation, business days, what may be asked."""
