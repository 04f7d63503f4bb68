"""The chart of the balance: for each group a bar of its seats, and what takes them up.

The parts differ in their filling, not in colour alone, so the chart holds in grey.
Places are whole units of the drawing, so that no language writes them with a comma.
"""

from textwrap import wrap

WIDTH = 760
_LABEL, _LETTERS, _LINE, _BAR, _GAP = 270, 34, 18, 20, 16


def draw_groups(shares) -> dict | None:
    """Where the bars of these groups stand (see balance.py); nothing where there are no seats."""
    longest = max((_longest(share.figures) for share in shares), default=0)
    if not longest:
        return None

    def length(people):
        return int(people * (WIDTH - _LABEL - 40) / longest)

    bars, top = [], 4
    for share in shares:
        lines = wrap(share.name, _LETTERS) or [""]
        height = max(len(lines) * _LINE, _BAR)
        figures = share.figures
        confirmed = length(figures.confirmed)
        pending = length(figures.confirmed + figures.offered + figures.waiting) - confirmed
        bars.append(
            {
                "label": [
                    {"y": top + 15 + place * _LINE, "text": text}
                    for place, text in enumerate(lines)
                ],
                "x": _LABEL,
                "y": top,
                "seats": length(figures.seats),
                "confirmed": confirmed,
                "pending_x": _LABEL + confirmed,
                "pending": pending,
                "number_x": _LABEL + length(_longest(figures)) + 8,
                "number_y": top + 15,
                "number": f"{figures.confirmed}/{figures.seats}",
            }
        )
        top += height + _GAP
    return {"width": WIDTH, "height": top, "bar": _BAR, "bars": bars}


def _longest(figures) -> int:
    return max(figures.seats, figures.confirmed + figures.offered + figures.waiting)
