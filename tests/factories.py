"""Plain makers of rows, one of each, with no surprises: what is not said is a sane default."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.utils import timezone

from agenda.models import Assignment, AssignmentRole, Room, Session
from agenda.releases import latest_release, release_agenda
from agenda.revisions import compare
from agenda.snapshot import take_snapshot
from budget.models import (
    BudgetLine,
    Commitment,
    Contribution,
    Contributor,
    Disbursement,
    Receipt,
    Statement,
)
from budget.statement.content import take_statement
from gfmd_meeting.models import (
    ExpectedOutcome,
    LetterTemplate,
    Meeting,
    Party,
    Region,
    SpecificObjective,
    StakeholderGroup,
    StakeholderType,
    User,
)
from outcomes.adoption import submit_recommendation, take_up
from outcomes.models import (
    ENDED,
    Comment,
    OwnerConsent,
    Practice,
    Proposer,
    Recommendation,
    Report,
    ReportFile,
)
from outcomes.models import Status as AdoptionStatus
from outcomes.numbers import give_number
from registrations.models import (
    UNDECIDED,
    Correspondence,
    Delegation,
    FocalPoint,
    Participant,
    Status,
)

ZONE = ZoneInfo("America/El_Salvador")
PASSWORD = "an honest password"
# The least that is a PDF: a page, a table of places, and where the table stands.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    b"0000000105 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n166\n%%EOF\n"
)
_numbers = count(1)


def moment(day: int, time: str) -> datetime:
    """A time of October 2011 in San Salvador: ``moment(4, "09:30")``."""
    hour, minute = map(int, time.split(":"))
    return datetime(2011, 10, day, hour, minute, tzinfo=ZONE)


def make_meeting(**fields):
    defaults = {
        "title_en": "A thematic meeting",
        "short_title_en": "A meeting",
        "overall_objective_en": "To talk.",
        "starts_on": date(2011, 10, 4),
        "ends_on": date(2011, 10, 5),
        "time_zone": "America/El_Salvador",
        "city_en": "San Salvador",
        "country": "SV",
        "seats_expected": 50,
        "seats": 60,
        "currency": "USD",
        "budget_ceiling": Decimal("75000"),
    }
    meeting, _ = Meeting.objects.update_or_create(pk=1, defaults=defaults | fields)
    return meeting


def make_user(**fields):
    fields.setdefault("email", f"person{next(_numbers)}@example.org")
    return User.objects.create_user(password=PASSWORD, **fields)


def make_organiser(**fields):
    return make_user(is_staff=True, **fields)


def make_party(**fields):
    number = next(_numbers)
    defaults = {
        "key": f"party-{number}",
        "name_en": f"Party {number}",
        "short_name_en": f"Party {number}",
        "is_co_chair": True,
    }
    return Party.objects.create(**defaults | fields)


def make_region(**fields):
    number = next(_numbers)
    return Region.objects.create(
        **{"key": f"region-{number}", "name_en": f"Region {number}"} | fields
    )


def make_group(**fields):
    number = next(_numbers)
    defaults = {
        "key": f"group-{number}",
        "name_en": f"Group {number}",
        "type": StakeholderType.GOVERNMENT,
    }
    if fields.get("type", StakeholderType.GOVERNMENT) == StakeholderType.GOVERNMENT:
        fields["region"] = fields.get("region") or make_region()
    return StakeholderGroup.objects.create(**defaults | fields)


def make_delegation(**fields):
    number = next(_numbers)
    fields.setdefault("group", None)
    if fields["group"] is None:
        fields["group"] = make_group()
    defaults = {"code": f"delegation-{number}", "name_en": f"Delegation {number}", "seats": 100}
    return Delegation.objects.create(**defaults | fields)


def make_focal_point(**fields):
    fields.setdefault("delegation", None)
    fields["delegation"] = fields["delegation"] or make_delegation()
    fields["user"] = fields.get("user") or make_user()
    return FocalPoint.objects.create(**fields)


def make_correspondence(**fields):
    """An invitation that was sent on 1 July 2011."""
    fields["delegation"] = fields.get("delegation") or make_delegation()
    defaults = {
        "direction": "out",
        "subject": "invitation",
        "reference": f"INV/{next(_numbers)}",
        "dated_on": date(2011, 7, 1),
        "language": "en",
    }
    return Correspondence.objects.create(**defaults | fields)


def make_letter_template(**fields):
    defaults = {
        "key": "invitation",
        "subject_en": "Invitation to {meeting}",
        "body_en": "To {formal_name}, {days}.\n\nAnswer by {answer_due}.\n\nAt {venue}.",
    }
    return LetterTemplate.objects.create(**defaults | fields)


def make_participant(**fields):
    """One who awaits a decision; any other state is dated now, past the rules of seats.py."""
    number = next(_numbers)
    fields["delegation"] = fields.get("delegation") or make_delegation()
    if fields.get("status", Status.REGISTERED) not in UNDECIDED:
        fields.setdefault("decided_at", timezone.now())
    if fields.get("status") == Status.WAITING:
        fields.setdefault("waiting_place", number)
    if fields.get("status") == Status.OFFERED:
        fields.setdefault("offer_expires_at", timezone.now() + timedelta(days=2))
    defaults = {
        "given_name": "Ana",
        "family_name": f"Participant {number}",
        "function": "Counsellor",
        "email": f"participant{number}@example.org",
    }
    return Participant.objects.create(**defaults | fields)


def make_outcome(**fields):
    number = fields.get("number") or ExpectedOutcome.objects.count() + 1
    defaults = {
        "number": number,
        "short_title_en": f"Outcome {number}",
        "wording_en": f"The wording of outcome {number}",
    }
    return ExpectedOutcome.objects.create(**defaults | fields)


def make_objective(**fields):
    number = fields.get("number") or SpecificObjective.objects.count() + 1
    return SpecificObjective.objects.create(
        **{"number": number, "wording_en": f"The wording of objective {number}"} | fields
    )


def make_room(**fields):
    number = next(_numbers)
    return Room.objects.create(**{"name_en": f"Room {number}"} | fields)


def make_session(**fields):
    """A working session on 4 October, 09:00 to 10:00, in a room of its own."""
    number = next(_numbers)
    fields["room"] = fields.get("room") or make_room()
    defaults = {
        "kind": "session",
        "title_en": f"Session {number}",
        "starts_at": moment(4, "09:00"),
        "ends_at": moment(4, "10:00"),
    }
    return Session.objects.create(**defaults | fields)


def make_assignment(**fields):
    fields["session"] = fields.get("session") or make_session()
    fields["participant"] = fields.get("participant") or make_participant(status=Status.CONFIRMED)
    return Assignment.objects.create(**{"role": AssignmentRole.SPEAKER} | fields)


def make_rapporteur(session=None, **fields):
    """A user who is rapporteur of a session."""
    user = make_user(**fields)
    participant = make_participant(user=user, email=user.email, status=Status.CONFIRMED)
    make_assignment(session=session, participant=participant, role=AssignmentRole.RAPPORTEUR)
    return user


def make_line(**fields):
    number = next(_numbers)
    defaults = {"code": f"L{number}", "title_en": f"Line {number}", "planned": Decimal("1000")}
    return BudgetLine.objects.create(**defaults | fields)


def make_contributor(**fields):
    return Contributor.objects.create(**{"name": f"Contributor {next(_numbers)}"} | fields)


def make_contribution(**fields):
    """A pledge, stored as it is, past the rules of the ledger."""
    fields["contributor"] = fields.get("contributor") or make_contributor()
    defaults = {
        "pledged_on": date(2011, 6, 1),
        "currency": "USD",
        "amount": Decimal("100"),
        "rate": Decimal(1),
    }
    row = defaults | fields
    row.setdefault("value", row["amount"])
    return Contribution.objects.create(**row)


def make_receipt(**fields):
    """Stored as it is, past the rules of the ledger."""
    fields["contribution"] = fields.get("contribution") or make_contribution()
    defaults = {
        "reference": f"R-{next(_numbers)}",
        "received_on": date(2011, 6, 1),
        "amount": fields["contribution"].amount,
        "rate": Decimal(1),
    }
    row = defaults | fields
    row.setdefault("value", row["amount"])
    return Receipt.objects.create(**row)


def make_statement(**fields):
    """An interim statement of the ledger as it is, with a PDF."""
    day = fields.setdefault("as_of", date(2011, 12, 31))
    content = take_statement(on=day, kind="interim", language="en")
    defaults = {
        "kind": "interim",
        "language": "en",
        "content": content,
        "sha256": "0" * 64,
        "file": ContentFile(PDF, "statement.pdf"),
        "made_at": timezone.now(),
    }
    return Statement.objects.create(**defaults | fields)


def make_commitment(**fields):
    """Stored as it is, past the rules of the ledger."""
    number = next(_numbers)
    fields["line"] = fields.get("line") or make_line()
    defaults = {
        "reference": f"CON-{number}",
        "committed_on": date(2011, 7, 1),
        "payee": "A payee",
        "currency": "USD",
        "amount": Decimal("100"),
        "rate": Decimal(1),
    }
    row = defaults | fields
    row.setdefault("value", row["amount"])
    return Commitment.objects.create(**row)


def make_disbursement(**fields):
    """Stored as it is, past the rules of the ledger."""
    number = next(_numbers)
    if fields.get("commitment"):
        fields.setdefault("line", fields["commitment"].line)
    fields["line"] = fields.get("line") or make_line()
    defaults = {
        "reference": f"PAY-{number}",
        "paid_on": date(2011, 8, 1),
        "payee": "A payee",
        "currency": "USD",
        "amount": Decimal("100"),
        "rate": Decimal(1),
    }
    row = defaults | fields
    row.setdefault("value", row["amount"])
    return Disbursement.objects.create(**row)


def make_recommendation(**fields):
    """One that stands; ``proposed_by`` is kept apart."""
    fields["session"] = fields.get("session") or make_session()
    fields["outcome"] = fields.get("outcome") or make_outcome()
    defaults = {"language": "en", "text_en": f"Establish mechanism {next(_numbers)}."}
    names = fields.pop("proposed_by", "")
    recommendation = Recommendation.objects.create(**defaults | fields)
    if names:
        Proposer.objects.create(recommendation=recommendation, names=names)
    return recommendation


def make_considered(**fields):
    """A text under consideration, under its number."""
    item = make_recommendation(**fields)
    submit_recommendation(item, by=None)
    return take_up(item, by=None)


def make_comment(**fields):
    """What an organiser says of a text, stored past the rules of comments.py."""
    fields["recommendation"] = fields.get("recommendation") or make_recommendation()
    fields["written_by"] = fields.get("written_by") or make_organiser()
    defaults = {} if "proposed_wording" in fields else {"body": "Too long."}
    return Comment.objects.create(**{"language": "en"} | defaults | fields)


def make_practice(**fields):
    fields["session"] = fields.get("session") or make_session()
    fields["outcome"] = fields.get("outcome") or make_outcome()
    defaults = {"language": "en", "text_en": f"A programme of {next(_numbers)} consulates."}
    return Practice.objects.create(**defaults | fields)


def make_adopted(**fields):
    """One that every co-chair consented to, with its number."""
    adopted = {"status": AdoptionStatus.ADOPTED, "adopted_at": timezone.now()}
    recommendation = make_recommendation(**adopted | fields)
    give_number(recommendation)
    return recommendation


def make_published(**fields):
    """A practice that was handed in and whose owner consents."""
    now = timezone.now()
    given = {"owner_consent": OwnerConsent.GIVEN, "consent_at": now, "submitted_at": now}
    return make_practice(**given | fields)


def make_report(**fields):
    """A revision that says a little, a draft of the next number."""
    number = next(_numbers)
    defaults = {
        "number": number,
        "snapshot": {"en": {"language": "en"}},
        "sha256": f"{number:064x}",
        "code": f"CODE{number:08}",
    }
    fields["requested_by"] = fields.get("requested_by") or make_organiser()
    return Report.objects.create(**defaults | fields)


def make_report_file(**fields):
    """A PDF that waits for its turn; one of a stage at which it has ended is dated now."""
    fields["report"] = fields.get("report") or make_report()
    fields["requested_by"] = fields.get("requested_by") or make_organiser()
    if fields.get("stage") in ENDED:
        fields.setdefault("ended_at", timezone.now())
    return ReportFile.objects.create(**{"language": "en"} | fields)


def make_release():
    """The draft as everybody reads it from now on."""
    before = latest_release()
    if before is None or compare(before.snapshot, take_snapshot()):
        return release_agenda(sends_mail=False)
    return before
