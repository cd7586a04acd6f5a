"""Who asks a cluster, and what happens when it does not answer as it should."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest

from index.engines.cluster.connection import Connection
from index.engines.cluster.engine import current_generation
from index.engines.cluster.settings import ClusterSettings, Credentials
from index.errors import ClusterError, ClusterRefusedError, ClusterUnreachableError, MissingClusterIndexError
from tests.index.cluster.standing_in import Answer, Request, standing_in
from tests.index.cluster.start import free_ports

pytest.importorskip("opensearchpy")

BUSY: Answer = (503, {"error": {"type": "busy", "reason": "one\nmoment"}})


def settings(*urls: str, patience: float = 5.0) -> ClusterSettings:
    return ClusterSettings(urls=urls, timeout=5.0, patience=patience)


def health(connection: Connection) -> str:
    return str(connection.ask(lambda client: client.cluster.health())["status"])


# Patience


def test_a_node_that_is_busy_is_asked_again() -> None:
    answers = iter([BUSY, (429, {}), (500, {"error": "node_not_connected"}), (200, {"status": "green"})])
    with standing_in(lambda _: next(answers)) as server:
        assert health(Connection(settings(server.url), {})) == "green"
    assert len(server.requests) == 4


def test_patience_ends_and_says_why() -> None:
    with standing_in(lambda _: BUSY) as server, pytest.raises(ClusterUnreachableError) as raised:
        health(Connection(settings(server.url, patience=0.2), {}))
    message = str(raised.value)
    assert message.startswith(f"{server.url}: yuanhua: no answer for 0.2 s (busy: one moment)")
    assert "\n" not in message


def test_a_node_that_is_gone_leaves_the_others_to_answer() -> None:
    (port,) = free_ports(1)
    with standing_in(lambda _: (200, {"status": "green"})) as server:
        connection = Connection(settings(f"http://localhost:{port}", server.url, patience=0), {})
        assert [health(connection) for _ in range(6)] == ["green"] * 6


def test_no_node_at_all_is_told_with_its_urls() -> None:
    url = f"http://localhost:{free_ports(1)[0]}"
    with pytest.raises(ClusterUnreachableError, match=f"^{url}: .*start its nodes, or set cluster.urls$"):
        health(Connection(settings(url, patience=0.1), {}))


def test_what_makes_no_sense_is_not_asked_twice() -> None:
    refusal = {"error": {"root_cause": [{"type": "parsing_exception", "reason": "no such query"}]}}
    with standing_in(lambda _: (400, refusal)) as server, pytest.raises(ClusterError, match="no such query"):
        health(Connection(settings(server.url), {}))
    assert len(server.requests) == 1


# What is there


def test_without_an_index_the_message_says_how_to_build_one() -> None:
    missing = {"error": {"root_cause": [{"type": "index_not_found_exception", "reason": "no such index [yuanhua]"}]}}
    told = pytest.raises(MissingClusterIndexError, match=r"no such index .*yuanhua index$")
    with standing_in(lambda _: (404, missing)) as server, told:
        current_generation(Connection(settings(server.url), {}))


@pytest.mark.parametrize(
    "meta, told",
    [({}, "not of this program"), ({"format": "yuanhua-cluster", "version": 0, "digest": "x"}, "index format 0")],
)
def test_an_index_of_another_make_is_refused(meta: dict[str, object], told: str) -> None:
    there = {"yuanhua": {"mappings": {"_meta": meta}}}
    with standing_in(lambda _: (200, there)) as server, pytest.raises(ClusterError, match=told):
        current_generation(Connection(settings(server.url), {}))


# Credentials


def test_name_and_password_come_from_the_environment_and_are_never_shown() -> None:
    environ = {"OPENSEARCH_USERNAME": "reader", "OPENSEARCH_PASSWORD": "hunter2"}

    def answer(request: Request) -> Answer:
        known = request.headers.get("authorization") == f"Basic {b64encode(b'reader:hunter2').decode()}"
        return (200, {"status": "green"}) if known else (401, {"error": "who?"})

    with standing_in(answer) as server:
        assert health(Connection(settings(server.url), environ)) == "green"
        with pytest.raises(ClusterRefusedError, match=r"not let in \(401\); set OPENSEARCH_USERNAME") as raised:
            health(Connection(settings(server.url), {**environ, "OPENSEARCH_PASSWORD": "hunter3"}))
    assert "hunter" not in str(raised.value)
    assert "hunter" not in repr(Credentials.of(environ, settings(server.url)))


@pytest.mark.parametrize(
    "url, environ, told",
    [
        ("http://me:secret@localhost:9200", {}, "a URL holds a password"),
        ("http://search.example:9200", {"OPENSEARCH_USERNAME": "a", "OPENSEARCH_PASSWORD": "b"}, "in plain text"),
        ("http://localhost", {"OPENSEARCH_USERNAME": "a"}, "OPENSEARCH_PASSWORD is not"),
        ("https://localhost", {"OPENSEARCH_CLIENT_CERT": __file__}, "OPENSEARCH_CLIENT_KEY is not"),
        ("https://localhost", {"OPENSEARCH_CA_CERTS": "/no/such.pem"}, "/no/such.pem, which is no file"),
    ],
)
def test_credentials_that_cannot_be_used_are_refused(url: str, environ: dict[str, str], told: str) -> None:
    with pytest.raises(ClusterError, match=told) as raised:
        Connection(settings(url), environ)
    assert "secret" not in str(raised.value)


# TLS


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for localhost, signed by itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not there to make a certificate")
    folder = tmp_path_factory.mktemp("authority")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def secured(authority: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "certificate.pem", authority / "key.pem")
    return context


def test_a_node_with_a_certificate_of_the_named_authority_is_trusted(authority: Path) -> None:
    with standing_in(lambda _: (200, {"status": "green"}), secured(authority)) as server:
        environ = {"OPENSEARCH_CA_CERTS": str(authority / "certificate.pem")}
        assert health(Connection(settings(server.url), environ)) == "green"


def test_a_node_that_cannot_prove_who_it_is_is_told_nothing(authority: Path) -> None:
    with standing_in(lambda _: (200, {"status": "green"}), secured(authority)) as server:
        environ = {"OPENSEARCH_USERNAME": "reader", "OPENSEARCH_PASSWORD": "hunter2"}
        with pytest.raises(ClusterRefusedError, match=r"not trusted .*OPENSEARCH_CA_CERTS"):
            health(Connection(settings(server.url), environ))
    assert server.requests == []
