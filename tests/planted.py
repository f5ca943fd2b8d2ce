"""The token that is planted in every test, and where to look for it afterwards: in ten and more
spellings, whole or in part."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

SECRET = "pat-eu1-Zq7v0KxW-93hT-4mLr-8dNb-u2JfYc6GsP1e"
PREFIX = "pat-eu1-"  # how every token begins: not a secret


def base64_at(shift: int, urlsafe: bool = False) -> str:
    """The token in base64 behind something else, as in `user:token`."""
    encode = base64.urlsafe_b64encode if urlsafe else base64.b64encode
    return encode(b"x" * shift + SECRET.encode()).decode()


SPELLINGS = {
    "plain": SECRET,
    "repr": repr(f"Bearer {SECRET}".encode()),
    "percent": "".join(f"%{sign:02X}" for sign in SECRET.encode()),
    "quoted": quote(f"Bearer {SECRET}"),
    "json": "".join(f"\\u{sign:04x}" for sign in SECRET.encode()),
    "json, upper case": "".join(f"\\u{sign:04X}" for sign in SECRET.encode()),
    "bytes, upper case": "".join(f"\\x{sign:02X}" for sign in SECRET.encode()),
    "base64": base64_at(0),
    "base64 of user:token": base64_at(1),
    "base64 of header": base64_at(2, urlsafe=True),
    "hex": SECRET.encode().hex(),
    "upper case": SECRET.upper(),
    "backward": SECRET[::-1],
    "first part": SECRET[: len(PREFIX) + 8],
    "last part": SECRET[-9:],
    "html": "".join(f"&#{sign};" for sign in SECRET.encode()),
    "html, hexadecimal": "".join(f"&#x{sign:x};" for sign in SECRET.encode()),
    "html, upper case": "".join(f"&#x{sign:X};" for sign in SECRET.encode()),
}
# Each without its first characters, which spell only the prefix, and its last, which a neighbor may
# share.
KERNELS = [text.strip("'=")[-34:-2] for text in SPELLINGS.values() if len(text) > 20]


def leaves(folder: Path, *results: Any) -> Iterator[str]:
    """Everything that commands printed, and every file that they left."""
    yield from (text for done in results for text in (done.out, done.err))
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes().decode("utf-8", "replace")


def parts() -> tuple[str, ...]:
    """What no output may contain."""
    return (SECRET[len(PREFIX) :], SECRET[-9:], *KERNELS)


def assert_hidden(texts: Iterable[str]) -> None:
    for text in texts:
        for part in parts():
            assert part not in text
