"""The chart of the budget: for each line a bar of what is paid, open and left.

The parts differ in their filling, not in colour alone, so the chart holds in grey.
Places are whole units of the drawing, so that no language writes them with a comma.
"""

WIDTH = 400
_LABEL, _ROW, _BAR = 40, 28, 18


def draw_lines(lines: list[dict]) -> dict | None:
    """Where the bars of these lines stand (see overview.py); nothing where none is planned."""
    longest = max((line["planned"] for line in lines), default=0)
    if not longest:
        return None

    def length(amount):
        return int(amount * (WIDTH - _LABEL - 2) / longest)

    bars = []
    for place, line in enumerate(lines):
        paid = length(line["paid"])
        used = length(line["paid"] + line["open"])
        bars.append(
            {
                "code": line["code"],
                "x": _LABEL,
                "y": place * _ROW + 5,
                "text_y": place * _ROW + 19,
                "planned": length(line["planned"]),
                "paid": paid,
                "open_x": _LABEL + paid,
                "open": used - paid,
            }
        )
    return {"width": WIDTH, "height": len(lines) * _ROW, "bar": _BAR, "bars": bars}
