"""The address of a routing server: is it one, and does asking it tell an outsider where a crisis is."""

from ipaddress import IPv6Address, ip_address

import httpx

from console.errors import BadInput

# Names that resolve only inside a house (RFC 6762, RFC 8375, RFC 2606, and what routers hand out).
_INSIDE = (".local", ".lan", ".internal", ".intranet", ".home.arpa", ".localdomain", ".localhost", ".test")


def server_url(text: str) -> httpx.URL:
    """A base address such as http://router.internal:5000 without its trailing slash.

    Raises:
        BadInput: it is none; the sentence says what is wrong with it.
    """
    asked = text.strip()
    try:
        url = httpx.URL(asked)
    except httpx.InvalidURL as fault:
        raise BadInput(f'"{asked}" is no address of a server: {fault}.') from fault
    if url.scheme not in ("http", "https"):
        raise BadInput(f'"{asked}" must begin with http:// or https://.')
    if not url.host:
        raise BadInput(f'"{asked}" names no host.')
    if url.userinfo:
        raise BadInput("The address of a routing server must not carry a user name or password.")
    if url.query or url.fragment:
        raise BadInput(f'"{asked}" must end with the path: no ? and no #.')
    return url.copy_with(path=url.path.rstrip("/") or "/")


def under(base: httpx.URL, path: str) -> httpx.URL:
    """A path below a base address."""
    return base.copy_with(path=base.path.rstrip("/") + path)


def warn_public_host(url: str | httpx.URL) -> str | None:
    """A sentence when the host is not inside the agency's own network; None when it is.

    Names are judged by their shape and never looked up: a look-up would already tell somebody.
    """
    host = httpx.URL(url).host.lower().rstrip(".")
    if _is_inside(host):
        return None
    return (
        f"{host} is not inside your network: every question tells its operator where a crisis is and where your teams"
        " are. Use a server of your own."
    )


def warn_while_typed(text: str) -> str | None:
    """The same for an address that is being typed: half of one is no reason to warn."""
    try:
        return warn_public_host(text.strip()) if httpx.URL(text.strip()).host else None
    except httpx.InvalidURL:
        return None


def _is_inside(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_INSIDE)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return not address.is_global


def new_client() -> httpx.AsyncClient:
    """A client for routing servers: straight to the host (no proxy from the environment), no redirects elsewhere."""
    return httpx.AsyncClient(trust_env=False, follow_redirects=False, headers={"User-Agent": "Tandem"})
