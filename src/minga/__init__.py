"""Minga: municipalities, departments and regions learn from those who already act abroad."""

__version__ = "0.1.0"
