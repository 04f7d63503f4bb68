"""Documents: who may read which, in what language, and how a file leaves."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from agenda.documents import delete_version, store_version, version_for
from agenda.models import Access, Document, DocumentVersion
from gfmd_meeting.models import StakeholderType
from registrations.models import Status
from tests.factories import (
    PDF,
    make_delegation,
    make_focal_point,
    make_group,
    make_organiser,
    make_participant,
    make_party,
    make_release,
    make_session,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meeting")]


def upload(content=PDF, name="Paper é.pdf"):
    return SimpleUploadedFile(name, content)


def make_document(languages=("en",), **fields):
    number = Document.objects.count() + 1
    defaults = {"symbol": f"WP.{number}", "title_en": f"Paper {number}", "type": "working_paper"}
    document = Document.objects.create(**defaults | fields)
    for language in languages:
        store_version(document=document, language=language, file=upload(), by=None)
    return document


def seated(delegation=None, status=Status.CONFIRMED):
    user = make_user()
    make_participant(user=user, delegation=delegation, status=status)
    return user


@pytest.fixture
def readers():
    civil = make_delegation(group=make_group(type=StakeholderType.CIVIL_SOCIETY))
    return {
        "stranger": None,
        "nobody": make_user(),
        "waiting": seated(status=Status.REGISTERED),
        "civil society": seated(civil),
        "government": seated(),
        "focal point of a government": make_focal_point().user,
        "focal point of a body": make_focal_point(delegation=civil).user,
        "co-chair": make_user(party=make_party()),
        "organiser": make_organiser(),
    }


READS = {
    "stranger": "public",
    "nobody": "public",
    "waiting": "public",
    "civil society": "public participants",
    "focal point of a body": "public participants",
    "government": "public participants governments",
    "focal point of a government": "public participants governments",
    "co-chair": "public participants governments",
    "organiser": "public participants governments organisers",
}


@pytest.mark.parametrize("reader", READS)
def test_each_reads_what_is_open_to_them_and_the_rest_is_not_found(client, readers, reader):
    documents = {access: make_document(access=access) for access in Access.values}
    if readers[reader]:
        client.force_login(readers[reader])

    answers = {}
    for access, document in documents.items():
        response = client.get(f"/documents/{document.pk}/en/")
        answers[access] = response.status_code
        if response.streaming:
            assert b"".join(response.streaming_content) == PDF
    listed = client.get("/documents/").content.decode()

    for access, document in documents.items():
        may = access in READS[reader].split()
        assert answers[access] == (200 if may else 404), access
        assert (document.symbol in listed) == may


def test_a_file_leaves_under_safe_headers_and_its_own_name(client):
    document = make_document(access=Access.PUBLIC)

    response = client.get(f"/documents/{document.pk}/en/")

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith('attachment; filename="Paper e.pdf"')
    assert "filename*=UTF-8''Paper%20%C3%A9.pdf" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_what_is_no_paper_is_refused_by_what_is_in_it():
    document = make_document(languages=())

    with pytest.raises(ValidationError, match="This is no PDF, JPEG or PNG"):
        store_version(
            document=document, language="en", file=upload(b"<html>", "paper.pdf"), by=None
        )
    assert not DocumentVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_new_version_takes_the_place_of_the_one_before_and_of_its_file():
    document = make_document()
    old = document.versions.get().file.name

    store_version(document=document, language="en", file=upload(PDF + b"\n"), by=None)

    version = document.versions.get()
    assert version.file.name != old
    assert not default_storage.exists(old)
    delete_version(version)
    assert not default_storage.exists(version.file.name)


@pytest.mark.parametrize(
    ("languages", "reader", "given"),
    [("en es", "es", "es"), ("en es", "fr", "en"), ("es fr", "en", "es"), ("", "en", None)],
)
def test_a_reader_is_given_their_language_else_english_else_any(languages, reader, given):
    document = make_document(languages=languages.split())

    version = version_for(document, reader)

    assert (version and version.language) == given


def test_a_session_leads_to_its_documents_that_one_may_read(client):
    session = make_session()
    make_document(session=session, symbol="WP.PUBLIC", access=Access.PUBLIC)
    make_document(session=session, symbol="WP.SECRET", access=Access.ORGANISERS)
    make_release()

    text = client.get(f"/agenda/{session.pk}/").content.decode()

    assert "WP.PUBLIC" in text
    assert "WP.SECRET" not in text


def test_the_desk_stores_a_document_with_its_languages_and_refuses_beside_the_field(client):
    client.force_login(make_organiser())
    sent = {
        "symbol": "WP.1",
        "title_en": "Background",
        "type": "working_paper",
        "access": "public",
        "position": 0,
        "versions-TOTAL_FORMS": 1,
        "versions-INITIAL_FORMS": 0,
        "versions-0-language": "en",
    }
    path = "/admin/agenda/document/add/"

    refused = client.post(path, sent | {"versions-0-upload": upload(b"MZ", "paper.pdf")})
    assert "This is no PDF, JPEG or PNG" in refused.content.decode()
    assert 'value="Background"' in refused.content.decode()
    client.post(path, sent | {"versions-0-upload": upload()})

    document = Document.objects.get()
    assert document.versions.get().uploaded_by.is_staff
    assert client.get("/admin/agenda/document/").status_code == 200
    assert client.get(f"/admin/agenda/document/{document.pk}/change/").status_code == 200


def test_the_database_knows_that_a_language_is_there_once():
    document = make_document()
    version = document.versions.get()
    version.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def test_the_list_asks_the_same_of_the_database_for_more_documents(
    client, django_assert_num_queries
):
    session = make_session()
    make_document(access=Access.PUBLIC)
    make_document(access=Access.PUBLIC, session=session)
    with django_assert_num_queries(5):
        client.get("/documents/")
    for _ in range(15):
        make_document(access=Access.PUBLIC, languages=("en", "fr"))
        make_document(access=Access.PUBLIC, session=session)

    with django_assert_num_queries(5):
        client.get("/documents/")
