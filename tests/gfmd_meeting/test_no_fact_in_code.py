"""What is given stands in a meeting file, and nowhere else."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("gfmd_meeting", "registrations", "agenda", "budget", "outcomes", "templates", "static")
KINDS = {".py", ".html", ".txt", ".js", ".css", ".svg"}
DATA = ("gfmd_meeting/meetings/", "gfmd_meeting/demo/")

# The file that a deployment loads unless it is told another.
DEFAULT_FILE = "san_salvador_2011"

FACTS = re.compile(
    r"Salvador|Mexic|México|Mexique|Switzerland|Suiza|Suisse"
    r"|Federal Office for Migration|International Organization for Migration|\bIOM\b"
    r"|irregular migra|migración irregular|migration irrégulière"
    r"|unaccompanied|xenophobia|remittance|Roundtable"
    r"|75[ ,.’_']?000|October 2011|2011-10-0[45]|UN DESA|UNDP|World Bank",
    re.IGNORECASE,
)


def files_of_code():
    return [
        path.relative_to(ROOT).as_posix()
        for folder in (*FOLDERS, "bin")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and (path.suffix in KINDS or folder == "bin")
        if not path.relative_to(ROOT).as_posix().startswith(DATA)
    ]


def what_runs(name):
    """The text of a file; of Python without comments and docstrings, which may give examples."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.endswith(".py"):
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
                first = node.body[0]
                if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                    node.body[0] = ast.Pass()
        text = ast.unparse(ast.fix_missing_locations(tree))
    return text.replace(DEFAULT_FILE, "")


def test_there_is_code_to_look_at():
    assert {"gfmd_meeting/settings.py", "templates/base.html"} <= set(files_of_code())


def test_a_fact_would_be_found():
    assert FACTS.search("ceiling = 75_000")
    assert FACTS.search("<h1>Thematic meeting in San Salvador</h1>")


def test_no_fact_of_the_first_meeting_stands_in_code():
    assert [
        f"{name}: {line.strip()}"
        for name in files_of_code()
        for line in what_runs(name).splitlines()
        if FACTS.search(line)
    ] == []
