"""A start makes ready what is not, and leaves the rest as people left it."""

import io
import threading
import time

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command

from gfmd_meeting.demo import accounts_file
from gfmd_meeting.models import Meeting, OutgoingMail, User
from gfmd_meeting.sweeping import sweep, sweep_until
from tests.factories import make_user

DATA_APPS = ("gfmd_meeting", "registrations", "agenda", "budget", "outcomes")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)


def prepare(only="data"):
    said = io.StringIO()
    call_command("prepare", only=only, stdout=said)
    return said.getvalue()


def everything():
    models = [model for app in DATA_APPS for model in apps.get_app_config(app).get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.django_db
def test_a_second_start_changes_no_data_and_prints_the_same_accounts(settings):
    settings.DEMO = True
    prepare()
    before = everything()

    said = prepare()

    assert everything() == before
    assert said == accounts_file().read_text()
    assert len(before["Participant"]) > 40


@pytest.mark.django_db
def test_a_start_does_not_take_back_what_organisers_changed(settings):
    prepare()
    Meeting.objects.update(seats=58)

    prepare()

    assert Meeting.objects.get().seats == 58


@pytest.mark.django_db
def test_the_demo_is_not_loaded_among_real_people(settings):
    prepare()
    make_user(email="ana@example.net")
    settings.DEMO = True

    assert "The demo is not loaded" in prepare()

    assert [user.email for user in User.objects.all()] == ["ana@example.net"]
    assert not accounts_file().exists()


@pytest.mark.django_db
def test_another_demo_password_is_taken_up(settings, monkeypatch):
    settings.DEMO = True
    prepare()
    monkeypatch.setenv("DEMO_PASSWORD", "another honest one")

    assert "Password: another honest one" in prepare()

    assert User.objects.get(email="delegate@example.org").check_password("another honest one")


def test_static_files_are_collected_again_only_if_one_changed(settings, tmp_path):
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    (tmp_path / "more").mkdir()
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, tmp_path / "more"]
    assert "Collecting" in prepare("assets")
    assert prepare("assets") == ""

    (tmp_path / "more" / "new.css").write_text("body { margin: 0 }")

    assert "Collecting" in prepare("assets")
    assert list(settings.STATIC_ROOT.glob("new.*.css"))


@pytest.fixture
def letter(meeting):
    return OutgoingMail.objects.create(to="ana@example.org", language="en", subject="S", body="B")


@pytest.mark.django_db
def test_a_sweep_hands_on_what_waits(letter):
    sweep()

    assert [message.to for message in mail.outbox] == [["ana@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_the_web_process_keeps_sweeping_after_a_failure(letter, settings):
    stop = threading.Event()
    schedule = settings.CELERY_BEAT_SCHEDULE
    settings.CELERY_BEAT_SCHEDULE = {"broken": {"task": "no.such.task"}} | schedule
    sweeper = threading.Thread(target=sweep_until, args=(stop, 0.05))
    sweeper.start()
    try:
        time.sleep(0.5)
        assert sweeper.is_alive()
        assert mail.outbox == []
        settings.CELERY_BEAT_SCHEDULE = schedule

        wait_until(lambda: len(mail.outbox) == 1)
    finally:
        stop.set()
        sweeper.join()


def wait_until(is_so):
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("Waited in vain.")
