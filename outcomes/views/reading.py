"""The report as a page."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from outcomes.models import Report, Stage
from outcomes.report.page import write_page
from outcomes.report.stamp import stamp_of


@require_safe
def report_read(request, number):
    """A revision as it was frozen, in the reader's language, to be read and printed."""
    mine = Report.objects.visible_to(request.user).telling_what_follows()
    report = get_object_or_404(mine, number=number)
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    content = report.snapshot.get(language)
    context = {
        "report": report,
        "files": report.files.filter(stage=Stage.READY).in_order(),
        "may_make": request.user.has_perm("outcomes.review_outcomes"),
    }
    if content and "sections" in content:
        context |= {"content": content, "page": write_page(content, stamp=stamp_of(report))}
    return render(request, "outcomes/report_read.html", context)
