"""Revisions of the report: frozen when asked for, and final by every co-chair's consent."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from outcomes import reports
from outcomes.models import Report, ReportConsent, ReportKind
from outcomes.report.preflight import BLOCKING, Finding
from outcomes.report.snapshot import fingerprint
from outcomes.reports import consent_to_report, request_report, withdraw_consent_to_report
from tests.at_once import at_once
from tests.factories import (
    make_organiser,
    make_outcome,
    make_party,
    make_recommendation,
    make_report,
    make_user,
)


@pytest.fixture
def clean(monkeypatch):
    """A pre-flight that finds nothing."""
    monkeypatch.setattr(reports, "preflight", lambda *, kind: [])


@pytest.fixture
def found(monkeypatch):
    """A pre-flight that finds what forbids a final report."""
    finding = Finding(code="no_summary", sentence="No summary.", severity=BLOCKING, url="/")
    monkeypatch.setattr(reports, "preflight", lambda *, kind: [finding])


def make_co_chairs(number=2):
    parties = [make_party(is_co_chair=True) for _party in range(number)]
    return [(party, make_user(party=party)) for party in parties]


# -- Asking -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_a_report_says_is_frozen_in_every_language_when_it_is_asked_for(meeting):
    make_recommendation(
        outcome=make_outcome(number=1), text_en="Establish a hotline.", status="considered"
    )

    report = request_report(kind=ReportKind.DRAFT, by=make_organiser())

    report = Report.objects.get()
    assert sorted(report.snapshot) == ["en", "es", "fr", "handover"]
    assert "Establish a hotline." in str(report.snapshot["es"])
    assert report.sha256 == fingerprint(report.snapshot)


@pytest.mark.django_db
def test_a_button_that_is_pressed_twice_makes_one_revision(meeting):
    organiser = make_organiser()

    first, second = (request_report(kind=ReportKind.DRAFT, by=organiser) for _press in range(2))

    assert first == second


@pytest.mark.django_db
def test_what_is_recorded_since_makes_a_new_revision(meeting):
    organiser = make_organiser()
    first = request_report(kind=ReportKind.DRAFT, by=organiser)
    make_recommendation(outcome=make_outcome(number=1), status="considered")

    second = request_report(kind=ReportKind.DRAFT, by=organiser)

    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256
    assert first.code != second.code


@pytest.mark.django_db
def test_a_kind_that_is_none_is_refused(meeting):
    with pytest.raises(ValidationError, match="draft or final"):
        request_report(kind="gospel", by=make_organiser())


@pytest.mark.django_db
def test_a_final_report_needs_a_clean_preflight_or_a_reason(meeting, found):
    organiser = make_organiser()

    with pytest.raises(ValidationError, match="clean pre-flight"):
        request_report(kind=ReportKind.FINAL, by=organiser, override_reason="  ")
    draft = request_report(kind=ReportKind.DRAFT, by=organiser)
    final = request_report(kind=ReportKind.FINAL, by=organiser, override_reason="Agreed orally.")

    assert (draft.findings, draft.override_reason) == (["no_summary"], "")
    assert (final.findings, final.override_reason) == (["no_summary"], "Agreed orally.")


# -- Consenting ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_report_is_final_with_the_last_consent_and_not_before(meeting):
    (one, hers), (other, his) = make_co_chairs()
    report = make_report(kind=ReportKind.FINAL)

    report = consent_to_report(report, party=one, by=hers, sha256=report.sha256)
    assert not report.is_final
    report = consent_to_report(report, party=one, by=hers, sha256=report.sha256)
    assert not report.is_final, "one State has one key"
    report = consent_to_report(report, party=other, by=his, sha256=report.sha256)

    assert report.is_final


@pytest.mark.django_db
def test_a_draft_an_older_revision_and_another_hash_are_not_consented_to(meeting):
    (party, user), _other = make_co_chairs()
    supporter = make_party(is_co_chair=False, is_supporter=True)
    draft = make_report()
    older, newer = (make_report(kind=ReportKind.FINAL) for _revision in range(2))

    def refusal(report, of=party, sha256=None):
        with pytest.raises(ValidationError) as refused:
            consent_to_report(report, party=of, by=user, sha256=sha256 or report.sha256)
        return refused.value.code

    assert refusal(draft) == "is_draft"
    assert refusal(older) == "superseded"
    assert refusal(newer, sha256="0" * 64) == "another_hash"
    assert refusal(newer, of=supporter) == "no_co_chair"
    assert not ReportConsent.objects.exists()


@pytest.mark.django_db
def test_a_consent_can_be_withdrawn_until_the_report_is_final_by_it(meeting):
    (one, hers), (other, his) = make_co_chairs()
    report = make_report(kind=ReportKind.FINAL)

    consent_to_report(report, party=one, by=hers, sha256=report.sha256)
    withdraw_consent_to_report(report, party=one)
    report = consent_to_report(report, party=other, by=his, sha256=report.sha256)
    assert not report.is_final
    report = consent_to_report(report, party=one, by=hers, sha256=report.sha256)
    assert report.is_final

    with pytest.raises(ValidationError, match="This report is final"):
        withdraw_consent_to_report(report, party=one)


@pytest.mark.django_db
def test_a_draft_never_becomes_final_behind_any_door(meeting):
    report = make_report()

    broken = pytest.raises(IntegrityError, match="report_that_is_final_was_meant_to_be")
    with broken, transaction.atomic():
        Report.objects.update(final_at=report.requested_at)


@pytest.mark.django_db(transaction=True)
def test_two_co_chairs_who_consent_at_once_make_it_final_once(meeting):
    pairs = make_co_chairs()
    report = make_report(kind=ReportKind.FINAL)

    at_once(
        *(
            partial(consent_to_report, report, party=party, by=user, sha256=report.sha256)
            for party, user in pairs
        )
    )

    assert Report.objects.get().is_final
    assert ReportConsent.objects.count() == 2
