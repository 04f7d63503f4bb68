"""What the demo's sessions have recorded."""

import tomllib
from importlib.resources import files

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome

from .models import Practice, Recommendation
from .permissions import records
from .recording import record_practice, record_recommendation

DATA = files("gfmd_meeting.demo").joinpath("recommendations.toml")


def load(accounts) -> str | None:
    """Record the demo's items once, as far as the meeting has their sessions and outcomes."""
    if Recommendation.objects.exists():
        return None
    items = tomllib.loads(DATA.read_text(encoding="utf-8"))["recommendation"]
    outcomes = {outcome.number: outcome for outcome in ExpectedOutcome.objects.all()}
    sessions = {session.title_en.split(".")[0]: session for session in Session.objects.all()}
    loaded = [
        _record(item, sessions[item["session"]], outcomes[item["outcome"]], accounts)
        for item in items
        if item["session"] in sessions and item["outcome"] in outcomes
    ]
    return f"{len(loaded)} recommendations, options and practices"


def _record(item, session, outcome, accounts):
    rapporteur = accounts["rapporteur"]
    is_practice = item["kind"] == Practice.kind
    record = record_practice if is_practice else record_recommendation
    return record(
        session=session,
        by=rapporteur if records(rapporteur, session) else accounts["organiser"],
        outcome=outcome,
        language=item["language"],
        addressed_to=item["addressed_to"],
        proposed_by=item["proposed_by"],
        **{f"text_{code}": text for code, text in item["text"].items()},
        **({} if is_practice else {"kind": item["kind"]}),
    )
