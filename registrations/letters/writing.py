"""What a letter says: its template filled in for one delegation, as plain values.

It is written in the delegation's language, whatever the organiser reads. What is
returned holds strings, lists and dictionaries alone, and is kept with the letter:
nothing later reads a live table.
"""

import re
from datetime import date

from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from gfmd_meeting import dates
from gfmd_meeting.letter_text import fill_in, lacks_a_value
from gfmd_meeting.models import LetterTemplate, Meeting, Party
from gfmd_meeting.paper.wording import typeset, writable
from registrations.models import Delegation


def write_letter(
    template: LetterTemplate,
    *,
    delegation: Delegation,
    reference: str,
    dated_on: date,
    answer_due_on: date | None = None,
) -> dict:
    """The letter to a delegation. A paragraph that names a field without a value is left out."""
    language = delegation.language
    with translation.override(language):
        meeting = Meeting.objects.get()
        values = {
            "delegation": delegation.name,
            "formal_name": delegation.official_name,
            "seats": delegation.seats,
            "funded_seats": delegation.funded_seats,
            "meeting": meeting.title,
            "forum": meeting.forum,
            "city": meeting.city,
            "country": dates.country(meeting.country),
            "venue": meeting.venue,
            "days": dates.days(meeting.starts_on, meeting.ends_on),
            "host": _listed(Party.objects.hosting()),
            "co_chairs": _listed(Party.objects.co_chairing()),
            "reference": reference,
            "date": dates.day(dated_on),
            "answer_due": dates.day(answer_due_on) if answer_due_on else "",
            "contact": meeting.contact_email,
        }
        paragraphs = re.split(r"\n\s*\n", writable(template.body).strip())
        content = {
            "subject": fill_in(template.subject, values),
            "paragraphs": [
                fill_in(paragraph, values)
                for paragraph in paragraphs
                if not lacks_a_value(paragraph, values)
            ],
            "addressee": values["formal_name"],
            "reference": reference,
            "date": values["date"],
            "meeting": meeting.title,
            "forum": meeting.forum,
            "place_and_days": f"{meeting.city}, {values['country']} · {values['days']}",
            "sender": values["host"],
            "contact": meeting.contact_email,
        }
    content = writable(content)
    addresses = ("reference", "contact")
    return {"language": language, "dated_on": dated_on.isoformat()} | {
        key: value if key in addresses else typeset(value, language)
        for key, value in content.items()
    }


def _listed(parties):
    return get_text_list([party.name for party in parties], _("and"))
