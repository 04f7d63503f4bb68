"""The few formulas that our workbooks use, reckoned with exact fractions and nothing of ours."""

import re
from fractions import Fraction

_RANGE = r"(?:'((?:[^']|'')+)'!)?\$?([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"


def value_of(book, sheet: str, cell: str):
    """What a cell shows: a text, nothing, or the exact value of its number or formula."""
    found = book[sheet][cell].value
    if isinstance(found, str) and found.startswith("="):
        return _reckon(book, sheet, found[1:])
    return found if found is None or isinstance(found, str) else Fraction(str(found))


def _reckon(book, sheet, formula):
    if sums := re.fullmatch(r"SUM\((.+)\)", formula):
        return sum(v or 0 for v in _values(book, sheet, sums[1]))
    if most := re.fullmatch(r"MAX\((.+),0\)", formula):
        return max(_reckon(book, sheet, most[1]), 0)
    if either := re.fullmatch(r'IF\((\w+)=0,"",(.+)\)', formula):
        return "" if not value_of(book, sheet, either[1]) else _reckon(book, sheet, either[2])
    parts = re.split(r"(?<=[\w)])([-/])(?=[A-Z'(])", formula)
    total = _term(book, sheet, parts[0])
    for sign, part in zip(parts[1::2], parts[2::2], strict=True):
        term = _term(book, sheet, part)
        total = total - term if sign == "-" else total / term
    return total


def _term(book, sheet, text):
    if product := re.fullmatch(rf"SUMPRODUCT\(EXACT\(({_RANGE}),(\w+)\)\*({_RANGE})\)", text):
        codes, same, values = product[1], product[7], product[8]
        wanted = value_of(book, sheet, same)
        pairs = zip(_values(book, sheet, codes), _values(book, sheet, values), strict=True)
        return sum(value or 0 for code, value in pairs if code == wanted)
    if group := re.fullmatch(r"\((\w+)\+(\w+)\)", text):
        return value_of(book, sheet, group[1]) + value_of(book, sheet, group[2])
    (value,) = _values(book, sheet, text)
    return value or Fraction(0)


def _values(book, sheet, text):
    place = re.fullmatch(_RANGE, text)
    name = place[1].replace("''", "'") if place[1] else sheet
    column, first, last = place[2], int(place[3]), int(place[5] or place[3])
    return [value_of(book, name, f"{column}{row}") for row in range(first, last + 1)]
