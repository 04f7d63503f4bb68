"""What cannot be tried without Docker is held to what can be checked: files that agree."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml
from django.conf import settings

ROOT = settings.BASE_DIR
OURS = ("init", "web", "worker", "beat")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile():
    return (ROOT / "Dockerfile").read_text()


def names_read():
    """The environment variables that the code asks for."""
    code = [ROOT / "gunicorn.conf.py", *sorted((ROOT / "gfmd_meeting").rglob("*.py"))]
    text = "\n".join(path.read_text() for path in code)
    asked = re.findall(
        r"\benv\.\w+\(\s*\"([A-Z_]+)\"|\bos\.environ(?:\.get\(|\[)\"([A-Z_]+)\"", text
    )
    return {first or second for first, second in asked}


def names_documented():
    page = (ROOT / "docs" / "operations.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))


def test_the_compose_file_keeps_to_the_compose_specification():
    command = [sys.executable, "-m", "check_jsonschema"]
    schema = ["--builtin-schema", "vendor.compose-spec"]

    checked = subprocess.run(
        [*command, *schema, ROOT / "docker-compose.yml"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout


def test_the_site_is_reached_through_the_proxy_of_its_own_machine_alone(compose):
    published = [p for service in compose["services"].values() for p in service.get("ports", [])]

    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_services_wait_for_services_and_keep_volumes_that_there_are(compose):
    services, volumes = compose["services"], compose["volumes"]
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            is_one_shot = services[other]["restart"] == "no"
            assert is_one_shot == (how["condition"] == "service_completed_successfully"), name
            assert is_one_shot or "healthcheck" in services[other], name
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(volumes)
    assert set(services) == {*OURS, "db", "broker"}


def test_everything_that_keeps_running_is_asked_for_its_health(compose):
    assert [
        name
        for name, service in compose["services"].items()
        if service["restart"] != "no" and "healthcheck" not in service
    ] == []


def test_our_containers_run_one_image_without_privileges(compose, dockerfile):
    for name in OURS:
        service = compose["services"][name]
        assert (service["image"], service["cap_drop"]) == ("gfmd-meeting", ["ALL"])
        assert "no-new-privileges:true" in service["security_opt"]
    final_stage = dockerfile.split("\nFROM ")[-1]
    assert re.search(r"^USER (?!root)\w+$", final_stage, re.MULTILINE)


def test_no_secret_is_in_the_files(compose, dockerfile):
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD|SECRET", name) and name != "DEMO_PASSWORD":
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name
            assert "://" not in value or not re.search(r"://[^$@]*:[^$@]*@", value.split(":?")[0])
    keys = re.findall(r"SECRET_KEY=(\S+)", dockerfile)
    assert keys == ["unused"]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    assert not {"!var", "!.env", "!.git"} & set(ignored)


def test_the_image_has_the_packages_that_bin_run_installs(dockerfile):
    assert "COPY bin/packages.txt /tmp/packages.txt" in dockerfile
    assert re.findall(r"apt-get install (.+?)\s*\\?$", dockerfile, re.MULTILINE) == [
        "-y --no-install-recommends < /tmp/packages.txt"
    ]
    assert "xargs apt-get install" in dockerfile
    assert "$(cat bin/packages.txt)" in (ROOT / "bin" / "_setup.sh").read_text()


def test_the_image_has_every_source_that_it_needs():
    kept = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    only_for_work = {"bin", "docs", "tests", "benchmarks", "static", "templates", "locale"}
    packages = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert packages <= kept
    assert {"static", "templates", "locale", "manage.py", "gunicorn.conf.py"} <= kept
    assert not kept & (only_for_work - {"static", "templates", "locale"})


def test_what_the_containers_are_told_is_what_the_code_reads(compose):
    for name in OURS:
        told = set(compose["services"][name]["environment"])
        assert told <= names_read(), name


def test_every_variable_is_documented_and_nothing_else_is():
    scripts = "\n".join(
        path.read_text()
        for path in [*(ROOT / "bin").iterdir(), ROOT / "tests" / "browser" / "chromium.py"]
    )
    by_scripts = {name for name in names_documented() if re.search(rf"\b{name}\b", scripts)}

    # What one process of ours tells another, or a library, is nobody else's to set.
    told_by_us = {"DJANGO_SETTINGS_MODULE", "SOURCE_DATE_EPOCH", "OPENPYXL_LXML"}
    assert names_read() - told_by_us <= names_documented()
    assert names_documented() <= names_read() | by_scripts


SCRIPTS = sorted(
    path
    for folder in ("bin", ".ci")
    for path in (ROOT / folder).iterdir()
    if path.suffix != ".txt" and path.is_file()
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_plain_sh(script):
    text = script.read_text()
    shell = shutil.which("dash") or "sh"
    subprocess.run([shell, "-n", script], check=True)

    assert script.name.startswith("_") or text.startswith("#!/bin/sh\n")
    assert script.name.startswith("_") != bool(script.stat().st_mode & 0o111)
    bashisms = r"\[\[|\bfunction \w|\blocal \b|==|\$'|<<<|&>|\bsource |\becho -[ne]|\bread -p"
    code = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)
    assert re.findall(bashisms, code) == []
