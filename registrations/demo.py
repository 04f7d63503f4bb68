"""The demo's delegations and the people whom they send. All of them are invented."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from gfmd_meeting import demo
from gfmd_meeting.models import Meeting, User

from .accounts import claim_registration, claimable_by
from .correspondence import record_correspondence
from .delegations import store_delegation
from .models import (
    Delegation,
    Direction,
    FocalPoint,
    InvitationState,
    Participant,
    Place,
    Status,
    Subject,
)
from .names import Directory
from .registration import register_participant
from .seats import (
    confirm_participant,
    decline_participant,
    put_on_waiting_list,
    withdraw_participant,
)

FOCAL_POINT_OF = "gt"
TEXTS = [
    "capacity",
    "honorific",
    "given_name",
    "family_name",
    "passport_name",
    "gender",
    "function",
    "email",
    "phone",
    "language",
    "dietary_needs",
    "accessibility_needs",
    "emergency_contact",
    "emergency_phone",
]


def load(accounts) -> str | None:
    """Invite the delegations and register their people, once.

    Nobody is written to but the one to whom a freed seat is offered.
    """
    if Delegation.objects.exists():
        return None
    delegations = _load_delegations(by=accounts["organiser"])
    _load_correspondence(delegations.values(), by=accounts["organiser"])
    people = _load_people(delegations, by=accounts["organiser"])
    for account in accounts.values():
        if claimable_by(account).exists():
            claim_registration(user=account)
    if FOCAL_POINT_OF in delegations:
        FocalPoint.objects.create(
            delegation=delegations[FOCAL_POINT_OF], user=accounts["focalpoint"]
        )
    return f"{len(delegations)} delegations and {people} participants"


def _load_delegations(*, by) -> dict[str, Delegation]:
    """Those for which this meeting has a group, by code."""
    directory = Directory()
    delegations = {}
    for row in _rows("delegations.csv"):
        region = directory.region(row["region"])
        group = directory.group(row["type"], region)
        if group is None:
            continue
        roles = row["roles"].split()
        delegation = store_delegation(
            Delegation(
                code=row["code"],
                name_en=row["name_en"],
                name_es=row["name_es"],
                name_fr=row["name_fr"],
                group=group,
                home_region=None if group.region_id else region,
                country=row["country"],
                seats=int(row["seats"]),
                funded_seats=int(row["funded_seats"]),
                is_origin="origin" in roles,
                is_transit="transit" in roles,
                is_destination="destination" in roles,
                language=row["language"],
                takes_requests=row["takes_requests"] == "yes",
                state=row["state"],
                state_at=None if row["state"] == InvitationState.TO_INVITE else timezone.now(),
                state_by=None if row["state"] == InvitationState.TO_INVITE else by,
            )
        )
        if row["focal_point"]:
            _make_focal_point(delegation, row["focal_point"])
        delegations[row["code"]] = delegation
    return delegations


def _make_focal_point(delegation: Delegation, name: str) -> None:
    user = User.objects.create_user(
        f"focal.point@{delegation.code}.example.org",
        full_name=name,
        language=delegation.language,
    )
    FocalPoint.objects.create(delegation=delegation, user=user, place=Place.MISSION)


def _load_correspondence(delegations, *, by) -> None:
    """The invitations that were sent, and the answers of those that have begun to nominate."""
    starts_on = Meeting.objects.get().starts_on
    invited = [one for one in delegations if one.state != InvitationState.TO_INVITE]
    for number, delegation in enumerate(invited, start=1):
        said = {"delegation": delegation, "language": delegation.language, "by": by}
        invitation = record_correspondence(
            direction=Direction.OUT,
            subject=Subject.INVITATION,
            reference=f"INV/{starts_on.year}/{number:03}",
            dated_on=starts_on - timedelta(days=90),
            answer_due_on=starts_on - timedelta(days=45),
            **said,
        )
        if delegation.state != InvitationState.INVITED:
            record_correspondence(
                direction=Direction.IN,
                subject=Subject.REPLY,
                reference=f"{delegation.code.upper()}-{number}",
                dated_on=starts_on - timedelta(days=60),
                answers=invitation,
                **said,
            )


def _load_people(delegations, *, by) -> int:
    zone = Meeting.objects.get().zone
    people = [row for row in _rows("participants.csv") if row["delegation"] in delegations]
    for row in people:
        participant = register_participant(
            delegation=delegations[row["delegation"]],
            by=by,
            status=Status.NAMED if row["status"] == Status.NAMED else Status.REGISTERED,
            completed_at=timezone.now() if row["passport_name"] else None,
            sends_mail=False,
            needs_interpretation=row["needs_interpretation"] == "yes",
            is_funded=row["is_funded"] == "yes",
            arrives_at=datetime.fromisoformat(row["arrives_at"]).replace(tzinfo=zone),
            departs_at=datetime.fromisoformat(row["departs_at"]).replace(tzinfo=zone),
            **{name: row[name] for name in TEXTS},
        )
        _decide(participant, row["status"], row["reason"], by=by)
    return len(people)


def _decide(participant: Participant, status: str, reason: str, *, by) -> None:
    said = {"participant": participant, "by": by, "sends_mail": False}
    if status == Status.CONFIRMED:
        confirm_participant(**said)
    elif status == Status.DECLINED:
        decline_participant(**said, reason=reason)
    elif status == Status.WAITING:
        put_on_waiting_list(**said)
    elif status == Status.WITHDRAWN:
        withdraw_participant(**said, reason=reason)


def _rows(name: str) -> list[dict]:
    with (Path(demo.__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
