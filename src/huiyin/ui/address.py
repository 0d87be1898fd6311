"""From where a request comes, past the proxies of our own: for counting only, never shown."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"


def address_of(request: HttpRequest) -> str:
    """Return the client's address; of IPv6 the network of 64 bits, since one client has many addresses in it."""
    return _network(_nearest_of_others(request))


def client_ip(request: HttpRequest) -> str:
    """Return the client's single address, as locks of accounts keep it; 0.0.0.0 where it is none."""
    try:
        return str(ip_address(_nearest_of_others(request)))
    except ValueError:
        return NOWHERE


def _nearest_of_others(request: HttpRequest) -> str:
    """Return the last address that is not a proxy of ours: what a header says counts only when such a proxy sent it."""
    hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    address = str(request.META.get("REMOTE_ADDR", ""))
    while hops and address in settings.TRUSTED_PROXIES:
        address = hops.pop()
    return address


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network(f"{known}/64", strict=False))
    return str(getattr(known, "ipv4_mapped", None) or known)
