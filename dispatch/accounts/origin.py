"""Whether a request that changes something comes from our own page. Pure."""

from collections.abc import Mapping
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_own_origin(headers: Mapping[str, str], *, secure: bool) -> bool:
    """Whether the browser says the request comes from the host it goes to.

    A program without a browser sends neither header and passes: it has no cookies that a stranger could ride on.

    Args:
        secure: the request came under TLS; a page loaded without it is then a stranger.
    """
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    page = urlsplit(origin)
    if page.scheme not in DEFAULT_PORTS or (secure and page.scheme != "https"):
        return False
    try:
        # Behind a proxy that ends TLS we see plain HTTP, so the port left out is the page's, not ours.
        return (page.hostname, page.port or DEFAULT_PORTS[page.scheme]) == _host(headers.get("host", ""), page.scheme)
    except ValueError:
        return False


def _host(host: str, scheme: str) -> tuple[str | None, int]:
    parts = urlsplit(f"//{host}")
    return parts.hostname, parts.port or DEFAULT_PORTS[scheme]
