"""The pictures of the budget: its lines, what is left of them, and spending over time.

Parts and lines differ in their filling and their strokes, not in colour alone, so the
pictures hold in grey. Places are whole units of the drawing, so that no language writes
them with a comma.
"""

WIDTH = 400
_LABEL, _RIGHT = 40, 2
_BAR = 18
# Of the picture of what is left: where its bars end, so that the amounts stand beside.
_BARS_END = 300
_HEIGHT, _TOP, _FOOT = 190, 12, 22


def draw_lines(lines: list[dict]) -> dict | None:
    """Planned, committed and paid of each line, one bar above the other (see overview.py)."""
    length = _scale(lines, ("planned", "committed", "paid"), WIDTH - _LABEL - _RIGHT)
    if length is None:
        return None
    row, bar = 40, 10
    return {
        "width": WIDTH,
        "height": len(lines) * row,
        "bar": bar - 2,
        "x": _LABEL,
        "rows": [
            {
                "code": line["code"],
                "text_y": place * row + 21,
                **{name: length(line[name]) for name in ("planned", "committed", "paid")},
                "planned_y": place * row + 3,
                "committed_y": place * row + 3 + bar,
                "paid_y": place * row + 3 + 2 * bar,
            }
            for place, line in enumerate(lines)
        ],
    }


def draw_left(lines: list[dict]) -> dict | None:
    """Of what each line plans: paid, open, left. What goes past it stands outside its frame."""
    sized = [line | {"used": line["paid"] + line["open"]} for line in lines]
    length = _scale(sized, ("planned", "used"), _BARS_END - _LABEL)
    if length is None:
        return None
    row = 28
    bars = []
    for place, line in enumerate(sized):
        paid, used = length(line["paid"]), length(line["used"])
        bars.append(
            {
                "code": line["code"],
                "left": line["left"],
                "y": place * row + 5,
                "text_y": place * row + 19,
                "planned": length(line["planned"]),
                "paid": paid,
                "open_x": _LABEL + paid,
                "open": used - paid,
            }
        )
    height = len(lines) * row
    return {"width": WIDTH, "height": height, "bar": _BAR, "x": _LABEL, "bars": bars}


def draw_course(points: list) -> dict | None:
    """The budget, what was committed or paid, and what was paid, at the end of each month.

    ``points`` are those of course.py; one alone is no course yet.
    """
    highest = max((max(point.budget, point.used) for point in points), default=0)
    if len(points) < 2 or not highest:
        return None
    bottom = _HEIGHT - _FOOT
    first_x, last_x = 10, WIDTH - 10

    def places(name):
        across = (last_x - first_x) / (len(points) - 1)
        return [
            {
                "x": int(first_x + across * place),
                "y": int(bottom - getattr(point, name) * (bottom - _TOP) / highest),
            }
            for place, point in enumerate(points)
        ]

    drawn = {name: places(name) for name in ("budget", "used", "paid")}
    ends = places("paid")
    # The budget changes on a day and not by degrees: steps. They do not go back in time.
    steps = [f"M{drawn['budget'][0]['x']} {drawn['budget'][0]['y']}"]
    steps += [f"H{place['x']}V{place['y']}" for place in drawn["budget"][1:]]
    return {
        "width": WIDTH,
        "height": _HEIGHT,
        "bottom": bottom,
        "foot": _HEIGHT - 6,
        "budget": "".join(steps),
        "used": " ".join(f"{place['x']},{place['y']}" for place in drawn["used"]),
        "paid": " ".join(f"{place['x']},{place['y']}" for place in drawn["paid"]),
        "used_at": drawn["used"],
        "paid_at": drawn["paid"],
        "first": {"x": ends[0]["x"], "on": points[0].on},
        "last": {"x": ends[-1]["x"], "on": points[-1].on},
    }


def _scale(lines, names, width):
    """How long an amount is; nothing where there is nothing to draw."""
    longest = max((line[name] for line in lines for name in names), default=0)
    if longest <= 0:
        return None
    return lambda amount: int(amount * width / longest)
