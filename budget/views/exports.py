"""The whole ledger, for the organisers and their accountants."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from budget.journal import keep_journal, write_journal
from budget.ledger_book import TYPE, write_ledger_book


@require_safe
@login_required
def ledger_journal(request):
    """The journal in double entry, as CSV."""
    if not request.user.has_perm("budget.export_ledger"):
        raise PermissionDenied
    text = write_journal(keep_journal())
    return _to_save(text.encode(), kind="text/csv; charset=utf-8", name="journal.csv")


@require_safe
@login_required
def ledger_book(request):
    """Every table of the ledger, as a workbook."""
    if not request.user.has_perm("budget.export_ledger"):
        raise PermissionDenied
    return _to_save(write_ledger_book(), kind=TYPE, name="ledger.xlsx")


def _to_save(content: bytes, *, kind, name) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
