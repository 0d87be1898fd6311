"""Which stored addresses may become links: what people type is shown, but only an address of the web is followed."""


def web_link(address: str) -> str:
    """Return the address if it is one of the web, else nothing: "javascript:" and the like never stand in a link."""
    return address if address.lower().startswith(("http://", "https://")) else ""
