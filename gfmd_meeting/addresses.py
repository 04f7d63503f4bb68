"""From where a request came."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied


def address_of(request) -> str | None:
    """The client's address, as far as the proxies in front are trusted to tell it."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None
