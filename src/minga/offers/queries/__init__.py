"""Reads: who offers what, what meets what, what an office could offer."""

from minga.offers.queries.offers import beside, told_of

__all__ = ["beside", "told_of"]
