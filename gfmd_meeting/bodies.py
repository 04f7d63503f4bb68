"""How much may be sent to any page at once."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

# The largest file that any page takes, a copy of a report to be verified, and its form.
MOST_BYTES = 64 * 1024**2


def bound_bodies(get_response):
    """Refuse what is larger than any page takes, before a byte of it is put on the disk.

    Whether a request comes from a form of ours is asked of its body, so that otherwise
    anybody could fill the disk through any page.
    """

    def answer(request):
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > MOST_BYTES:
            refusal = _("This is larger than anything that is taken here.")
            return HttpResponse(
                refusal,
                status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                content_type="text/plain; charset=utf-8",
            )
        return get_response(request)

    return answer
