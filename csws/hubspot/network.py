"""The way to HubSpot: address, proxy and certificates, and what is said when it is blocked. Knows
no endpoint.

The standard library chooses the proxy, because it accepts every spelling of NO_PROXY.
"""

from __future__ import annotations

import os
import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from csws import __version__
from csws.errors import CswsError
from csws.hubspot.endpoints import BASE
from csws.hubspot.faults import Unusable

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_LIMITS = httpx.Limits(max_connections=10, max_keepalive_connections=10)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
# These will fail the next time too.
_LASTING = (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL)
# The request never left.
UNSENT = (
    *(httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError),
    *_LASTING,
)


class Incomplete(Exception):
    """A response that was not received completely; its text says why."""


class NotHubSpot(Exception):
    """A web page in place of an answer, as a login page of a network sends it."""


# HubSpot was reached, and no whole answer came.
_ANSWERED = (
    *(Incomplete, httpx.DecodingError),
    *(httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError),
)


def may_pass(error: Exception) -> bool:
    """Whether the same request may succeed in a moment."""
    if isinstance(error, (*_LASTING, NotHubSpot)) or _is_distrust(error):
        return False
    return not (isinstance(error, httpx.ProxyError) and _asks_for_login(error))


def unreachable(error: Exception, what: str, reason: str) -> CswsError:
    """The failure for a request without an answer. `reason` is the error's text without the
    token."""
    hint = "Check the network, HTTPS_PROXY and SSL_CERT_FILE, then run the command again."
    if _is_distrust(error):
        reason = "its certificate is not trusted"
        hint = "If your network inspects TLS, set SSL_CERT_FILE to a file with the certificate of its authority."
    elif isinstance(error, httpx.ProxyError) and _asks_for_login(error):
        reason = "the proxy asks for a name and a password"
        hint = "Write them into HTTPS_PROXY: http://NAME:PASSWORD@HOST:PORT."
    elif isinstance(error, NotHubSpot):
        reason = "a web page came instead of HubSpot's answer"
        hint = "Check whether the network asks for a login first, and HTTPS_PROXY."
    elif isinstance(error, httpx.DecodingError):
        reason = "the answer is not compressed as it claims to be"
    elif isinstance(error, httpx.TimeoutException):
        reason = "no answer in time"
    message = f"Cannot reach HubSpot for {what} ({reason[:300]})."
    kind = Unusable if isinstance(error, _ANSWERED) else CswsError
    return kind(message, hint=hint, code="unreachable")


def _is_distrust(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or ("CERTIFICATE_VERIFY_FAILED" in str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _asks_for_login(error: httpx.ProxyError) -> bool:
    return str(error).startswith("407")


def api_base() -> str:
    """The address of the API. Raises CswsError for an address to which the token would go
    unencrypted."""
    base = os.environ.get("CSWS_HUBSPOT_API") or BASE
    try:
        httpx.URL(base)
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except (httpx.InvalidURL, ValueError):
        raise _bad_base("is not an address", "Set it to https://HOST, or unset it.") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise _bad_base(
            "must begin with https://, so that the token is not sent in the clear",
            "Only this machine may be addressed with http://.",
        )
    if not host:
        raise _bad_base("has no host", "Set it to https://HOST, or unset it.")
    return base.rstrip("/")


def _bad_base(why: str, hint: str) -> CswsError:
    return CswsError(f"CSWS_HUBSPOT_API {why}.", hint=hint, code="insecure")


def open_client() -> httpx.Client:
    """A client for HubSpot alone. Raises CswsError if the environment does not allow one."""
    base = api_base()
    headers = {"User-Agent": f"csws/{__version__}", "Accept": "application/json"}
    proxy = _proxy_for(base)
    try:
        return httpx.Client(
            base_url=base,
            timeout=_TIMEOUT,
            limits=_LIMITS,
            headers=headers,
            proxy=proxy,
            verify=_certificates(),
            trust_env=False,
            follow_redirects=False,
        )
    except ImportError:
        message = "csws cannot use a SOCKS proxy."
        hint = "Set HTTPS_PROXY to an HTTP proxy, or NO_PROXY to the host of the API."
        raise CswsError(message, hint=hint, code="unreachable") from None
    except (httpx.InvalidURL, ValueError):  # its text may contain a password
        message = "The proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is not an address."
        raise CswsError(message, hint="Write it as http://HOST:PORT.", code="unreachable") from None


def _proxy_for(base: str) -> str | None:
    parts, proxies = urlsplit(base), getproxies()
    if proxy_bypass(parts.netloc.rpartition("@")[2]) or proxy_bypass(parts.hostname or ""):
        return None
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _certificates() -> ssl.SSLContext:
    """The authorities in SSL_CERT_FILE or SSL_CERT_DIR; else the well-known ones and those of this
    machine."""
    try:
        context = httpx.create_ssl_context(verify=True, trust_env=True)
        if not os.environ.get("SSL_CERT_FILE") and not os.environ.get("SSL_CERT_DIR"):
            context.load_default_certs()
    except (OSError, ValueError) as error:
        raise CswsError(
            f"The certificates cannot be loaded: {error}.",
            hint="Check SSL_CERT_FILE and SSL_CERT_DIR.",
            code="unreachable",
        ) from None
    return context
