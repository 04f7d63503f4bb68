"""Asking for a report, watching it being made, and taking it home."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from outcomes.models import Report, Stage
from outcomes.reports import cancel_report, request_report, retry_report


@require_POST
@login_required
def report_request(request):
    """A co-chair asks for the report in a language."""
    if not request.user.has_perm("outcomes.request_report"):
        raise PermissionDenied
    try:
        report = request_report(language=request.POST.get("language", ""), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("outcomes:co_chair_home")
    return redirect("outcomes:report_detail", report.pk)


@require_GET
@login_required
def report_detail(request, pk):
    """How far a report is, and the report once it is ready."""
    report = _fetch_report(request, pk)
    context = {
        "report": report,
        "state": _state(report),
        "made_at_once": settings.CELERY_TASK_ALWAYS_EAGER,
    }
    return render(request, "outcomes/report_detail.html", context)


@require_GET
@never_cache
def report_status(request, pk):
    """The part of the page that changes, for htmx; nothing where it shows that already.

    Who was signed out meanwhile is shown the page anew, not the sign-in inside of it.
    """
    if not request.user.is_authenticated:
        path = request.get_full_path()
        return HttpResponseClientRefresh() if request.htmx else redirect_to_login(path)
    report = _fetch_report(request, pk)
    state, seen = _state(report), request.GET.get("seen", "")
    if seen == state:
        return HttpResponse(status=204)
    is_news = not seen.startswith(f"{report.stage}.")
    context = {"report": report, "state": state, "is_news": is_news}
    return render(request, "outcomes/_report_status.html", context)


@require_GET
@login_required
def report_download(request, pk):
    """The PDF, under a name that says of which meeting it is and in which language."""
    report = _fetch_report(request, pk)
    if report.stage != Stage.READY:
        return redirect("outcomes:report_detail", report.pk)
    try:
        pages = report.file.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The file of this report is gone. Ask for a new report."))
        return redirect("outcomes:report_detail", report.pk)
    name = _file_name(request.meeting, report.language, report.pk)
    response = FileResponse(
        pages, as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def report_cancel(request, pk):
    """A co-chair thinks better of a report that is not made yet."""
    report = _fetch_report(request, pk)
    if not request.user.has_perm("outcomes.request_report"):
        raise PermissionDenied
    try:
        cancel_report(report, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("outcomes:report_detail", report.pk)


@require_POST
@login_required
def report_retry(request, pk):
    """A co-chair has a report made that failed, was cancelled or stands still."""
    report = _fetch_report(request, pk)
    if not request.user.has_perm("outcomes.request_report"):
        raise PermissionDenied
    try:
        retry_report(report, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("outcomes:report_detail", report.pk)


def _fetch_report(request, pk):
    mine = Report.objects.visible_to(request.user).defer("snapshot")
    return get_object_or_404(mine.select_related("requested_by", "cancelled_by"), pk=pk)


def _state(report):
    """What a page shows of a report, in a word to compare by."""
    return f"{report.stage}.{report.progress}.{report.stands_still:d}"


def _file_name(meeting, language, number):
    """san-salvador-2011-outcome-report-en-3.pdf"""
    with override(language):
        words = (meeting.short_title, _("outcome report"), language, number)
        return slugify(" ".join(map(str, words))) + ".pdf"
