"""The chart of participation: a row of marks for each region, a shape for each type.

A shape says what a colour says, and the colours differ in how dark they are, so the chart
holds in grey and for colour-blind readers. Places are whole units of the
drawing, so that no language writes them with a comma.
"""

from math import ceil
from textwrap import wrap

SHAPES = {
    "government": {"shape": "circle", "colour": "#0d3b66"},
    "international_organization": {"shape": "square", "colour": "#d55e00"},
    "civil_society": {"shape": "triangle", "colour": "#9fcbe3"},
}
MOST_MARKS = 400

WIDTH = 1000
_LABEL_WIDTH, _LABEL_LETTERS = 335, 32
_STEP, _LINE, _GAP, _HEAD = 26, 31, 16, 48
_PER_LINE = 23
# The letters of the legend are not measured but taken as rather wide, so that words never meet.
_KEY, _LETTER, _NARROW_LETTER = 52, 12, 9


def draw_participation(participation: dict) -> dict | None:
    """Where each mark and word of the chart stands; nothing where nobody takes part.

    Beyond ``MOST_MARKS`` people a mark stands for several of them.
    """
    if not participation["total"]:
        return None
    people_a_mark = ceil(participation["total"] / MOST_MARKS)
    types = participation["types"]
    rows, top = [], _HEAD
    for row in participation["rows"]:
        kinds = [
            type_["key"]
            for type_, count in zip(types, row["counts"], strict=True)
            for _mark in range(ceil(count / people_a_mark))
        ]
        label = wrap(row["name"], _LABEL_LETTERS) or [""]
        lines = max(len(label), ceil(len(kinds) / _PER_LINE), 1)
        rows.append(
            {
                "rule_y": top,
                "label": [
                    {"y": top + _GAP // 2 + _LINE * place + 23, "text": text}
                    for place, text in enumerate(label)
                ],
                "marks": [
                    SHAPES[kind]
                    | {
                        "x": _LABEL_WIDTH + _STEP * (place % _PER_LINE) + 10,
                        "y": top + _GAP // 2 + _LINE * (place // _PER_LINE) + 16,
                    }
                    for place, kind in enumerate(kinds)
                ],
                "total": row["total"],
                "total_y": top + _GAP // 2 + 23,
            }
        )
        top += lines * _LINE + _GAP
    return {
        "width": WIDTH,
        "height": top,
        "rows": rows,
        "legend": _legend([(type_["key"], type_["name"]) for type_ in types]),
        "people_a_mark": people_a_mark,
    }


def _legend(types):
    """What each shape is, side by side above the rows."""
    left, legend = 10, []
    for key, name in types:
        legend.append(SHAPES[key] | {"x": left, "y": 16, "name": name})
        left += _KEY + sum(_NARROW_LETTER if letter in "fiIjlrt " else _LETTER for letter in name)
    return legend
