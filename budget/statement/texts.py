"""How the plain values of a statement are written."""

from decimal import Decimal


def text(value: Decimal) -> str:
    return format(value, "f")


def money_text(cents: int) -> str:
    return text(Decimal(cents).scaleb(-2))


def number_of(entry) -> str:
    """What an entry is called in a statement: its reference may name whom it was paid for."""
    return f"{type(entry).__name__[0]}{entry.pk}"
