"""The documents of the meeting that a reader of the report may open."""

from agenda.models import Access, Document
from gfmd_meeting.models import Meeting
from gfmd_meeting.models.meeting import ReportAudience
from outcomes.report import wording


def documents(meeting: Meeting) -> list[dict]:
    """Those that all who may read the final report may read, with the languages they are in."""
    access = [Access.PUBLIC]
    if meeting.report_audience == ReportAudience.PARTICIPANTS:
        access.append(Access.PARTICIPANTS)
    return [
        {
            "symbol": document.symbol,
            "title": document.title,
            "type": str(document.get_type_display()),
            "languages": [
                wording.language_name(version.language) for version in document.versions.all()
            ],
        }
        for document in Document.objects.filter(access__in=access).prefetch_related("versions")
    ]
