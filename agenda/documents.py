"""Storing the language versions of documents, and finding the one for a reader."""

import hashlib
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from gfmd_meeting.uploads import check_scan, clean_name, random_name

from .models import Document, DocumentVersion


def store_version(*, document: Document, language: str, file, by) -> DocumentVersion:
    """Store an uploaded file as the document in a language; the one before is gone.

    Raises ValidationError where the file is none that everybody can read.
    """
    kind = check_scan(file)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    name = default_storage.save(random_name("documents", kind), file)
    try:
        return _store(
            document,
            language,
            file=name,
            original_name=clean_name(file.name) or f"document{kind.suffix}",
            kind=kind,
            size=file.size,
            sha256=digest.hexdigest(),
            uploaded_by=by,
        )
    except BaseException:
        default_storage.delete(name)
        raise


@transaction.atomic
def delete_version(version: DocumentVersion) -> None:
    """Take a language version away, and its file with it."""
    version.delete()
    transaction.on_commit(partial(default_storage.delete, version.file.name), robust=True)


def version_for(document: Document, language: str) -> DocumentVersion | None:
    """The version that a reader of this language is given: theirs, else English, else any."""
    by_language = {version.language: version for version in document.versions.all()}
    found = by_language.get(language) or by_language.get("en")
    return found or next(iter(by_language.values()), None)


@transaction.atomic
def _store(document, language, **fields) -> DocumentVersion:
    Document.objects.select_for_update().get(pk=document.pk)
    before = DocumentVersion.objects.filter(document=document, language=language).first()
    old_name = before.file.name if before else ""
    version = before or DocumentVersion(document=document, language=language)
    for name, value in fields.items():
        setattr(version, name, value)
    version.full_clean()
    version.save()
    if old_name:
        # Not a partial: Django cannot log the failure of a callable without a name.
        transaction.on_commit(lambda: default_storage.delete(old_name), robust=True)
    return version
