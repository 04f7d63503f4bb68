"""Which Chromium drives the pages: the system's own. ``python -m tests.browser.chromium`` says."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Its path: the one that CHROMIUM names, or the first that is installed."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(print(find_chromium() or "") or not find_chromium())
