"""What happened when: the agenda that everybody read, and the times that were kept."""

from django.utils import timezone

from agenda.models import Session
from agenda.programme import arrange
from agenda.releases import latest_release
from agenda.snapshot import take_snapshot
from outcomes.report import wording


def agenda_as_held(language: str, meeting) -> list[dict]:
    """The days with their sessions, planned and held, in the words of the latest release.

    Roles are those that the public reads there; an agenda that was never given out has none.
    """
    release = latest_release()
    snapshot = release.snapshot if release else take_snapshot()
    held = {
        pk: times
        for pk, *times in Session.objects.order_by().values_list("pk", "held_from", "held_until")
    }
    return [
        {
            "date": day["date"],
            "name": day["name"],
            "sessions": [
                {
                    "kind": session["kind"],
                    "title": session["title"],
                    "title_language": session["title_language"],
                    "start": session["start"],
                    "end": session["end"],
                    "held": _span(*held.get(session["pk"], (None, None))),
                    "room": session["room"],
                    "outcomes": session["outcomes"],
                    "roles": [
                        {
                            "label": role["label"],
                            "people": [
                                {"name": person["name"], "delegation": person["delegation"]}
                                for person in role["people"]
                            ],
                        }
                        for role in (session["roles"] if release else [])
                    ],
                }
                for slot in day["slots"]
                for session in slot["sessions"]
            ],
        }
        for day in arrange(snapshot, language=language, meeting=meeting)
    ]


def _span(start, end) -> str:
    """09:05–10:15, as far as it is known."""
    if start is None and end is None:
        return ""
    return "–".join(wording.time(timezone.localtime(at)) if at else "…" for at in (start, end))
