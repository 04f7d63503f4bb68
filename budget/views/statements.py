"""Statements: made by organisers, read by those who answer for the money."""

from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from budget.forms import StatementForm
from budget.models import Statement
from budget.statement.making import make_statement, retry_statement
from budget.statement.workbook import TYPE, write_workbook
from gfmd_meeting.uploads import Kind, serve_file


@login_required
def statement_list(request):
    """The statements that were made; an organiser makes one here."""
    if not request.user.has_perm("budget.read_budget"):
        raise PermissionDenied
    makes = request.user.has_perm("budget.make_statement")
    first = {"as_of": timezone.localdate(), "language": get_language()}
    form = StatementForm(request.POST or None, initial=first)
    if request.method == "POST":
        if not makes:
            raise PermissionDenied
        if form.is_valid():
            asked = form.cleaned_data
            try:
                statement = make_statement(
                    on=asked["as_of"],
                    kind=asked["kind"],
                    language=asked["language"],
                    by=request.user,
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return redirect("budget:statement_detail", statement.pk)
    made = Statement.objects.visible_to(request.user).defer("content").select_related("entered_by")
    context = {"statements": made, "form": form if makes else None}
    return render(request, "budget/statement_list.html", context)


@require_safe
@login_required
def statement_detail(request, pk):
    """What a statement says, and its papers."""
    statement = _fetch(request, pk)
    context = {"statement": statement, "said": statement.content}
    return render(request, "budget/statement_detail.html", context)


@require_safe
@login_required
def statement_pdf(request, pk):
    """The PDF that is signed; while it is being made, the page that says so."""
    statement = _fetch(request, pk)
    if not statement.file:
        return redirect("budget:statement_detail", pk)
    return serve_file(statement.file, kind=Kind.PDF, name=f"{_file_name(statement)}.pdf")


@require_safe
@login_required
def statement_workbook(request, pk):
    """The same as a workbook with live formulas."""
    statement = _fetch(request, pk)
    response = HttpResponse(write_workbook(statement.content), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(statement)}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def statement_retry(request, pk):
    """Have the PDF made again that failed."""
    statement = _fetch(request, pk)
    if not request.user.has_perm("budget.make_statement"):
        raise PermissionDenied
    # Where it is ready or on its way already, the page shows that.
    with suppress(ValidationError):
        retry_statement(statement)
    return redirect("budget:statement_detail", pk)


def _fetch(request, pk) -> Statement:
    return get_object_or_404(Statement.objects.visible_to(request.user), pk=pk)


def _file_name(statement) -> str:
    return f"statement-{statement.pk}-{statement.as_of.isoformat()}-{statement.language}"
