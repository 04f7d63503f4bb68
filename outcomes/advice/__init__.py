"""Advice on the wording of a recommendation while it is drafted. It never stands in the way."""

from .advising import Advice, advise

__all__ = ["Advice", "advise"]
