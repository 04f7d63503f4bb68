"""What is handed over loads into an empty instance with equal counts, and nothing else does."""

import copy
import hashlib
import io
import warnings
from zipfile import ZipFile, ZipInfo

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


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("sessions"),
        lambda data: data.update(recommendations={"a": 1}),
        lambda data: data.update(practices=["text"]),
        lambda data: data["recommendations"][0].pop("text_en"),
        lambda data: data["recommendations"][0].pop("kind"),
        lambda data: data["recommendations"][0].update(adopted_at="yesterday"),
        lambda data: data["recommendations"][0].update(session="none of ours"),
        lambda data: data["recommendations"][0].update(outcome=[]),
        lambda data: data["recommendations"][0].update(uid="no uid"),
        lambda data: data["recommendations"][1].update(
            numbers=data["recommendations"][0]["numbers"]
        ),
        lambda data: data["practices"].append(data["practices"][0]),
        lambda data: data["sessions"][0].update(starts_at=5),
    ],
)
def test_data_that_are_not_such_as_a_pack_holds_are_refused_and_nothing_is_loaded(results, spoil):
    spoiled = copy.deepcopy(results)
    spoil(spoiled)
    empty_the_instance()

    with pytest.raises(ValidationError):
        load_handover(spoiled, by=None)

    for model in (Recommendation, Practice, Session, Consent):
        assert not model.objects.exists()


def test_a_pack_sets_nothing_but_what_a_pack_holds(results):
    row = results["practices"][0]
    row |= {"id": 4711, "contact": "eve@example.org", "owner_consent": "refused"}
    empty_the_instance()

    load_handover(results, by=None)

    practice = Practice.objects.get()
    assert (practice.contact, practice.owner_consent) == ("", OwnerConsent.GIVEN)
    assert practice.pk != 4711


def test_a_consent_is_to_the_wording_that_stands_there(results):
    results["recommendations"][0]["consents"][0]["wording"] = "Build a wall."
    empty_the_instance()

    with pytest.raises(ValidationError) as refused:
        load_handover(results, by=None)

    assert refused.value.code == "another_wording"


@pytest.mark.parametrize(
    ("name", "mode", "code"),
    [
        ("../../etc/passwd", 0o100644, "strange"),
        ("/etc/passwd", 0o100644, "strange"),
        ("documents\\..\\a", 0o100644, "strange"),
        ("documents/link", 0o120777, "strange"),
        ("data/results.json", 0o100644, "strange"),
    ],
)
def test_a_pack_with_a_name_that_leads_elsewhere_is_refused(results, name, mode, code):
    written = io.BytesIO()
    data = b"{}"
    listed = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {listed}\n" for listed in {"data/results.json", name}
    )
    with warnings.catch_warnings(), ZipFile(written, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("data/results.json", data)
        entry = ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, data)
        archive.writestr(SUMS, listed)

    with pytest.raises(ValidationError) as refused:
        read_pack(written.getvalue())

    assert refused.value.code == code
    assert name in refused.value.messages[0]


@pytest.mark.parametrize(
    "plain", [b"", b"[1]", b"{", b"[" * 100_000, b"\xff", b"null", b'{"version": 99}']
)
def test_a_pack_of_other_data_is_refused(plain):
    sums = f"{hashlib.sha256(plain).hexdigest()}  data/results.json\n".encode()

    with pytest.raises(ValidationError):
        read_pack(zip_files([("data/results.json", plain), (SUMS, sums)]))


def test_a_pack_that_unpacks_to_gigabytes_is_refused_unread():
    with pytest.raises(ValidationError) as refused:
        read_pack(zip_files([("data/results.json", bytes(501 * 1024**2))]))

    assert refused.value.code == "too_large"


def test_whatever_people_typed_goes_over_to_the_letter(results):
    """With marks that neither a page nor XML holds: a consent is to exactly what was typed."""
    strange = "=1+1 <script>&amp; ]]> محمد 王 x\u202ey\r\nz\x85\x9b\ufeff\uffff\U0001f600 e\u0301"
    session, outcome = Session.objects.first(), Recommendation.objects.first().outcome
    item = make_recommendation(outcome=outcome, session=session, text_en=strange)
    adopt(item)
    make_published(outcome=outcome, session=session, text_en=strange)
    pack = make_pack()
    empty_the_instance()

    loaded = load_handover(read_pack(pack), by=None)

    assert loaded == {"recommendations": 3, "practices": 2}
    assert Recommendation.objects.get(uid=item.uid).text_en == strange
    assert Practice.objects.filter(text_en=strange).count() == 1
