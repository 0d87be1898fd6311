"""From where a request comes, for counting only: never stored, never shown."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the client's address; of IPv6 the network of 64 bits, since one client has many addresses in it.

    What a header says of it counts only when it comes from a listed proxy (settings.TRUSTED_PROXIES).
    """
    hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    address = request.META.get("REMOTE_ADDR", "")
    while hops and _is_trusted(address):
        address = hops.pop()
    return _network(address)


def _is_trusted(address: str) -> bool:
    return address in getattr(settings, "TRUSTED_PROXIES", ())


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network(f"{known}/64", strict=False))
    return str(getattr(known, "ipv4_mapped", None) or known)
