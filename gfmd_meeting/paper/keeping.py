"""Keeping a paper once it is made, and clearing away what was made in vain."""

import errno
import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

# Longer than any attempt may take: a file that no row names by now is named by none.
LEFT_OVER = timedelta(hours=1)


def keep_paper(name: str, content: bytes) -> str:
    """Write a file whole or not at all: under another name first, then moved in one step.

    ``letters/7.pdf`` is kept as ``letters/7-5f0c92e1.pdf``: a name of its own for each
    attempt, so that one that lost its claim drops its own file and never another's.
    """
    stem, _, suffix = name.rpartition(".")
    name = f"{stem}-{secrets.token_hex(4)}.{suffix}"
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            os.chmod(part.name, settings.FILE_UPLOAD_PERMISSIONS)
            os.replace(part.name, path)
        except BaseException:
            os.unlink(part.name)
            raise
    _keep_names(path.parent)
    return name


def forget_leftovers(papers: QuerySet) -> None:
    """Delete what attempts left that died before the row could name their file.

    A file whose row is not there at all is left alone: its database may be on its way back.
    """
    folder = papers.model._meta.get_field("file").upload_to
    before = (timezone.now() - LEFT_OVER).timestamp()
    old = [file for file in Path(default_storage.path(folder)).glob("*") if _is_from(file, before)]
    named = {str(pk): name for pk, name in papers.values_list("pk", "file")} if old else {}
    for file in old:
        row = file.name.partition("-")[0]
        is_unnamed = row in named and named[row] != f"{folder}{file.name}"
        if is_unnamed or file.name.startswith("."):
            file.unlink(missing_ok=True)


def _is_from(file: Path, before: float) -> bool:
    with suppress(FileNotFoundError):
        return file.stat().st_mtime < before
    return False


def _keep_names(folder: Path) -> None:
    """Have the disk remember a new name before a row relies on it, where disks do that."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(opened)
