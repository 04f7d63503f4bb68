"""Nobody fills the disk through a form."""

import io

import pytest
from django.test import Client

from gfmd_meeting.bodies import MOST_BYTES
from outcomes.views import verifying

pytestmark = pytest.mark.django_db


class NeverRead(io.BytesIO):
    def read(self, *size):
        raise AssertionError("A byte of it was read.")


@pytest.mark.parametrize("path", ["/verify/ABCD2345EFGH/", "/accounts/login/", "/nowhere/"])
def test_what_is_larger_than_any_page_takes_is_refused_unread(meeting, path):
    answer = Client(enforce_csrf_checks=True).generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(MOST_BYTES + 1),
        **{"wsgi.input": NeverRead()},
    )

    assert answer.status_code == 413
    assert "larger than anything" in answer.content.decode()


@pytest.mark.parametrize("length", ["", "-5", "²", "9" * 30 + "x"])
def test_a_length_that_is_none_is_no_fault_of_the_system(client, meeting, length):
    assert client.get("/health/", CONTENT_LENGTH=length).status_code == 200


def test_the_largest_copy_of_a_report_gets_through():
    assert verifying.MOST_BYTES < MOST_BYTES
