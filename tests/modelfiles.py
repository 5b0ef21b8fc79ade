"""Small model files, good and hostile, for the tests of installing."""

from __future__ import annotations

import io
import random
import stat
import struct
import warnings
import zipfile

NOISE = random.Random(2).randbytes(300_000)
GGUF = struct.pack("<4sIQQ", b"GGUF", 3, 10, 20) + NOISE
CONTENTS = {
    "metadata": b'{"from_code": "ja", "to_code": "en", "package_version": "1.1"}',
    "model": NOISE[:200],
    "zeros": bytes(4_000_000),
}
MODES = {"link": stat.S_IFLNK, "pipe": stat.S_IFIFO}
GOOD = "p/metadata.json = metadata\np/README.md = text\np/model/model.bin = model\np/bpe.model = model"


def package(listed: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of a name that stands twice
        for line in listed.splitlines():
            name, _, content = (word.strip() for word in line.partition("="))
            item = zipfile.ZipInfo(name)
            item.compress_type = zipfile.ZIP_DEFLATED
            item.external_attr = (MODES.get(content, stat.S_IFREG) | 0o644) << 16
            archive.writestr(item, CONTENTS.get(content, content.encode()))
    return made.getvalue()
