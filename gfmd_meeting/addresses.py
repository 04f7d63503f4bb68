"""From where a request came."""

from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied


def address_of(request) -> str | None:
    """The client's address, behind as many proxies as the settings trust; if it can be told."""
    try:
        return str(ip_address(get_adapter(request).get_client_ip(request)))
    except (ValueError, PermissionDenied, ImproperlyConfigured):
        return None
