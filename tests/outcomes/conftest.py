"""What tests of the outcomes may ask for."""

import pytest

from tests.factories import make_outcome, make_party, make_rapporteur, make_session, make_user

from .reports_on_the_web import make_ready


@pytest.fixture
def session():
    session = make_session(title_en="Session 1. Legal routes")
    session.outcomes.add(make_outcome(number=1, short_title_en="Legal routes"))
    return session


@pytest.fixture
def rapporteur(session):
    return make_rapporteur(session, full_name="Margaret")


@pytest.fixture
def written(session):
    """What a rapporteur fills in."""
    return {
        "kind": "option",
        "outcome": session.outcomes.get().pk,
        "language": "es",
        "text": "Ampliar\r\nlas vías.",
        "text_en": "Widen\r\nthe routes.",
        "addressees": ["all States", "media"],
        "others": "mayors,  schools",
        "level": "regional",
        "proposed_by": "Guatemala",
    }


@pytest.fixture
def practised(session):
    """What a rapporteur fills in of a practice."""
    return {
        "outcome": session.outcomes.get().pk,
        "language": "en",
        "title": "Seasonal work",
        "text": "A programme for farms.",
        "results": "1,000 visas a year.",
        "title_es": "Trabajo de temporada",
        "text_es": "Un programa para granjas.",
        "reviewed_es": "on",
        "place": "Sonsonate",
        "since": "2008",
        "partners": "IOM",
        "countries": "SV, CA",
        "source_url": "example.org/farms",
        "contact": "farms@example.org",
        "owner_consent": "given",
        "consent_note": "By letter.",
        "proposed_by": "Canada",
    }


@pytest.fixture
def co_chair(client, meeting):
    user = make_user(party=make_party(is_co_chair=True))
    client.force_login(user)
    return user


@pytest.fixture
def ready():
    return make_ready(language="es")
