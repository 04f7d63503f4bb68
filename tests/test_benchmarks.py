"""The tables that bin/bench prints are about the pages that it asked."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.crowd import Compared, Crowd, verdict
from benchmarks.measure import measure, table
from benchmarks.report import Built
from benchmarks.report import verdict as verdict_on_reports


def test_pages_are_asked_by_turns_and_the_first_rounds_do_not_count():
    asked = []

    times = measure({"a": lambda: asked.append("a"), "b": lambda: asked.append("b")}, 3, warm_up=2)

    assert asked == ["a", "b"] * 5
    assert {name: len(seconds) for name, seconds in times.items()} == {"a": 3, "b": 3}


def test_the_table_divides_by_the_constant_answer_and_by_the_bare_template():
    times = {"constant": [0.001] * 3, "template": [0.002] * 3, "agenda": [0.008] * 3}

    assert table(times).splitlines()[-1].split()[-2:] == ["8.0", "4.0"]


@pytest.fixture
def server():
    """A server on which /slow/ takes a twentieth of a second more, and who asked it what."""

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked.append((self.path, self.headers["Cookie"]))
            if self.path == "/slow/":
                threading.Event().wait(0.05)
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b"o" * 100_000)

        def log_message(self, *args):
            """Quiet."""

    asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    server.asked = asked
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_crowd_tells_a_slow_page_from_a_fast_one_and_asks_both_as_the_same_person(server):
    crowd = Crowd(*server.server_address, size=2)

    (one,) = crowd.compare([("/slow/", {"sessionid": "me"}, "/fast/", 0.5)], 1, 0.2)

    assert one.page == "/slow/, signed in"
    assert 0 < one.rate <= 2 / 0.05
    assert one.ratio < 0.5
    assert {("/slow/", "sessionid=me"), ("/fast/", "sessionid=me")} == set(server.asked)


def test_the_verdict_says_what_holds_and_what_falls_short():
    holds = Compared("/agenda/", 600, "/bench/constant/", 1000, 0.5)
    short = Compared("/agenda.ics", 400, "/bench/constant/", 1000, 0.5)

    lines = verdict([holds, short]).splitlines()

    assert "0.60" in lines[1]
    assert "holds" in lines[1]
    assert "0.40" in lines[2]
    assert "FALLS SHORT" in lines[2]


def test_a_report_is_held_against_weasyprint_alone_and_many_pages_against_few():
    few = Built(texts=8, pages=10, whole=1.3, alone=1.0, memory=200 * 1024**2)
    many = Built(texts=800, pages=100, whole=14.0, alone=12.0, memory=900 * 1024**2)

    assert "1.30 times that; 130 ms a page; peak memory 200 MB" in str(few)
    assert [line.rpartition(" ")[2] for line in verdict_on_reports(few, many)] == [
        "yes",
        "NO",
        "yes",
    ]
