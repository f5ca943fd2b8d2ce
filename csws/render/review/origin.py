"""Where the plan comes from and who made it, as the head of a page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from csws.model.frozen import frozen
from csws.render.about import About
from csws.render.words import Words, clean

_RUN = re.compile(r"/(?:runs|pipelines|jobs)/([0-9]+)")
_NUMBER = re.compile(r"/([0-9]+)/?\Z")


@frozen(kw_only=False)
class Crumb:
    """A part of the line; `url` is "" where it is no link, `time` is one for machines."""

    text: str
    url: str = ""
    time: str = ""


def crumbs(about: About, words: Words) -> Iterator[Crumb]:
    if about.pull:
        yield Crumb(words.plain("page.merge" if is_merge(about) else "page.pull", n=pull_number(about)), about.pull)
    if about.commit:
        name = urlsplit(about.commit).path.rstrip("/").rpartition("/")[2]
        yield Crumb(words.plain("page.commit", n=name[:7]), about.commit)
    if about.run:
        found = _RUN.search(urlsplit(about.run).path)
        yield Crumb(words.plain("page.run", n=found[1] if found else ""), about.run)
    if about.by:
        yield Crumb(words.plain("page.by", by=about.by))
    if about.at:
        at = _time(about.at)
        yield Crumb(at if about.by else words.plain("page.at", at=at), time=about.at)


def is_merge(about: About) -> bool:
    """Whether the forge of this URL calls it a merge request."""
    return "/merge_requests/" in urlsplit(about.pull).path


def pull_number(about: About) -> str:
    found = _NUMBER.search(urlsplit(about.pull).path)
    return found[1] if found else clean(about.pull)


def _time(text: str) -> str:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        return f"{at:%Y-%m-%d %H:%M}"
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
