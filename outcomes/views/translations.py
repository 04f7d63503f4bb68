"""What is still to be translated or reviewed."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render

from outcomes.models import LANGUAGE_CODES
from outcomes.models.wording import readers_language
from outcomes.translations import Lack, count_lacks, items_to_translate, lacking

ON_A_PAGE = 50


@login_required
def translation_list(request):
    """In one language at a time what lacks a translation, a review or a change of the text."""
    if not request.user.has_perm("outcomes.see_translations"):
        raise PermissionDenied
    language = request.GET.get("language")
    language = language if language in LANGUAGE_CODES else readers_language()
    lack = request.GET.get("lack")
    items = items_to_translate(request.user)
    counts = count_lacks(items)
    entries = lacking(items, language, request.user)
    if lack in Lack.values:
        entries = [entry for entry in entries if entry.lack == lack]
    context = {
        "language": language,
        "lack": lack if lack in Lack.values else "",
        "languages": [
            (code, name, [(kind, counts[code][kind]) for kind in Lack])
            for code, name in settings.LANGUAGES
        ],
        "page": Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page")),
        "total": len(items),
    }
    return render(request, "outcomes/translation_list.html", context)
