"""Which Chromium shows the pages: the system's own.

    python -m tests.browser.chromium

says which, and fails if there is none or if Playwright, which drives it, does not start.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Its path: the one that CHROMIUM names, or the first that is installed."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


def main() -> int:
    path = find_chromium()
    print(path or "There is no Chromium.")
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], check=False)
    return driver.returncode or not path


if __name__ == "__main__":
    sys.exit(main())
