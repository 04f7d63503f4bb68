"""What an independent checker has against a PDF, by the rules of PDF/UA-1."""

from tempfile import NamedTemporaryFile

import outloud


def breaches_of(pages: bytes) -> list[str]:
    """Each breach in words. The checker agrees with veraPDF and knows nothing of our pages."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pages)
        file.flush()
        result = outloud.check(file.name, layers=["conformance"])
    assert not result.error, result.error
    assert result.stats["tagged"]
    return [f"{found.rule}, page {found.page}: {found.message}" for found in result.findings]
