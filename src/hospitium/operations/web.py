"""The web server: gunicorn with threads, on a socket that is open already."""

from __future__ import annotations

import gc
import os
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.urls import get_resolver
from django.utils import translation
from gunicorn.app.base import BaseApplication

from hospitium.operations.even import EvenWorker, give_place
from hospitium.operations.trouble import Trouble

THREADS, SECONDS_TO_FINISH = 4, 3
MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat files must not wait for a disk


class Web(BaseApplication):  # type: ignore[misc]
    """Gunicorn without its command line and configuration files."""

    def __init__(self, application: WSGIHandler, choices: dict[str, Any]) -> None:
        self.application, self.choices = application, choices
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.choices.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        return self.application


def open_port(host: str, port: int) -> socket.socket:
    """A listening socket. Raises Trouble when the port is taken or may not be opened."""
    try:
        family, _kind, _protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except socket.gaierror:
        raise Trouble(f"{host} is not an address of this machine. Try --host 127.0.0.1.") from None
    except PermissionError:
        raise Trouble(
            f"Port {port} may be opened by root alone. Take one above 1023: hospitium serve --port 8000."
        ) from None
    except OSError as error:
        if error.errno == 98:
            raise Trouble(
                f"Port {port} is taken by another program. Stop that program, or take another port: "
                f"hospitium serve --port {port + 1} (with make: make run PORT={port + 1})."
            ) from None
        raise Trouble(f"{host}:{port} cannot be opened ({error.strerror}). Try --host 127.0.0.1.") from None


def load() -> WSGIHandler:
    """Everything that a page needs, loaded before the processes part, so that they share the memory."""
    from hospitium.config.wsgi import application

    list(get_resolver().url_patterns)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
    connections.close_all()
    gc.collect()
    gc.freeze()
    return application


def serve(application: WSGIHandler, *, listening: socket.socket, workers: int, ready: int) -> None:
    """Answer requests until a signal comes; writes one byte to the descriptor `ready` for each process that answers."""

    def tell(_worker: object) -> None:
        os.write(ready, b".")

    Web(
        application,
        {
            "bind": f"fd://{os.dup(listening.fileno())}",
            "worker_class": EvenWorker,
            "workers": workers,
            "threads": THREADS,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": SECONDS_TO_FINISH,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "hospitium",
            # Gunicorn would put a socket for its own control into the home folder.
            "control_socket_disable": True,
            "worker_tmp_dir": str(MEMORY) if os.access(MEMORY, os.W_OK) else None,
            "forwarded_allow_ips": "",
            "pre_fork": give_place,
            "post_worker_init": tell,
        },
    ).run()
