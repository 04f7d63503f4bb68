"""From the name of a meeting file to what stands in it."""

import tomllib
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError

MEETINGS = Path(__file__).resolve().parent.parent / "meetings"


def find_file(name: str | Path) -> Path:
    """The file of this path, or the one of this name among those that come with the system."""
    path = Path(name)
    if path.is_file():
        return path
    ours = {file.stem: file for file in sorted(MEETINGS.glob("*.toml"))}
    if str(name) in ours:
        return ours[str(name)]
    raise ValidationError(
        "There is no meeting file “%(name)s”. Give the path of a file, or one of: %(ours)s.",
        code="no_meeting_file",
        params={"name": name, "ours": ", ".join(ours)},
    )


def read_file(path: Path) -> dict:
    """Its tables as they stand. Numbers with a point are Decimal, so money stays exact."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = f"line {line} is not UTF-8 text"
    except OSError as error:
        problem = f"it cannot be read: {error.strerror}"
    except RecursionError:
        problem = "it is nested too deeply"
    except ValueError as error:  # TOML syntax, which says its line, or a number beyond bounds
        problem = str(error)
    raise ValidationError(
        "%(file)s: %(problem)s",
        code="unreadable_meeting_file",
        params={"file": path.name, "problem": problem},
    )
