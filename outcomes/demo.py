"""What the demo's sessions have recorded."""

import tomllib
from importlib.resources import files

from agenda.models import Session
from gfmd_meeting.models import ExpectedOutcome

from .models import Recommendation
from .permissions import records
from .recording import record_recommendation


def load(accounts) -> str | None:
    """Record the demo's items in the sessions of its agenda, unless anything is recorded."""
    if Recommendation.objects.exists():
        return None
    source = files("gfmd_meeting.demo").joinpath("recommendations.toml")
    items = tomllib.loads(source.read_text(encoding="utf-8"))["recommendation"]
    outcomes = {outcome.number: outcome for outcome in ExpectedOutcome.objects.all()}
    for item in items:
        session = Session.objects.get(title_en__startswith=f"{item['session']}.")
        rapporteur = accounts["rapporteur"]
        record_recommendation(
            session=session,
            by=rapporteur if records(rapporteur, session) else accounts["organiser"],
            outcome=outcomes[item["outcome"]],
            kind=item["kind"],
            language=item["language"],
            addressed_to=item["addressed_to"],
            proposed_by=item["proposed_by"],
            **{f"text_{code}": text for code, text in item["text"].items()},
        )
    return f"{len(items)} recommendations, options and practices"
