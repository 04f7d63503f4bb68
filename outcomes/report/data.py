"""The report's own data, as files that go with it: the whole as JSON, its tables as CSV."""

import csv
import io
import json

from django.utils import translation
from django.utils.translation import gettext as _

from gfmd_meeting.paper.press import Attachment
from gfmd_meeting.spreadsheets.cells import neutralized

_ENTRY = ("number", "kind", "language", "text", "addressed_to", "level", "adopted_on")
_PRACTICE = (
    "number",
    "title",
    "language",
    "text",
    "results",
    "where",
    "since",
    "partners",
    "source",
)


def data_of(content: dict) -> list[Attachment]:
    """What a report of this content carries with it. The same content gives the same files."""
    with translation.override(content["language"]):
        plain = json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1)
        files = [
            Attachment(
                "report.json", _("Everything that the report says"), plain.encode(), "Source"
            )
        ]
        for name, described, rows in (
            ("recommendations.csv", _("What was adopted, by expected outcome"), _entries(content)),
            ("practices.csv", _("Practices, by expected outcome"), _practices(content)),
            ("participation.csv", _("Participants by region and type"), _participation(content)),
            ("budget.csv", _("The budget by line"), _budget(content)),
        ):
            if rows:
                files.append(Attachment(name, described, _csv(rows), "Data"))
        return files


def _entries(content):
    return _items(content, "entries", _ENTRY)


def _practices(content):
    return _items(content, "practices", _PRACTICE)


def _items(content, name, columns):
    rows = [
        [outcome["number"], *(entry[column] for column in columns)]
        for outcome in content.get("outcomes", [])
        for entry in outcome[name]
    ]
    return [["outcome", *columns], *rows] if rows else []


def _participation(content):
    if "participation" not in content:
        return []
    said = content["participation"]
    return [
        ["region", *(type_["key"] for type_ in said["types"]), "total"],
        *([row["name"], *row["counts"], row["total"]] for row in said["rows"]),
    ]


def _budget(content):
    if not content.get("budget", {}).get("lines"):
        return []
    columns = ("code", "title", "planned", "committed", "open", "paid", "left")
    return [
        [*columns, "currency"],
        *(
            [*(line[column] for column in columns), content["budget"]["currency"]]
            for line in content["budget"]["lines"]
        ),
    ]


def _csv(rows) -> bytes:
    """Comma-separated, in UTF-8 that spreadsheets know for what it is."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(
        [neutralized(value) for value in row] for row in rows
    )
    return written.getvalue().encode("utf-8-sig")
