"""Keeping a paper once it is made."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files.storage import default_storage


def keep_paper(name: str, pdf: bytes) -> str:
    """Write a file whole or not at all: under another name first, then moved in one step."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as part:
        try:
            part.write(pdf)
            part.flush()
            os.fsync(part.fileno())
            os.chmod(part.name, settings.FILE_UPLOAD_PERMISSIONS)
            os.replace(part.name, path)
        except BaseException:
            os.unlink(part.name)
            raise
    return name
