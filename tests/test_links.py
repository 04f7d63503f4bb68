"""The demo from end to end: whoever signs in can follow every link that they are shown."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest

from gfmd_meeting.demo import load_demo
from gfmd_meeting.meeting_file import load_meeting_file
from gfmd_meeting.models import User

ACCOUNTS = (
    None,
    "organiser",
    "cochair.sv",
    "cochair.mx",
    "rapporteur",
    "focalpoint",
    "delegate",
    "supporter",
)
# The desk is Django's; what leaves a page is not followed.
NOT_FOLLOWED = re.compile(r"^(/admin/.+|/static/|mailto:|https?://)")


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_meeting_file("san_salvador_2011")
    load_demo()


def links_of(page: str, at: str) -> set[str]:
    """Addresses on this site that a page links to."""
    found = {unescape(href) for href in re.findall(r'<a [^>]*href="([^"]*)"', page)}
    followed = {href for href in found if not NOT_FOLLOWED.match(href)}
    return {urldefrag(urljoin(at, href)).url for href in followed}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_link_that_a_person_is_shown_is_dead(client, demo, account):
    if account:
        client.force_login(User.objects.get(email=f"{account}@example.org"))
    seen, waiting, dead = set(), ["/"], []

    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address, follow=True)
        if response.streaming:
            assert b"".join(response.streaming_content)
        if response.status_code != 200:
            dead.append((response.status_code, address))
        elif response["Content-Type"].startswith("text/html"):
            waiting += links_of(response.content.decode(), address) - seen

    assert dead == []
    assert {"/", "/agenda/", "/concept-note/"} <= seen


def test_every_demo_account_has_its_part(demo):
    from gfmd_meeting.roles import roles_of

    roles = {
        account: set(roles_of(User.objects.get(email=f"{account}@example.org")))
        for account in ACCOUNTS
        if account
    }

    assert roles == {
        "organiser": {"organiser"},
        "cochair.sv": {"co_chair"},
        "cochair.mx": {"co_chair"},
        "rapporteur": {"rapporteur", "rapporteur_general", "delegate"},
        "focalpoint": {"focal_point"},
        "delegate": {"delegate"},
        "supporter": {"supporter"},
    }


def test_the_demo_twice_adds_nothing(demo):
    from django.apps import apps

    def counts():
        return {model: model.objects.count() for model in apps.get_models()}

    before = counts()
    load_demo()

    assert counts() == before
