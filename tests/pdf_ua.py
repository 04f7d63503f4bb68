"""What an independent checker has against a PDF, by the rules of PDF/UA-1."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

CHECKER = Path(sys.executable).with_name("outloud")


def breaches_of(pages: bytes) -> list[str]:
    """Each breach in words. The checker agrees with veraPDF and knows nothing of our pages."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pages)
        file.flush()
        asked = ["--layer", "conformance", "--json", "-", file.name]
        checked = subprocess.run([CHECKER, *asked], capture_output=True, text=True)
    (result,) = json.loads(checked.stdout)["results"]
    assert not result["error"], result["error"]
    assert result["stats"]["tagged"]
    return [f"{found['rule']}: {found['message']}" for found in result["findings"]]
