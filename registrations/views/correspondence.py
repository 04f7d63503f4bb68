"""Papers exchanged with a delegation, for those who may read them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gfmd_meeting.uploads import serve_file
from registrations.models import Correspondence


@require_GET
@login_required
def correspondence_download(request, pk):
    """The scan of a message, or the letter that was made."""
    mine = Correspondence.objects.visible_to(request.user).with_papers()
    correspondence = get_object_or_404(mine, pk=pk)
    if correspondence.paper is None:
        raise Http404(_("There is no scan of this letter."))
    file, kind, name = correspondence.paper
    return serve_file(file, kind=kind, name=name)
