"""Public answers are kept for as long as they say, and nobody else's are."""

import gzip
import threading

import brotli
import pytest

from gfmd_meeting import front
from gfmd_meeting.front import Front


class Site:
    """A site that counts what it is asked, and answers as it is told to."""

    def __init__(self, **headers):
        self.asked = []
        self.headers = {"Cache-Control": "public, s-maxage=5, max-age=0", "ETag": '"one"'} | headers

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        start_response("200 OK", list(self.headers.items()))
        return [b"page ", str(len(self.asked)).encode()]


def ask(site, path="/agenda/", method="GET", **environ):
    """Status, headers and body of an answer."""
    told = {}

    def start_response(status, headers, exc_info=None):
        told.update(status=status, headers=dict(headers))

    body = b"".join(site({"REQUEST_METHOD": method, "PATH_INFO": path} | environ, start_response))
    return told["status"], told["headers"], body


@pytest.fixture
def clock(monkeypatch):
    """The time, which passes when it is told to."""

    class Clock:
        now = 100.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(front, "time", clock)
    return clock


@pytest.fixture
def site(clock):
    return Site()


@pytest.fixture
def kept(site):
    """A front that has an answer to /agenda/: the first that its site gave."""
    kept = Front(site)
    ask(kept)
    return kept


def test_a_public_answer_is_given_again_without_asking_the_site(site, kept):
    assert [ask(kept)[2] for _ in range(3)] == [b"page 1"] * 3
    assert len(site.asked) == 1


def test_nothing_older_than_it_may_be_is_given(site, kept, clock):
    clock.now += 5

    assert ask(kept)[2] == b"page 2"


def test_while_one_fetches_a_new_answer_the_others_are_given_the_old(clock):
    entered, go_on = threading.Event(), threading.Event()
    site = Site()

    def slow(environ, start_response):
        if len(site.asked) == 1:
            entered.set()
            assert go_on.wait(5)
        return site(environ, start_response)

    kept = Front(slow)
    ask(kept)
    clock.now += 3
    fetched = []
    first = threading.Thread(target=lambda: fetched.append(ask(kept)[2]))
    first.start()
    assert entered.wait(5)

    assert ask(kept)[2] == b"page 1"
    go_on.set()
    first.join()
    assert fetched == [b"page 2"]


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "sessionid=secret"},
        {"HTTP_COOKIE": "django_language=es; sessionid=secret"},
        {"HTTP_COOKIE": "messages=hello"},
        {"method": "POST"},
        {"method": "HEAD"},
    ],
)
def test_who_brings_a_session_or_sends_something_is_answered_by_the_site(site, kept, environ):
    assert ask(kept, **environ)[2] == b"page 2"
    assert ask(kept)[2] == b"page 1"


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "django_language=es"},
        {"HTTP_ACCEPT_LANGUAGE": "fr"},
        {"QUERY_STRING": "day=2"},
        {"HTTP_HOST": "other.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"path": "/agenda.ics"},
    ],
)
def test_another_question_has_another_answer(kept, environ):
    assert ask(kept, **environ)[2] == b"page 2"


def test_the_chosen_language_counts_and_not_that_of_the_browser(kept):
    chosen = {"HTTP_COOKIE": "django_language=es"}
    first = ask(kept, HTTP_ACCEPT_LANGUAGE="fr", **chosen)

    assert ask(kept, HTTP_ACCEPT_LANGUAGE="de", **chosen) == first


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private, max-age=5"},
        {"Cache-Control": "public, max-age=5"},
        {"Cache-Control": ""},
        {"Set-Cookie": "sessionid=secret"},
    ],
)
def test_what_does_not_say_that_all_may_have_it_is_not_kept(clock, headers):
    site = Front(Site(**headers))

    assert [ask(site)[2] for _ in range(3)] == [b"page 1", b"page 2", b"page 3"]


def test_what_is_not_kept_is_asked_for_as_the_visitor_asked(clock):
    site = Site(**{"Cache-Control": "max-age=31536000"})

    ask(Front(site), path="/static/a.css", HTTP_IF_NONE_MATCH='"a"', HTTP_ACCEPT_ENCODING="br")

    assert site.asked[0]["HTTP_IF_NONE_MATCH"] == '"a"'
    assert site.asked[0]["HTTP_ACCEPT_ENCODING"] == "br"


def test_who_has_the_answer_already_is_told_so(kept):
    status, headers, body = ask(kept, HTTP_IF_NONE_MATCH='W/"none", "one"')

    assert (status, body) == ("304 Not Modified", b"")
    assert headers["ETag"] == '"one"'


@pytest.mark.parametrize(
    ("accepted", "encoding", "read"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_the_body_comes_in_the_encoding_that_is_asked_for(kept, accepted, encoding, read):
    _status, headers, body = ask(kept, HTTP_ACCEPT_ENCODING=accepted)

    assert headers.get("Content-Encoding") == encoding
    assert int(headers["Content-Length"]) == len(body)
    assert read(body) == b"page 1"


@pytest.mark.parametrize(("accepted", "etag"), [("br", 'W/"one"'), ("", '"one"')])
def test_a_tag_does_not_promise_the_same_bytes_in_every_encoding(kept, accepted, etag):
    for asked in ("", 'W/"one"'):
        _status, headers, _body = ask(kept, HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=asked)
        assert headers["ETag"] == etag


def test_an_answer_says_how_old_it_is_so_that_a_proxy_does_not_keep_it_longer(kept, clock):
    assert ask(kept)[1]["Age"] == "0"
    clock.now += 2.1

    assert ask(kept)[1]["Age"] == ask(kept, HTTP_IF_NONE_MATCH='"one"')[1]["Age"] == "3"


def test_an_answer_is_as_old_as_the_question_however_long_the_site_took(site, clock):
    def slow(environ, start_response):
        answer = site(environ, start_response)
        clock.now += 4
        return answer

    kept = Front(slow)

    assert ask(kept)[1]["Age"] == "4"
    assert ask(kept)[2] == b"page 2"


def test_the_first_who_asks_is_answered_as_everybody_after(site):
    _status, headers, body = ask(Front(site), HTTP_ACCEPT_ENCODING="gzip")

    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"page 1"


def test_a_crowd_that_has_the_page_already_is_not_let_through_to_the_site(site):
    def conditional(environ, start_response):
        if "HTTP_IF_NONE_MATCH" in environ:
            site.asked.append(environ)
            start_response("304 Not Modified", list(site.headers.items()))
            return []
        return site(environ, start_response)

    kept = Front(conditional)

    told = [ask(kept, HTTP_IF_NONE_MATCH='"one"')[0] for _ in range(4)]

    assert told == ["304 Not Modified"] * 4
    assert len(site.asked) == 2


def test_no_more_is_kept_than_there_is_room_for(kept, monkeypatch):
    monkeypatch.setattr(front, "MOST_KEPT", 3)

    for number in range(10):
        ask(kept, QUERY_STRING=f"made-up={number}")

    assert len(kept.kept) == 3
