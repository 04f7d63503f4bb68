"""Papers: nothing is fetched for them, nothing is told to their process, and it is bounded."""

import errno
import io
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from gfmd_meeting.paper import press
from gfmd_meeting.paper.pdf import ASSETS, AssetFetcher, lay_out
from gfmd_meeting.paper.wording import typeset, unbroken

STYLESHEET = Path(__file__).parents[2] / "outcomes" / "report" / "report.css"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "https://example.org/logo.png",
        "file:///etc/passwd",
        "data:text/css,*{}",
        "paper:../settings.py",
        "paper:another.css",
        "ftp://example.org/",
    ],
)
def test_nothing_is_fetched_but_the_assets_of_a_paper(url):
    with pytest.raises(ValueError, match="no such asset"):
        AssetFetcher(Path(__file__).with_name("own.css"))(url)


def test_the_assets_are_there():
    for url, (path, _content_type) in ASSETS.items():
        assert AssetFetcher()(url).read() == path.read_bytes()


def test_a_paper_is_given_its_own_stylesheet_by_name(tmp_path):
    own = tmp_path / "own.css"
    own.write_text("p { color: red }")

    assert AssetFetcher(own)("paper:own.css").read() == own.read_bytes()
    with pytest.raises(ValueError, match="no such asset"):
        AssetFetcher()("paper:own.css")


def test_a_page_cannot_link_out_by_another_scheme_than_the_web_and_mail():
    links = "".join(
        f'<a href="{url}">x</a>'
        for url in ("javascript:alert(1)", "file:///etc/passwd", "https://example.org/")
    )
    page = f'<html lang="en"><title>T</title><body><h1>T</h1><p>{links}</p></body></html>'

    pdf = PdfReader(io.BytesIO(lay_out(page, identifier="one")))

    notes = [note.get_object() for note in pdf.pages[0]["/Annots"]]
    assert [note["/A"]["/URI"] for note in notes] == ["https://example.org/"]


@pytest.mark.parametrize("lines", [10, 18, 24])
def test_no_footnote_is_lost_or_doubled_where_a_page_is_laid_out_again(lines):
    words = "word " * 44
    page = (
        '<html lang="en"><title>T</title><style>@page { size: A6; margin: 1cm } p { margin: 0 }'
        " .footnote { float: footnote } a::after { content: target-counter(attr(href), page) }"
        f"</style><body><h1>T</h1><p><a href='#end'>End </a></p>{'<p>line</p>' * lines}"
        '<p>One<span class="footnote">FIRST</span> two<span class="footnote">SECOND</span>.</p>'
        f'<p>{words}</p><p>{words}</p><p>{words}<a href="#end">x </a></p>'
        f'{f"<p>{words * 4}</p>" * 3}<h2 id="end">End</h2></body></html>'
    )

    pages = PdfReader(io.BytesIO(lay_out(page, identifier="one"))).pages
    said = " ".join(page.extract_text() for page in pages)

    assert (said.count("FIRST"), said.count("SECOND")) == (1, 1)


def test_a_layout_that_finds_no_space_for_its_pages_ends_with_that_error():
    page = b'<html lang="en"><title>T</title><body><h1>T</h1></body></html>'
    with open("/dev/full", "wb") as nowhere:
        ended = subprocess.run(
            [sys.executable, "-m", "gfmd_meeting.paper.pdf", "one", str(press.MOST_MEMORY), "60"],
            input=page,
            stdout=nowhere,
            stderr=subprocess.DEVNULL,
            check=False,
        )

    assert ended.returncode == errno.ENOSPC


def test_the_process_is_told_nothing_of_the_system(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "x")

    told = press.surroundings(datetime(2011, 10, 5, 18, tzinfo=UTC))

    assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} & set(told)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "at\xa0most USD_75,000.00 by 4_and_5_October, said H.E._Ms._Ana Rey of 15_per_cent"),
        ("es", "USD_440.000_millones el 31_de_octubre de 2011 (Banco_2011), resultados 1_a_3"),
        ("fr", "400_000 personnes le 1er_octobre 2011_: 10_à_15_%"),
    ],
)
def test_no_line_ends_within_an_amount_a_day_a_title_or_a_span(language, typed):
    assert unbroken(typed.replace("_", " "), language) == typed.replace("_", "\xa0")


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("fr", "l'invitation : « oui » ; non !", "l’invitation\xa0: «\xa0oui\xa0»\xa0; non\xa0!"),
        ("en", "the host's note: yes", "the host’s note: yes"),
        ("es", "¿Sí? 'no'", "¿Sí? 'no'"),
    ],
)
def test_text_is_set_as_its_language_does(language, typed, set_):
    assert typeset(typed, language) == set_


def page(text):
    head = '<title>T</title><link rel="stylesheet" href="paper:report.css">'
    return f'<html lang="en"><head>{head}</head><body><h1>T</h1><p>{text}</p></body></html>'


def printed(text, **how):
    at = datetime(2011, 10, 5, 18, tzinfo=UTC)
    return press.print_paper(page(text), identifier="one", at=at, stylesheet=STYLESHEET, **how)


def test_nothing_is_left_behind_of_a_layout_nor_of_one_that_was_killed_long_ago(
    tmp_path, monkeypatch
):
    own = tmp_path / "own"
    stale, fresh, another = (own / f"{n}" for n in ("gfmd-paper-1", "gfmd-paper-2", "paper-3"))
    for folder in (stale, fresh, another):
        (folder / "weasyprint-x").mkdir(parents=True)
    for folder in (stale, another):
        os.utime(folder, (0, 0))
    monkeypatch.setattr("tempfile.tempdir", str(own))

    def stop(progress):
        raise KeyboardInterrupt

    printed("a")
    with pytest.raises(KeyboardInterrupt):
        printed("word " * 40_000, heed=stop)

    assert {*own.iterdir()} == {fresh, another}


def test_the_pages_of_a_worker_that_was_killed_are_laid_out_no_further(tmp_path):
    """Not even those whose layout is busy with one text, and tells nobody how far it is."""
    script = (
        "import django; django.setup(); from tests.gfmd_meeting.test_paper import printed;"
        "printed('a' + chr(0x301) * 400_000)"
    )
    told = {"DJANGO_SETTINGS_MODULE": "gfmd_meeting.settings", "VAR_DIR": str(tmp_path)}
    worker = subprocess.Popen([sys.executable, "-c", script], env=os.environ | told)
    child = wait_until(lambda: layout_of(worker))
    wait_until(lambda: cpu_of(child) > 1)

    worker.kill()
    worker.wait()

    assert wait_until(lambda: not is_running(child))


def wait_until(found, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.05)
    raise AssertionError("It did not come to that.")


def layout_of(worker):
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    return next((pid for pid in children if b"paper.pdf" in command_of(pid)), None)


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def cpu_of(pid):
    """Its seconds on the processor."""
    return int(Path(f"/proc/{pid}/stat").read_text().split()[13]) / os.sysconf("SC_CLK_TCK")


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
