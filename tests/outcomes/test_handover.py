"""What is handed over loads into an empty instance with equal counts, and nothing else does."""

import copy
import io
from zipfile import ZipFile

import jsonschema
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from agenda.documents import store_version
from agenda.models import Access, Document, Room, Session
from gfmd_meeting.models import Party
from outcomes.adoption import consent, submit_recommendation, take_up, wording_hash
from outcomes.handover.collecting import collect_handover
from outcomes.handover.loading import SUMS, load_handover, read_pack
from outcomes.handover.schema import SCHEMA
from outcomes.models import (
    AdoptionStep,
    Consent,
    Format,
    GivenNumber,
    OwnerConsent,
    Practice,
    Proposer,
    Recommendation,
    ReportKind,
    Version,
)
from outcomes.report.forms import write_file
from outcomes.report.snapshot import take_snapshot
from outcomes.report.zipping import zip_files
from tests.factories import (
    PDF,
    make_outcome,
    make_party,
    make_practice,
    make_recommendation,
    make_report,
    make_report_file,
    make_session,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db


def adopt(item):
    """By the consent of every co-chair."""
    take_up(submit_recommendation(item, by=None), by=None)
    for party in Party.objects.co_chairing():
        seen = wording_hash(item, "en")
        consent(item, party=party, by=make_user(party=party), language="en", seen_hash=seen)
    item.refresh_from_db()
    return item


def make_published(**fields):
    consented = {"owner_consent": OwnerConsent.GIVEN, "consent_at": timezone.now()}
    return make_practice(submitted_at=timezone.now(), **consented | fields)


@pytest.fixture
def results(meeting):
    """Two adopted texts, a draft, a practice that is published and one that is not."""
    for key in ("one", "other"):
        make_party(key=key, is_co_chair=True)
    outcome = make_outcome(number=3)
    session = make_session(starts_at=moment(4, "09:00"), ends_at=moment(4, "10:00"))
    for text in ("Establish a hotline.", "Train consular staff."):
        adopt(
            make_recommendation(
                outcome=outcome, session=session, text_en=text, proposed_by="Seeded proposer"
            )
        )
    make_recommendation(outcome=outcome, session=session, text_en="A draft.")
    make_published(outcome=outcome, session=session, contact="seeded@example.org")
    make_practice(outcome=outcome, session=session)
    return collect_handover()


def empty_the_instance():
    """All that people made goes; what the meeting file gives stays."""
    for model in (GivenNumber, Consent, AdoptionStep, Version, Proposer, Recommendation, Practice):
        model.objects.all().delete()
    Session.objects.all().delete()
    Room.objects.all().delete()


def make_pack():
    snapshot = take_snapshot(kind=ReportKind.FINAL, sections=["outcomes"])
    file = make_report_file(report=make_report(snapshot=snapshot), format=Format.PACK, language="")
    return write_file(file, heed=lambda progress: None)


def test_what_is_handed_over_is_what_its_schema_says_and_names_nobody_who_proposed(results):
    jsonschema.validate(results, SCHEMA)

    assert [row["text_en"] for row in results["recommendations"]] == [
        "Establish a hotline.",
        "Train consular staff.",
    ]
    assert len(results["practices"]) == 1
    for secret in ("Seeded proposer", "seeded@example.org"):
        assert secret not in str(results)


def test_it_loads_into_an_empty_instance_as_it_was(results):
    empty_the_instance()

    loaded = load_handover(results, by=None)

    assert loaded == {"recommendations": 2, "practices": 1}
    assert Recommendation.objects.adopted().count() == 2
    assert Practice.objects.published().count() == 1
    assert Consent.objects.valid().count() == 4
    assert collect_handover() == results


def test_it_does_not_load_where_something_is_recorded(results):
    with pytest.raises(ValidationError, match="recorded here already"):
        load_handover(results, by=None)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (lambda row: row.update(text_en="Build a wall."), "another_wording"),
        (lambda row: row["consents"].pop(), "not_consented_to"),
        (lambda row: row.update(outcome=9), "another_meeting"),
    ],
)
def test_nothing_is_adopted_here_that_was_not_consented_to_there(results, changed, code):
    tampered = copy.deepcopy(results)
    changed(tampered["recommendations"][0])
    empty_the_instance()

    with pytest.raises(ValidationError) as refused:
        load_handover(tampered, by=None)

    assert refused.value.code == code
    assert not Recommendation.objects.exists()


def test_the_pack_holds_every_language_and_form_and_loads_by_command(results, tmp_path, capsys):
    for symbol, content in (("WP 1", PDF), ("WP.1", PDF + b"\n"), ("WP-1", PDF + b"\n\n")):
        document = Document.objects.create(
            symbol=symbol, title_en="A paper", type="working_paper", access=Access.PUBLIC
        )
        file = SimpleUploadedFile("a.pdf", content)
        store_version(document=document, language="en", file=file, by=None)
    pack = make_pack()
    names = ZipFile(io.BytesIO(pack)).namelist()
    for code in ("en", "es", "fr"):
        assert {f"report-{code}.pdf", f"report-{code}.docx"} <= set(names)
    assert {"data/results.json", "data/results.schema.json", SUMS} <= set(names)
    assert len({name for name in names if name.startswith("documents/wp")}) == 3, "none is lost"
    path = tmp_path / "pack.zip"
    path.write_bytes(pack)
    empty_the_instance()

    call_command("load_pack", path)

    assert "2 recommendations and 1 practices" in capsys.readouterr().out
    with pytest.raises(CommandError, match="recorded here already"):
        call_command("load_pack", path)


def test_a_pack_that_was_changed_or_is_none_is_refused_in_words(results):
    pack = make_pack()
    with ZipFile(io.BytesIO(pack)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    def refusal(content):
        with pytest.raises(ValidationError) as refused:
            read_pack(content)
        return " ".join(refused.value.messages)

    changed = files | {"data/results.json": files["data/results.json"] + b" "}
    assert refusal(zip_files(changed.items())) == (
        "data/results.json was changed since the pack was made."
    )
    more = files | {"smuggled.txt": b""}
    assert "no hand-over pack" in refusal(zip_files(more.items()))
    assert "no hand-over pack" in refusal(b"PK\x03\x04 and nothing more")
    assert "no hand-over pack" in refusal(zip_files([]))
    assert "no hand-over pack" in refusal(zip_files([("SHA256SUMS", b"\xff no list")]))
    place = pack.index(b"report-en.pdf") + 60
    assert "no hand-over pack" in refusal(pack[:place] + bytes(50) + pack[place + 50 :])


def test_two_packs_of_one_snapshot_are_the_same_bytes(results):
    snapshot = take_snapshot(kind=ReportKind.FINAL, sections=["outcomes", "coverage"])
    file = make_report_file(report=make_report(snapshot=snapshot), format=Format.PACK, language="")

    one, other = (write_file(file, heed=lambda progress: None) for _time in range(2))

    assert one == other
