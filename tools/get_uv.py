"""Print the path of `uv`: the one on PATH, or one installed into `.uv/` from the package registry.

Standard library only: it runs before anything is installed. Tries pip in a virtual environment first, because pip has
the user's registry settings; without `venv` or `pip` (Debian's bare python3), it downloads the wheel itself.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin

HERE = Path(__file__).resolve().parent.parent / ".uv"
VERSION = "0.13.9"
"""Used when uv has to be installed; a uv on PATH that is not older than `OLDEST` is also used."""
OLDEST = (0, 5)


def main() -> int:
    """Print the path, or an error."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs on any python3
        return fail(
            f"python3 is {platform.python_version()}; bilingual needs 3.11 or newer - try make PYTHON=python3.11"
        )
    found = shutil.which("uv")
    own = HERE / "bin" / "uv"
    if found and works(found):
        sys.stdout.write(found)
        return 0
    if not works(str(own)):
        sys.stderr.write("installing uv into .uv/ …\n")
        if not (with_pip() or with_wheel()):
            return fail("uv could not be installed - is a package registry reachable? (PIP_INDEX_URL, https_proxy)")
    sys.stdout.write(str(own))
    return 0


def works(uv: str) -> bool:
    """Return whether this uv runs and is new enough for the lock file."""
    try:
        done = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        version = tuple(int(part) for part in done.stdout.split()[1].split(".")[:2])
    except (OSError, IndexError, ValueError):
        return False
    return done.returncode == 0 and version >= OLDEST


def with_pip() -> bool:
    """Install uv with pip into a virtual environment."""
    steps = (
        [sys.executable, "-m", "venv", str(HERE)],
        [str(HERE / "bin" / "python"), "-m", "pip", "install", "--quiet", f"uv=={VERSION}"],
    )
    try:
        return all(subprocess.run(step, stdout=2, check=False).returncode == 0 for step in steps)  # noqa: S603
    except OSError:
        return False


def with_wheel() -> bool:
    """Download uv's wheel from the registry's simple index, check its hash, and extract the program."""
    index = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple/"
    page = index.rstrip("/") + "/uv/"
    tag = {"x86_64": "manylinux_2_17_x86_64", "aarch64": "manylinux_2_17_aarch64", "arm64": "macosx_11_0_arm64"}.get(
        platform.machine(), ""
    )
    try:
        request = urllib.request.Request(page, headers={"Accept": "application/vnd.pypi.simple.v1+json"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            files = json.load(answer)["files"]
        wheel = next(f for f in files if f["filename"].startswith(f"uv-{VERSION}-") and tag and tag in f["filename"])
        with urllib.request.urlopen(urljoin(page, wheel["url"]), timeout=120) as answer:  # noqa: S310
            data = answer.read()
        if hashlib.sha256(data).hexdigest() != wheel["hashes"]["sha256"]:
            return False
        archive = zipfile.ZipFile(io.BytesIO(data))
        member = next(name for name in archive.namelist() if name.endswith("/scripts/uv"))
        target = HERE / "bin" / "uv"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(member))
        target.chmod(0o755)
    except (OSError, ValueError, KeyError, StopIteration, zipfile.BadZipFile) as error:
        sys.stderr.write(f"{error}\n")
        return False
    return works(str(target))


def fail(message: str) -> int:
    """Print the message and return a failing exit code."""
    sys.stderr.write(f"{message}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
