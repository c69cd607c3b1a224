"""Reads of the desk: whose consultations may be seen, how a desk works, what is known already, how it is doing."""
