"""A Dask cluster (extra `csws[dask]`). Its workers need csws, and their own access to the accounts'
database. From this machine they get only the project files that each account needs.

If a worker dies, the scheduler gives its task to another one. Work and results are pickled: anybody
who can reach the scheduler can run code on its workers, so keep it inside your network (see
docs/fleets.md).
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from csws import __version__
from csws.errors import CswsError, UsageFault

CONNECT = 10  # seconds to wait for the scheduler
WORKERS = 30  # seconds to wait for the first worker


class Cluster(Executor):
    """Dask searches its arguments for its own types of values; in packed arguments it finds
    none."""

    def __init__(self, inner: Executor) -> None:
        self._inner = inner

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        return self._inner.submit(done, __version__, pickle.dumps((work, arguments, named)))


def done(version: str, packed: bytes) -> Any:
    """Runs in the worker. Raises CswsError if it has another version of csws, because plans could
    differ."""
    if version != __version__:  # this worker joined after the first check
        raise CswsError(
            f"A worker of the cluster has csws {__version__}, but csws {version} started the run.",
            hint="Install the same version everywhere.",
            code="versions_differ",
        )
    work, arguments, named = pickle.loads(packed)
    return work(*arguments, **named)


def version_here() -> str:
    """Runs in the worker."""
    return __version__


def _check_versions(found: Iterable[object]) -> None:
    """Checks the workers before the run starts. A worker that cannot report a version has no
    csws."""
    for version in found:
        if version != __version__:
            raise _other_version(version if isinstance(version, str) else None)


def _other_version(there: str | None) -> CswsError:
    return CswsError(
        f"A worker of the cluster has {f'csws {there}' if there else 'no csws'}, and this is csws {__version__}.",
        hint="Install the same version everywhere.",
        code="versions_differ",
    )


@contextmanager
def opened(address: str, jobs: int) -> Iterator[Executor]:
    if not address:
        raise UsageFault("The address of the Dask cluster is missing.", hint="Write it as dask:tcp://HOST:8786.")
    with _client(address) as client:
        try:
            client.wait_for_workers(1, timeout=WORKERS)
        except TimeoutError as error:
            raise CswsError(
                f"The Dask cluster at `{address}` has no workers.",
                hint="Start one: dask worker ADDRESS",
                code="no_worker",
            ) from error
        _check_versions(client.run(version_here, on_error="return").values())
        yield Cluster(client.get_executor(pure=False))


def _silence_dask() -> None:
    """Silences Dask's loggers, each at its own level: csws reports what matters itself."""
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("distributed"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise CswsError(
            "Dask is not installed.", hint="Install it beside csws: pip install distributed", code="not_installed"
        ) from error
    _silence_dask()
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise CswsError(
            f"No Dask scheduler answers at `{address}`.",
            hint="Check the address, and that `dask scheduler` is running there.",
            code="no_scheduler",
        ) from error
