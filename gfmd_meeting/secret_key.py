"""The secret key of a deployment that was given none: made once, then kept."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def kept_secret_key(folder: Path) -> str:
    """The key in ``folder``, made on the first call and readable by its owner alone."""
    path = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".secret-key.{os.getpid()}"
    if not path.exists():
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(get_random_secret_key())
        try:
            # A link appears whole or not at all, so two starts at once agree on one key.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
