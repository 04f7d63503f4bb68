"""Taking in what another instance handed over: all of it, or nothing."""

import hashlib
import io
import json
import stat
import zlib
from collections import Counter
from datetime import datetime
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from agenda.clashes import place_session
from agenda.models import Room, Session
from gfmd_meeting.models import (
    Emphasis,
    ExpectedOutcome,
    Party,
    PriorRecommendation,
    SpecificObjective,
    User,
)
from outcomes.adoption import wording_hash
from outcomes.models import (
    Consent,
    GivenNumber,
    OwnerConsent,
    Practice,
    Recommendation,
    Status,
)
from outcomes.versions import keep_version

from .collecting import PRACTICE, VERSION

# A pack holds the documents too, of 10 MB each at most.
MOST_BYTES = 500 * 1024**2
MOST_DATA = 50 * 1024**2
DATA, SUMS = "data/results.json", "SHA256SUMS"


def read_pack(content: bytes) -> dict:
    """The data of a hand-over pack, once every file is found to be what its list says."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise _refusal(_("The pack unpacks to more than a pack can be."), "too_large")
            _refuse_strange_names(entries)
            found = {entry.filename: _hash_of(archive, entry) for entry in entries}
            sums = archive.read(SUMS).decode(errors="replace").splitlines()
            plain = archive.read(DATA)
    except (BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise _no_pack() from error
    found.pop(SUMS)
    listed = {name: said for said, _space, name in (line.partition("  ") for line in sums)}
    if listed.keys() != found.keys():
        raise _no_pack()
    for name, said in listed.items():
        if found[name] != said:
            raise ValidationError(
                _("%(name)s was changed since the pack was made."),
                code="changed",
                params={"name": name},
            )
    return _data_in(plain)


def _refuse_strange_names(entries):
    """Nothing of a pack is ever unpacked by its name; one that would lead elsewhere is none."""
    for name, many in Counter(entry.filename for entry in entries).items():
        if many > 1 or name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise _strange(name)
    for entry in entries:
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _strange(entry.filename)


def _hash_of(archive, entry) -> str:
    with archive.open(entry) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _data_in(plain: bytes) -> dict:
    if len(plain) > MOST_DATA:
        raise _refusal(_("The pack unpacks to more than a pack can be."), "too_large")
    try:
        data = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise _no_pack() from error
    if not isinstance(data, dict):
        raise _no_pack()
    if data.get("version") != VERSION:
        raise _refusal(_("The pack is of a version that is not known here."), "other_version")
    return data


def load_handover(data: dict, *, by: User | None) -> Counter:
    """Store what was handed over; how many of each kind it was. All of it, or nothing.

    The instance has its meeting file, and nothing recorded yet. Each consent is held against
    the text again, so that nothing is adopted here that was not consented to there.
    """
    try:
        return _load(data, by)
    except (KeyError, TypeError, ValueError, AttributeError, DatabaseError) as error:
        if isinstance(error, OperationalError):
            raise
        # Whatever its rows lack or hold beside what a pack holds: their schema goes with it.
        raise _refusal(
            _("The data in the pack are not such as a pack holds."), "no_data"
        ) from error


@transaction.atomic
def _load(data, by):
    if Recommendation.objects.exists() or Practice.objects.exists():
        raise _refusal(_("Something is recorded here already."), "not_empty")
    given = _Given()
    sessions = {row["uid"]: _load_session(row, by) for row in data["sessions"]}
    for row in data["recommendations"]:
        _load_recommendation(row, sessions, given, by)
    for row in data["practices"]:
        _load_practice(row, sessions, given, by)
    return Counter({name: len(data[name]) for name in ("recommendations", "practices")})


class _Given:
    """What the meeting file gives, by the keys that a pack names it by."""

    def __init__(self):
        self.outcomes = {row.number: row for row in ExpectedOutcome.objects.all()}
        self.objectives = {row.number: row for row in SpecificObjective.objects.all()}
        self.emphases = {row.number: row for row in Emphasis.objects.all()}
        self.priors = {row.number: row for row in PriorRecommendation.objects.all()}
        self.co_chairs = {row.key: row for row in Party.objects.co_chairing()}
        self.speakers = {}

    def one(self, rows: dict, key):
        try:
            return rows[key]
        except KeyError:
            raise ValidationError(
                _("The meeting that is loaded here has no “%(key)s”. Load its own file first."),
                code="another_meeting",
                params={"key": key},
            ) from None

    def speaker(self, party: Party) -> User:
        """Who stands for those that spoke for a party there; they do not sign in here."""
        if party.pk not in self.speakers:
            self.speakers[party.pk], _is_new = User.objects.get_or_create(
                email=f"{party.key}@handover.invalid",
                defaults={"full_name": party.name[:150], "is_active": False},
            )
        return self.speakers[party.pk]


def _load_session(row, by):
    if found := Session.objects.filter(uid=row["uid"]).first():
        return found
    room, _is_new = Room.objects.get_or_create(name_en=row["room"])
    told = {name: row[name] for name in row if name == "kind" or name.startswith("title_")}
    session = Session(
        uid=row["uid"],
        room=room,
        starts_at=datetime.fromisoformat(row["starts_at"]),
        ends_at=datetime.fromisoformat(row["ends_at"]),
        **told,
    )
    return place_session(session, by=by)


def _load_recommendation(row, sessions, given, by):
    told = {name: row[name] for name in row if name.startswith(("text_", "reviewed_"))}
    item = Recommendation(
        uid=row["uid"],
        session=sessions[row["session"]],
        outcome=given.one(given.outcomes, row["outcome"]),
        objective=given.one(given.objectives, row["objective"]) if row["objective"] else None,
        kind=row["kind"],
        language=row["language"],
        addressed_to=row["addressed_to"],
        level=row["level"],
        recorded_by=by,
        changed_by=by,
        **told,
    )
    _mark(item)
    item.full_clean()
    item.save()
    item.emphases.set(given.one(given.emphases, number) for number in row["emphases"])
    item.builds_on.set(given.one(given.priors, number) for number in row["builds_on"])
    for outcome, place in row["numbers"]:
        GivenNumber.objects.create(
            outcome=given.one(given.outcomes, outcome), place=place, recommendation=item
        )
    keep_version(item, by=by)
    for consent in row["consents"]:
        _load_consent(item, consent, given)
    if given.co_chairs.keys() - {consent["party"] for consent in row["consents"]}:
        raise ValidationError(
            _("“%(text)s” was not consented to by every co-chair of this meeting."),
            code="not_consented_to",
            params={"text": item},
        )
    item.status, item.adopted_at = Status.ADOPTED, datetime.fromisoformat(row["adopted_at"])
    item.save(update_fields=["status", "adopted_at"])


def _load_consent(item, row, given):
    party = given.one(given.co_chairs, row["party"])
    read, _of_language = item.text_in(row["language"])
    is_that = wording_hash(item, row["language"]) == row["wording_hash"]
    if not is_that or row["wording"] != read:
        raise ValidationError(
            _("“%(text)s” is not the text that was consented to."),
            code="another_wording",
            params={"text": item},
        )
    consent = Consent.objects.create(
        recommendation=item,
        party=party,
        language=row["language"],
        wording=row["wording"],
        wording_hash=row["wording_hash"],
        given_by=given.speaker(party),
    )
    Consent.objects.filter(pk=consent.pk).update(given_at=datetime.fromisoformat(row["given_at"]))


def _load_practice(row, sessions, given, by):
    item = Practice(
        uid=row["uid"],
        session=sessions[row["session"]],
        outcome=given.one(given.outcomes, row["outcome"]),
        owner_consent=OwnerConsent.GIVEN,
        consent_at=datetime.fromisoformat(row["consent_at"]),
        submitted_at=datetime.fromisoformat(row["submitted_at"]),
        recorded_by=by,
        changed_by=by,
        **{name: row[name] for name in PRACTICE},
    )
    _mark(item)
    item.full_clean()
    item.save()
    keep_version(item, by=by)


def _mark(item):
    """Its translations are taken as made from the text beside them."""
    for code, text in ((code, text) for code, _name, text in item.texts):
        if code != item.language and text:
            setattr(item, f"made_from_{code}", item.made_from)


def _no_pack():
    return _refusal(_("This is no hand-over pack, or it is broken."), "no_pack")


def _strange(name):
    return ValidationError(
        _("The pack holds “%(name)s”, which no pack does."), code="strange", params={"name": name}
    )


def _refusal(sentence, code):
    return ValidationError(sentence, code=code)
