"""The organisers' desk stores through the same acts as every other door."""

import io

import pytest
from django.urls import reverse

from outcomes.models import Recommendation, Stage
from outcomes.recording import change_item, withdraw_item
from tests.factories import (
    make_organiser,
    make_outcome,
    make_rapporteur,
    make_recommendation,
    make_report,
    make_session,
    make_user,
)
from tests.sheets import take, upload

pytestmark = pytest.mark.django_db

LIST = reverse("admin:outcomes_recommendation_changelist")
ADD = reverse("admin:outcomes_recommendation_add")
REPORTS = reverse("admin:outcomes_report_changelist")


@pytest.fixture
def organiser(client, meeting):
    organiser = make_organiser()
    client.force_login(organiser)
    return organiser


def change_url(item):
    return reverse("admin:outcomes_recommendation_change", args=[item.pk])


def typed(**fields):
    return {
        "kind": "recommendation",
        "language": "en",
        "text_en": "Share data.",
        "text_es": "",
        "text_fr": "",
        "addressed_to": "",
        "proposed_by": "",
    } | fields


def test_only_organisers_come_in(client, meeting):
    client.force_login(make_rapporteur())

    assert client.get(LIST).status_code == 302
    assert client.get(REPORTS).status_code == 302


def test_what_is_added_is_recorded_by_the_act(client, organiser):
    session, outcome = make_session(), make_outcome()
    words = typed(session=session.pk, outcome=outcome.pk, started_from=1)

    client.post(ADD, words)
    again = client.post(ADD, words)

    item = Recommendation.objects.get()
    assert (item.recorded_by, item.session) == (organiser, session)
    assert "recorded this text under this outcome already" in again.content.decode()


def test_a_change_started_from_an_older_version_is_refused_beside_what_was_typed(client, organiser):
    item = make_recommendation()
    change_item(item, version=1, by=make_user(full_name="Eva Ruiz"), text_en="Theirs.")

    words = typed(outcome=item.outcome_id, started_from=1, text_en="Mine.")
    page = client.post(change_url(item), words).content.decode()

    assert "Eva Ruiz changed this after you opened it." in page
    assert "Mine." in page
    assert Recommendation.objects.get().text_en == "Theirs."


def test_a_change_is_stored_with_who_and_a_new_version(client, organiser):
    item = make_recommendation()

    client.post(change_url(item), typed(outcome=item.outcome_id, started_from=1))

    item.refresh_from_db()
    assert (item.text_en, item.version, item.changed_by) == ("Share data.", 2, organiser)


def test_nothing_is_deleted_but_withdrawn_and_put_back(client, organiser):
    item = make_recommendation()
    delete = reverse("admin:outcomes_recommendation_delete", args=[item.pk])

    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "withdraw", "_selected_action": [item.pk]})
    assert Recommendation.objects.get().withdrawn_by == organiser
    client.post(LIST, {"action": "put_back", "_selected_action": [item.pk]})
    assert Recommendation.objects.standing().get() == item


def test_the_list_is_searched_and_filtered(client, organiser):
    item = make_recommendation(text_en="Publish the lawful channels.", kind="option")
    gone = make_recommendation()
    withdraw_item(gone, version=1, by=None)

    for query in ("q=lawful", "kind__exact=option", f"outcome__id__exact={item.outcome_id}"):
        answer = client.get(f"{LIST}?{query}")
        assert list(answer.context["cl"].queryset) == [item]
    answer = client.get(f"{LIST}?withdrawn_at__isempty=0")
    assert list(answer.context["cl"].queryset) == [gone]


def test_a_sheet_is_previewed_and_then_stored(client, organiser):
    make_outcome(number=1)
    make_session(title_en="Session 1. Legal migration")
    sheet = io.BytesIO(
        b"expected_outcome,session,kind,proposed_by,language,text,addressed_to\n"
        b"1,Session 1,option,Ghana,en,Involve the press.,media\n"
    )
    sheet.name = "recommendations.csv"

    url = reverse("admin:outcomes_recommendation_import")
    preview = upload(client, url, sheet)
    assert not Recommendation.objects.exists()
    take(client, preview)

    item = Recommendation.objects.get()
    assert (item.text_en, item.recorded_by) == ("Involve the press.", organiser)


def test_reports_are_read_and_not_written(client, organiser):
    report = make_report()
    page = reverse("admin:outcomes_report_change", args=[report.pk])

    assert client.get(page).status_code == 200
    assert client.post(page, {"stage": Stage.READY}).status_code == 403
    assert client.get(reverse("admin:outcomes_report_add")).status_code == 403


def test_the_list_of_reports_leads_to_the_page_of_each(client, organiser):
    report = make_report()

    assert (
        reverse("outcomes:report_detail", args=[report.number])
        in client.get(REPORTS).content.decode()
    )


@pytest.mark.parametrize("number", [1, 30])
def test_no_list_asks_more_of_the_database_for_more_rows(
    client, organiser, number, django_assert_max_num_queries
):
    for _ in range(number):
        make_recommendation()
        make_report(requested_by=make_user())
    for page, most in ((LIST, 13), (REPORTS, 10)):
        with django_assert_max_num_queries(most):
            client.get(page)
