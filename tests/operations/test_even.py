"""Connections that stay open are spread over the web processes."""

import http.client
import re
from contextlib import ExitStack, closing
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from hospitium.operations.even import give_place, open_connections
from tests.operations.conftest import children, eventually


def connections_of(pid, port):
    """How many established connections to this port the process holds."""
    established = {
        parts[9]
        for parts in (line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:])
        if parts[3] == "01" and parts[1].endswith(f":{port:04X}")
    }
    found = (re.match(r"socket:\[(\d+)\]", str(link.readlink())) for link in Path(f"/proc/{pid}/fd").iterdir())
    return sum(1 for match in found if match and match.group(1) in established)


def test_eight_kept_connections_are_shared_by_two_processes(prepared, start):
    server = start("--no-worker", "--workers", "2", data=prepared)
    assert eventually(lambda: len(server.processes()) == 4)
    (master,) = children(server.process.pid)
    address = urlsplit(server.address)

    with ExitStack() as stack:
        for _number in range(8):
            connection = stack.enter_context(closing(http.client.HTTPConnection(address.hostname, address.port)))
            connection.request("GET", "/robots.txt")
            connection.getresponse().read()
        shares = [connections_of(pid, address.port) for pid in children(master)]

    assert (sum(shares), min(shares) >= 3) == (8, True)


def test_a_new_process_takes_the_place_of_a_dead_one_with_no_connections():
    open_connections[0], open_connections[1] = 5, 7
    arbiter = SimpleNamespace(WORKERS={1: SimpleNamespace(place=0)})
    worker = SimpleNamespace(place=None)

    give_place(arbiter, worker)

    assert (worker.place, list(open_connections[:2])) == (1, [5, 0])
    open_connections[0] = 0
