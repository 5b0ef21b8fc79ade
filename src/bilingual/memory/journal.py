"""The journal of a SQLite file: WAL, or a rollback journal on a network folder, where WAL loses data."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "fuse.", "vboxsf", "drvfs", "prl_fs", "lustre")
"""The beginnings of the names of file systems whose files other machines may have open."""
_MOUNTS = Path("/proc/self/mountinfo")


def choose_journal(connection: sqlite3.Connection, path: Path) -> None:
    """Set the journal of the file at `path`: WAL where it is safe, else DELETE.

    https://www.sqlite.org/wal.html: "All processes using a database must be on the same host computer".
    """
    if on_network(path):
        connection.execute("PRAGMA journal_mode=DELETE")
        return
    try:
        (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return  # another process has it open in its mode, which is kept
    if str(mode).lower() != "wal":
        connection.execute("PRAGMA journal_mode=DELETE")


def on_network(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Return whether the file is in a network folder, as far as the system says so."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    place = path.absolute().parent.resolve()
    best, kind = -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = fields[4].replace("\\040", " ")
        if (place == Path(point) or Path(point) in place.parents) and len(point) >= best:
            best, kind = len(point), after.split()[0]
    return kind.startswith(_NETWORK)
