"""What a page has no room for: how it is told, and in what parts it stands instead."""

# So many columns of figures stand beside the titles of the sessions.
_MOST_COLUMNS = 7
# So many lines stand on the cover under its title, and above its status.
_LINES_OF_COVER = 13
_LETTERS_OF_LINE = 80


def part_coverage(coverage: dict) -> list[dict]:
    """The table of sessions by outcomes in as many tables as its columns need."""
    many = len(coverage["outcomes"])
    parts = max(1, -(-many // _MOST_COLUMNS))
    width = -(-many // parts) or 1
    return [
        {
            "outcomes": coverage["outcomes"][first : first + width],
            "sessions": [
                session | {"cells": session["cells"][first : first + width]}
                for session in coverage["sessions"]
            ],
        }
        for first in range(0, many or 1, width)
    ]


def overfills_cover(content: dict) -> bool:
    """Whether the parties, or a title of many lines, take up more than the cover has for them."""
    lines = sum(
        1 + len(party["name"] + party["agency"]) // _LETTERS_OF_LINE
        for parties in content["parties"].values()
        for party in parties
    )
    said = content["meeting"]
    lines += len(said["title"]) // 20 - 5 if len(said["title"]) > 100 else 0
    lines += len(said["forum"]) // _LETTERS_OF_LINE + len(said["city"]) // _LETTERS_OF_LINE
    return lines > _LINES_OF_COVER
