"""Start web and worker, ask each page by turns, one at a time, and print a table."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import django

from .autosaves import type_at_once
from .crowd import Crowd, verdict
from .measure import Visitor, measure, table, wait_for
from .report import compare_reports

ROUNDS = 200
CROWD_ROUNDS, CROWD_SECONDS = 5, 1.0
# What one address may send in an hour is limited; this stays below.
REGISTRATIONS = 50


@contextmanager
def running(*command):
    process = subprocess.Popen([sys.executable, "-m", *command])
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def main():
    print(compare_reports())
    address = urlsplit(os.environ["SITE_URL"])
    celery = ("celery", "-q", "-A", "gfmd_meeting", "worker", "--concurrency=1")
    with running("gunicorn", "benchmarks.wsgi"), running(*celery, "--loglevel=ERROR"):
        wait_for(address.hostname, address.port)
        visitor = Visitor(address.hostname, address.port)
        signed_in = Visitor(address.hostname, address.port)
        signed_in.sign_in("delegate@example.org", os.environ["DEMO_PASSWORD"])
        sizes = {path: len(visitor.get(path).encode()) for path in ("/agenda/", "/agenda.ics")}
        crowd = Crowd(address.hostname, address.port)
        constants = {path: f"/bench/constant/?bytes={size}" for path, size in sizes.items()}
        # What is asked, by whom, beside what, and how many times as often it has to answer.
        wanted = [
            ("/agenda/", {}, constants["/agenda/"], 0.5),
            ("/agenda.ics", {}, constants["/agenda.ics"], 0.5),
            ("/agenda/", signed_in.cookies, "/bench/rows/", 0.4),
        ]
        pages = {
            "a constant answer": lambda: visitor.get("/bench/constant/"),
            "a bare template": lambda: visitor.get("/bench/template/"),
            "the home page": lambda: visitor.get("/"),
        }
        for path, size in sizes.items():
            pages[f"{size} constant bytes"] = partial(visitor.get, constants[path])
            pages[f"{path}, a stranger"] = partial(visitor.get, path)
        pages["bare rows, signed in"] = lambda: signed_in.get("/bench/rows/")
        pages["/agenda/, signed in"] = lambda: signed_in.get("/agenda/")
        print(f"{ROUNDS} rounds of {len(pages)} pages, then {REGISTRATIONS} registrations")
        times = measure(pages, ROUNDS)
        form = visitor.registration_form()
        register = {"a registration": lambda: visitor.register(form)}
        times |= measure(register, REGISTRATIONS, warm_up=5)
        print(table(times))
        print(f"\n{crowd.size} visitors at once, {CROWD_ROUNDS} times {CROWD_SECONDS:g} s each")
        print(verdict(crowd.compare(wanted, CROWD_ROUNDS, CROWD_SECONDS)))
        print(autosaves(address))


def autosaves_alone():
    address = urlsplit(os.environ["SITE_URL"])
    with running("gunicorn", "benchmarks.wsgi"):
        wait_for(address.hostname, address.port)
        print(autosaves(address))


def autosaves(address) -> str:
    """Rapporteurs at work, and what the database has of it afterwards."""
    rapporteur = Visitor(address.hostname, address.port)
    rapporteur.sign_in("rapporteur@example.org", os.environ["DEMO_PASSWORD"])
    before = versions_kept()
    outcome = type_at_once(address.hostname, address.port, rapporteur)
    return "\n".join([outcome.report(versions_kept() - before), *outcome.refusals[:5]])


def versions_kept() -> int:
    from outcomes.models import Version

    return Version.objects.count()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    try:
        match sys.argv[1:]:
            case ["autosaves"]:
                autosaves_alone()
            case ["report"]:
                print(compare_reports())
            case _:
                main()
    except KeyboardInterrupt:
        sys.exit(130)
