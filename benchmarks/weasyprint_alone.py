"""HTML on the standard input, a tagged PDF on the standard output, and nothing but WeasyPrint."""

import sys
from pathlib import Path

from weasyprint import HTML

from gfmd_meeting.paper.pdf import AssetFetcher


def main():
    fetcher = AssetFetcher(Path(sys.argv[1]))
    page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=fetcher)
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    main()
