"""The papers behind the ledger, for the organisers."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from budget.models import SupportingDocument
from gfmd_meeting.uploads import serve_file


@require_safe
@login_required
def document_download(request, pk):
    """A contract, an invoice or a receipt, as it was handed in."""
    document = get_object_or_404(SupportingDocument.objects.visible_to(request.user), pk=pk)
    return serve_file(document.file, kind=document.kind, name=document.name)
