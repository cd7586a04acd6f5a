"""An OpenSearch cluster of three nodes on loopback, one JVM each, for the tests: nodes can be killed and come back.

``python -m tests.index.cluster.start`` starts one and prints its URLs, one a line, until Ctrl-C or the end of input.
Needs Java 17 or newer and Maven, which fetches the jars once (55 MB).
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

HERE = Path(__file__).resolve().parent
NODES = 3
HEAP = "512m"
_PORTS = range(15_000, 32_000)
"""Below those that systems hand out by themselves."""
_CLASSPATH = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
_STARTING = 600.0
"""Seconds a node may take to start, and the cluster to settle, on a machine that is busy."""


class NoClusterError(Exception):
    """What is needed is not here, or a node does not start."""


def missing() -> str | None:
    """What is needed to start a cluster and is not here, or None."""
    lacking = [name for name in ("java", "mvn") if shutil.which(name) is None]
    return f"{' and '.join(lacking)} not found: install Java 17 and Maven" if lacking else None


def jars(folder: Path) -> str:
    """The class path of a node; Maven fetches what is not there yet.

    Raises:
        NoClusterError: Maven cannot have the jars.
    """
    file = folder / "classpath"
    command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), _CLASSPATH, f"-Dmdep.outputFile={file}"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode != 0 or not file.is_file():
        raise NoClusterError(f"Maven cannot have the jars: {ran.stdout.strip()[:500]}")
    return file.read_text(encoding="utf-8").strip()


@dataclass
class Node:
    """One node: where it is kept, its ports, and its process while it runs."""

    name: str
    folder: Path
    http: int
    transports: tuple[int, ...]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    log: IO[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.http}"

    def start(self, classpath: str) -> None:
        """Starts its JVM."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = (self.folder / "output").open("ab")
        options = [f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC"]
        self.process = subprocess.Popen(
            [
                *["java", *options, "-cp", classpath, str(HERE / "Node.java")],
                *[self.name, str(self.folder), str(self.http), *map(str, self.transports)],
            ],
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
        )

    def stop(self, signal_number: int = signal.SIGTERM) -> None:
        """Ends it: asked to with SIGTERM, without a word with SIGKILL."""
        if self.process is None:
            return
        self.process.send_signal(signal_number)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        if self.log is not None:
            self.log.close()
        self.process = None

    def told(self) -> str:
        """The last it wrote."""
        output = self.folder / "output"
        return output.read_text(encoding="utf-8", errors="replace")[-2000:] if output.is_file() else ""


class Cluster:
    """The nodes together. A context manager: leaving it ends them and removes what they kept."""

    def __init__(self, nodes: int = NODES) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="yuanhua-cluster-"))
        ports = free_ports(2 * nodes)
        transports = ports[nodes:]
        self.nodes = [
            Node(
                f"node-{number + 1}",
                self._folder / f"node-{number + 1}",
                ports[number],
                tuple(transports[number:] + transports[:number]),
            )
            for number in range(nodes)
        ]
        self._classpath = ""

    def __enter__(self) -> Cluster:
        try:
            self._classpath = jars(self._folder)
            self.start(*self.nodes)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.stop(signal.SIGKILL)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def urls(self) -> tuple[str, ...]:
        """Where the nodes are asked."""
        return tuple(node.url for node in self.nodes)

    def start(self, *nodes: Node) -> None:
        """Starts nodes and waits until the cluster has all that should run."""
        for node in nodes:
            node.start(self._classpath)
        self.wait(sum(node.process is not None for node in self.nodes))

    def wait(self, nodes: int, status: str = "") -> None:
        """Waits until the cluster has so many nodes, and the ``status`` ("green") if one is given.

        Raises:
            NoClusterError: a node has ended, or time has.
        """
        deadline = time.monotonic() + _STARTING
        running = [node for node in self.nodes if node.process is not None]
        while time.monotonic() < deadline:
            for node in running:
                if node.process is not None and node.process.poll() is not None:
                    raise NoClusterError(f"{node.name} ended: {node.told()}")
            if all(_healthy(node.url, nodes, status) for node in running):
                return
            time.sleep(0.25)
        raise NoClusterError(f"no cluster of {nodes} nodes after {_STARTING:.0f} s: {running[0].told()}")

    def manager(self) -> Node:
        """The node that manages the cluster at present."""
        running = next(node for node in self.nodes if node.process is not None)
        name = _get(f"{running.url}/_cat/cluster_manager?format=json")[0]["node"]
        return next(node for node in self.nodes if node.name == name)


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on, nor is given for a connection while a node is down."""
    found: list[int] = []
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise NoClusterError("no port of loopback is free")


def _healthy(url: str, nodes: int, status: str) -> bool:
    try:
        health = _get(f"{url}/_cluster/health")
    except (OSError, ValueError):
        return False
    return health["number_of_nodes"] == nodes and health["status"] in ({status} if status else {"green", "yellow"})


def _get(url: str) -> Any:
    # Loopback only, and past any proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=5) as response:
        return json.load(response)


def main(arguments: Sequence[str] = ()) -> None:
    """Starts a cluster and holds it."""
    if lacking := missing():
        sys.exit(lacking)
    try:
        with Cluster(int(arguments[0]) if arguments else NODES) as cluster:
            sys.stdout.write("".join(f"{url}\n" for url in cluster.urls))
            sys.stdout.flush()
            sys.stdin.read()
    except NoClusterError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main(sys.argv[1:])
