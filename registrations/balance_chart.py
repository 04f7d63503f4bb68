"""The chart of the balance: for each group a bar of its seats, and what takes them up.

The parts differ in their filling, not in colour alone, so the chart holds in grey.
Places are whole units of the drawing, so that no language writes them with a comma.
"""

WIDTH = 480
_LINE, _BAR, _GAP, _NUMBER = 20, 18, 18, 60


def draw_groups(shares) -> dict | None:
    """Where the bars of these groups stand (see balance.py); nothing where there are no seats."""
    longest = max((_longest(share.figures) for share in shares), default=0)
    if not longest:
        return None

    def length(people):
        return int(people * (WIDTH - _NUMBER) / longest)

    bars, top = [], 0
    for share in shares:
        figures = share.figures
        confirmed = length(figures.confirmed)
        pending = length(figures.confirmed + figures.offered + figures.waiting) - confirmed
        bars.append(
            {
                "name": share.name,
                "name_y": top + 14,
                "y": top + _LINE,
                "seats": length(figures.seats),
                "confirmed": confirmed,
                "pending": pending,
                "number_x": length(_longest(figures)) + 8,
                "number_y": top + _LINE + 14,
                "number": f"{figures.confirmed}/{figures.seats}",
            }
        )
        top += _LINE + _BAR + _GAP
    return {"width": WIDTH, "height": top, "bar": _BAR, "bars": bars}


def _longest(figures) -> int:
    return max(figures.seats, figures.confirmed + figures.offered + figures.waiting)
