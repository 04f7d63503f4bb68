"""Sheets made, handed in and taken as an organiser does it, for the tests of all apps."""

import csv
import io
from types import SimpleNamespace

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from gfmd_meeting.models import SheetImport
from gfmd_meeting.spreadsheets import imports
from gfmd_meeting.spreadsheets.verdicts import read_verdicts
from tests.factories import make_organiser


def workbook_of(*rows, name="sheet.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def text_of(*rows, name="sheet.csv"):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return SimpleUploadedFile(name, file.getvalue().encode())


def verdicts_of(sheet):
    return list(read_verdicts(sheet.verdicts.path)) if sheet.verdicts else []


def faults_of(verdict):
    """Why a row is refused, wherever it is said."""
    return [one for said in verdict.reasons.values() for one in said] + verdict.of_row


def bring(resource, content, *, user=None, dry_run=False, name="sheet"):
    """Hand a sheet in and have its right rows taken. Tells what was found of them.

    ``totals`` by finding, ``refused`` rows by their number with the reasons, ``fault`` where
    the file cannot be used.
    """
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, content)
    user = user or make_organiser()
    sheet = imports.hand_in(file=file, resource=resource, by=user)
    if sheet.right and not dry_run:
        imports.confirm(sheet, by=user)
        sheet.refresh_from_db()
    verdicts = verdicts_of(sheet)
    return SimpleNamespace(
        sheet=sheet,
        fault=sheet.fault,
        verdicts=verdicts,
        totals={name: getattr(sheet, name) for name in ("new", "changed", "unchanged", "refused")},
        refused={v.number: " ".join(faults_of(v)) for v in verdicts if v.is_refused},
    )


def upload(desk, path, file):
    """Hand a file in at an import page, and be shown what was found."""
    return desk.post(path, {"import_file": file}, follow=True)


def take(desk, shown):
    """Confirm what a preview shows."""
    sheet = shown.context["sheet"]
    base = shown.redirect_chain[-1][0] if shown.redirect_chain else shown.request["PATH_INFO"]
    return desk.post(f"{base}confirm/", follow=True), SheetImport.objects.get(pk=sheet.pk)
