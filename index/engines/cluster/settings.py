"""Where a cluster is, and who asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import ClusterError

USERNAME, PASSWORD = "OPENSEARCH_USERNAME", "OPENSEARCH_PASSWORD"
AUTHORITIES, CERTIFICATE, KEY = "OPENSEARCH_CA_CERTS", "OPENSEARCH_CLIENT_CERT", "OPENSEARCH_CLIENT_KEY"


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """Where an index is kept and how.

    Attributes:
        urls: of the nodes that are asked, in turn.
        index: the name (an alias) of the index; generations carry it with a suffix.
        shards: how many parts an index is built in, each searched by one thread.
        replicas: how many copies of each part are kept beside it; with none, a lost node is a lost part.
        timeout: seconds one request may take.
        patience: seconds a question may take when nodes fail, all attempts together.
    """

    urls: tuple[str, ...] = ("http://localhost:9200",)
    index: str = "yuanhua"
    shards: int = 1
    replicas: int = 1
    timeout: float = 10.0
    patience: float = 30.0

    @property
    def where(self) -> str:
        """The index, for messages."""
        return f"{', '.join(self.urls)}: {self.index}"

    @property
    def local(self) -> bool:
        """Whether all nodes are on this machine."""
        return all(_is_loopback(url) for url in self.urls)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a cluster may want to know of who asks. Shown nowhere.

    Attributes:
        username: with ``password``, for HTTP's basic authentication; "" for none.
        password: sent over TLS or to this machine only.
        authorities: a file of the certificates that nodes' certificates are checked by; None = those of the system.
        certificate: a file with the client's own certificate, where nodes ask for one.
        key: the file of its key.
    """

    username: str = ""
    password: str = field(default="", repr=False)
    authorities: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    @classmethod
    def of(cls, environ: Mapping[str, str], settings: ClusterSettings) -> Credentials:
        """Those of the environment.

        Raises:
            ClusterError: one without its other half, a file that is not there, a URL with a password in it, or a
                password that would go over a network in plain text.
        """
        for url in settings.urls:
            if "@" in urlsplit(url).netloc:
                raise ClusterError(f"cluster.urls: a URL holds a password; take it out and set {USERNAME}, {PASSWORD}")
        username, password = environ.get(USERNAME, ""), environ.get(PASSWORD, "")
        files = {name: _file(environ, name) for name in (AUTHORITIES, CERTIFICATE, KEY)}
        _require_both(USERNAME, PASSWORD, bool(username), bool(password))
        _require_both(CERTIFICATE, KEY, files[CERTIFICATE] is not None, files[KEY] is not None)
        for url in settings.urls:
            if password and urlsplit(url).scheme != "https" and not _is_loopback(url):
                raise ClusterError(f"{url}: a password would be sent in plain text; write https in cluster.urls")
        return cls(username, password, files[AUTHORITIES], files[CERTIFICATE], files[KEY])


def _require_both(one: str, other: str, has_one: bool, has_other: bool) -> None:
    if has_one != has_other:
        missing, present = (other, one) if has_one else (one, other)
        raise ClusterError(f"environment: {present} is set and {missing} is not; set both or neither")


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name, "")
    if not value:
        return None
    path = Path(value)
    if not path.is_file():
        raise ClusterError(f"environment: {name} names {value}, which is no file; name a PEM file")
    return path


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
