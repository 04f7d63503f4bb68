"""What the demo's sessions have recorded, and how far each text came on its way to adoption."""

import tomllib
from datetime import datetime, time
from importlib.resources import files

from agenda.models import Session
from gfmd_meeting.models import (
    Emphasis,
    ExpectedOutcome,
    Meeting,
    PriorRecommendation,
    SpecificObjective,
)

from .adoption import consent, not_retain, submit_recommendation, take_up, wording_hash
from .comments import settle_comment, write_comment
from .consolidation import merge
from .models import LANGUAGE_CODES, Practice, Recommendation, ReportText, Status
from .permissions import records
from .recording import (
    change_item,
    record_practice,
    record_recommendation,
    record_session,
    submit_practice,
)
from .report_texts import places, write_text

REPORT = files("gfmd_meeting.demo").joinpath("report.toml")
DATA = files("gfmd_meeting.demo").joinpath("recommendations.toml")
# What is said of a practice as it stands in the file.
PLAIN = ("place", "since", "countries", "partners", "source_url", "owner_consent", "consent_note")


def load(accounts) -> str | None:
    """Record the demo's items once, as far as the meeting has their sessions and outcomes.

    Where no State co-chairs, what was submitted goes no further.
    """
    if Recommendation.objects.exists() or Practice.objects.exists():
        return None
    loader = Loader(accounts, tomllib.loads(DATA.read_text(encoding="utf-8")))
    said = loader.load()
    if loader.co_chairs and not ReportText.objects.exists():
        _write_report(tomllib.loads(REPORT.read_text(encoding="utf-8")), by=loader.co_chairs[0])
    return said


class Loader:
    """The demo's texts, brought through the same acts as those of a meeting."""

    def __init__(self, accounts, data):
        self.accounts, self.data = accounts, data
        self.sessions = {s.title_en.split(".")[0]: s for s in Session.objects.all()}
        self.outcomes = {outcome.number: outcome for outcome in ExpectedOutcome.objects.all()}
        self.co_chairs = sorted(
            (user for user in accounts.values() if user.party_id and user.party.is_co_chair),
            key=lambda user: (user.party.position, user.party_id),
        )
        self.by_key = {}

    def load(self) -> str:
        for row in self.data["record"]:
            if row["session"] in self.sessions:
                self._tell_session(row)
        rows = [
            row
            for row in self.data["recommendation"]
            if row["session"] in self.sessions and row["outcome"] in self.outcomes
        ]
        for row in rows:
            self._record(row)
        if self.co_chairs:
            self._merge()
            for row in rows:
                if row.get("state") and row["key"] in self.by_key:
                    self._decide(self.by_key[row["key"]], row)
            self._change()
            self._comment([row for row in self.data["comment"] if "before_adoption" not in row])
        return f"{len(rows)} recommendations, options and practices"

    def _tell_session(self, row):
        session = self.sessions[row["session"]]
        zone = Meeting.objects.get().zone
        day = session.starts_at.astimezone(zone).date()
        held_from, held_until = (
            datetime.combine(day, time.fromisoformat(at), tzinfo=zone) for at in row["held"]
        )
        record_session(
            session,
            version=0,
            by=self._writer(session),
            language=row["language"],
            attendance=row["attendance"],
            key_points=row["key_points"].strip(),
            held_from=held_from,
            held_until=held_until,
        )

    def _record(self, row):
        session = self.sessions[row["session"]]
        by = self._writer(session)
        said = {
            "outcome": self.outcomes[row["outcome"]],
            "language": row["language"],
            "addressed_to": row["addressed_to"],
            "proposed_by": row["proposed_by"],
            **_in_languages(row, "text", "title", "results"),
            **{f"reviewed_{code}": True for code in row.get("reviewed", ())},
        }
        if row["kind"] == Practice.kind:
            said |= {name: row[name] for name in PLAIN if name in row}
            practice = record_practice(session=session, by=by, **said)
            if row.get("handed_in"):
                submit_practice(practice, by=by)
            return
        said |= {
            "kind": row["kind"],
            "level": row["level"],
            "objective": SpecificObjective.objects.filter(number=row.get("objective")).first(),
            "emphases": list(Emphasis.objects.filter(number__in=row.get("emphases", ()))),
            "builds_on": list(
                PriorRecommendation.objects.filter(number__in=row.get("builds_on", ()))
            ),
        }
        item = record_recommendation(session=session, by=by, **said)
        if row.get("state"):
            item = submit_recommendation(item, by=by)
        self.by_key[row["key"]] = item

    def _decide(self, item, row):
        """From submitted to where the file says that it stands."""
        first = self.co_chairs[0]
        if row["state"] == Status.SUBMITTED:
            return
        item = self.by_key[row["key"]] = take_up(item, by=first)
        before = [
            c for c in self.data["comment"] if c["of"] == row["key"] and "before_adoption" in c
        ]
        self._comment(before)
        if row["state"] == Status.NOT_RETAINED:
            not_retain(item, by=first, note=row["note"])
            return
        keys = len(self.co_chairs) if row["state"] == Status.ADOPTED else row.get("consents", 0)
        self._consent(item, keys)

    def _merge(self):
        for row in self.data["merger"]:
            if self.by_key.keys() >= set(row["of"]):
                items = [self.by_key.pop(key) for key in row["of"]]
                merged = merge(
                    items,
                    by=self.accounts["rapporteur"],
                    language=row["language"],
                    **_in_languages(row, "text"),
                )
                self._consent(take_up(merged, by=self.co_chairs[0]), row["consents"])

    def _change(self):
        for row in self.data["change"]:
            if item := self.by_key.get(row["of"]):
                item.refresh_from_db()
                change_item(
                    item,
                    version=item.version,
                    by=self.accounts["rapporteur"],
                    **_in_languages(row, "text"),
                )

    def _comment(self, rows):
        for row in rows:
            if row["of"] not in self.by_key:
                continue
            by = self.co_chairs[min(row["co_chair"], len(self.co_chairs)) - 1]
            comment = write_comment(
                self.by_key[row["of"]],
                by=by,
                language=row["language"],
                body=row["body"],
                proposed_wording=row.get("proposed_wording", ""),
            )
            if row.get("settled"):
                settle_comment(comment, by=self.co_chairs[0])

    def _consent(self, item, keys):
        for user in self.co_chairs[:keys]:
            item = consent(
                item,
                party=user.party,
                by=user,
                language=item.language,
                seen_hash=wording_hash(item, item.language),
            )

    def _writer(self, session):
        rapporteur = self.accounts["rapporteur"]
        return rapporteur if records(rapporteur, session) else self.accounts["organiser"]


def _write_report(data, *, by):
    """What the co-chairs have written for the report so far, as far as it has a place for it."""
    known = {place.key for place in places()}
    for row in data["text"]:
        if row["key"] not in known:
            continue
        texts = {code: row["text"][code].strip() for code in LANGUAGE_CODES}
        text = write_text(row["key"], version=0, by=by, language=row["language"], texts=texts)
        for code, changed in row.get("changed", {}).items():
            texts[code] = changed.strip()
            write_text(
                row["key"], version=text.version, by=by, language=row["language"], texts=texts
            )


def _in_languages(row, *names):
    return {f"{name}_{code}": text for name in names for code, text in row.get(name, {}).items()}
