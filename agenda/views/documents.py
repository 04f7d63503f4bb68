"""Documents, for those who may read them."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from agenda.documents import version_for
from agenda.models import Document, DocumentVersion
from gfmd_meeting.uploads import serve_file


@require_safe
def document_list(request):
    """All documents that this person may read, by session."""
    documents = Document.objects.visible_to(request.user).select_related("session", "delegation")
    documents = documents.prefetch_related("versions")
    of_meeting = [one for one in documents if one.session_id is None]
    by_session = {}
    for one in documents.exclude(session=None).order_by("session__starts_at", "position", "symbol"):
        by_session.setdefault(one.session, []).append(one)
    context = {
        "of_meeting": with_versions(of_meeting),
        "by_session": [(session, with_versions(some)) for session, some in by_session.items()],
    }
    return render(request, "agenda/document_list.html", context)


@require_safe
def document_download(request, pk, language):
    """A document in one language."""
    mine = Document.objects.visible_to(request.user)
    version = get_object_or_404(DocumentVersion, document__in=mine, document=pk, language=language)
    return serve_file(version.file, kind=version.kind, name=version.original_name)


def with_versions(documents) -> list[tuple[Document, DocumentVersion | None]]:
    """Each document with the version that this reader is given first."""
    language = get_language()[:2]
    return [(document, version_for(document, language)) for document in documents]
