"""How Palpate is served: what is checked before it listens, and with how many workers."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from clinic.config import Config, WrongSettings

ROOT = Path(__file__).resolve().parent


def refuse(message: str) -> NoReturn:
    """End with words instead of a traceback."""
    print(message, file=sys.stderr)
    sys.exit(1)


def free_address(host: str, port: int) -> str:
    """Find that nobody listens here yet, before anything is migrated, and name it for gunicorn."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            refuse(
                f"PORT: something already listens on {host}:{port}. "
                "Stop it, or choose another, as in: PORT=8001 bin/serve"
            )
        refuse(f"HOST, PORT: cannot listen on {host}:{port}: {problem.strerror}.")
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


try:
    settings = Config.from_env(os.environ)
except WrongSettings as wrong:
    refuse(f"Palpate cannot start with these settings.\n{wrong}")

bind = free_address(settings.host, settings.port)
# One thread a worker: threads that compute only wait for each other (docs/dependencies.md).
worker_class = "sync"
workers = settings.workers
timeout = 60
graceful_timeout = 8
# seconds after which a printing process that died is started again
START_AGAIN = 2
# Loaded once, before the workers part: a fault ends the start instead of every worker in turn.
preload_app = True
control_socket_disable = True
loglevel = "warning"
# No access log: addresses hold search words, and who looked at what is in the journal.
accesslog = None


def on_starting(server) -> None:
    """Bring the database up to date and, if asked, add the example clinic."""
    bring_up_to_date(server.app.wsgi())
    if os.environ.get("PALPATE_EXAMPLE"):
        add_example()


def bring_up_to_date(app) -> None:
    """Migrate where the database stands elsewhere than the newest migration."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from sqlalchemy.exc import DBAPIError, OperationalError

    from clinic.web.ready import migrate

    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
        try:
            with engine.connect() as connection:
                here = set(MigrationContext.configure(connection).get_current_heads())
        except OperationalError as problem:
            refuse(f"DATABASE_URL: the database does not answer: {problem.orig}")
        script = ScriptDirectory(str(ROOT / "migrations"))
        if here != set(script.get_heads()):
            if not here <= {version.revision for version in script.walk_revisions()}:
                refuse("The database was last used by a newer Palpate; serve it with that one.")
            try:
                migrate()
            except DBAPIError as problem:
                refuse(
                    f"The database could not be brought up to date: {problem.orig}\n"
                    "On PostgreSQL, DATABASE_OWNER_URL names the role that may make tables."
                )
        engine.dispose()


def add_example() -> None:
    """Add the example clinic, which is there once however often it is asked for."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "example"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        refuse("Palpate did not start: the example clinic could not be added (see above).")


def when_ready(server) -> None:
    """Wake a worker only when a request is there, and say where it is.

    Browsers open connections ahead of need: one that says nothing would hold a worker for itself.
    """
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        for listener in server.LISTENERS:
            # seconds until it counts as a request all the same; browsers give up sooner
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 120)
    keep_printing(server)
    print(f"Palpate listens on http://{bind} (Ctrl-C ends it).", flush=True)
    if settings.base_url != f"http://{bind}":
        print(f"Its own address is {settings.base_url}.", flush=True)


def post_request(worker, req, environ, resp) -> None:
    """Let the press of this worker load once its answer is out, while nobody waits for it.

    Only where somebody who may print is at work: a server that nobody uses keeps no press.
    """
    from clinic.web.visit import MAY_PRINT

    if environ.get(MAY_PRINT):
        worker.wsgi.extensions["palpate"].press.start()


class Printing:
    """The process that prints what is queued: started beside the server, anew where it dies."""

    def __init__(self, app: str) -> None:
        worker = ["worker", "--beside", str(os.getpid())]
        self._command = [sys.executable, "-m", "flask", "--app", app, *worker]
        self._running = None
        self._begun = 0.0

    def keep(self) -> None:
        """Start it where it does not run, and not again at once where it cannot."""
        is_gone = self._running is None or self._running.poll() is not None
        if is_gone and (self._running is None or time.monotonic() - self._begun > START_AGAIN):
            self._begun = time.monotonic()
            self._running = subprocess.Popen(self._command, cwd=ROOT)

    def tell(self) -> None:
        """Tell it to end after the sheet in hand."""
        if self._running is not None and self._running.poll() is None:
            self._running.terminate()

    def end(self) -> None:
        """Wait for its end, and bring that about where it takes too long."""
        if self._running is not None and self._running.poll() is None:
            try:
                self._running.wait(graceful_timeout)
            except subprocess.TimeoutExpired:
                self._running.kill()
                self._running.wait()


def keep_printing(server) -> None:
    """Look after the printing process each time the master looks after its workers: each second.

    In the master's own loop, so that no thread is there when workers are parted from it.
    """
    server.printing = Printing(server.app.app_uri)
    look_after_workers, stop_workers = server.manage_workers, server.stop

    def manage_workers() -> None:
        look_after_workers()
        server.printing.keep()

    def stop(*how: bool) -> None:
        server.printing.tell()
        stop_workers(*how)

    server.manage_workers, server.stop = manage_workers, stop


def on_exit(server) -> None:
    """End the printing process with the server."""
    if hasattr(server, "printing"):
        server.printing.end()


def post_fork(server, worker) -> None:
    """Let no two workers share a database connection, and none miss a signal while it starts."""
    for ends in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        # until the worker listens for signals itself: gunicorn's own would only be queued here
        signal.signal(ends, signal.SIG_DFL)
    app = server.app.wsgi()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose(close=False)
