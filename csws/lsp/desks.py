"""The projects that are open in an editor, each found by the csws.yaml above a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from csws.load.project import FILE_NAME
from csws.lsp.convert import path_of
from csws.lsp.desk import Desk, Listen


class Desks:
    """`folders` are those that the editor has opened: no csws.yaml above them is looked for."""

    def __init__(self, told: Listen) -> None:
        self.folders: list[Path] = []
        self.encoding = "utf-16"
        self._told = told
        self._by_root: dict[Path, Desk] = {}
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="csws")

    def open_folders(self, uris: Iterable[str]) -> None:
        """Checks the projects that are folders of the editor, before any file of them is opened."""
        self.folders = [path for uri in uris if (path := path_of(uri)) is not None]
        for folder in self.folders:
            if (folder / FILE_NAME).is_file():
                self._desk(folder).later()

    def all(self) -> Iterator[Desk]:
        yield from self._by_root.values()

    def at(self, uri: str) -> tuple[Desk, str] | None:
        """The project of a file, and the file's name there."""
        path = path_of(uri)
        root = self._root_above(path) if path is not None else None
        if path is None or root is None:
            return None
        desk = self._desk(root)
        name = desk.name_of(path)
        return None if name is None else (desk, name)

    def of_root(self, uri: str) -> Desk | None:
        return self._by_root.get(path_of(uri) or Path())

    def _root_above(self, path: Path) -> Path | None:
        """The nearest folder with a csws.yaml, saved or being typed."""
        if path.name == FILE_NAME:
            return path.parent
        inside = [folder for folder in self.folders if path.is_relative_to(folder)]
        for folder in path.parents:
            if folder in self._by_root or (folder / FILE_NAME).is_file():
                return folder
            if folder in inside:
                return None
        return None

    def _desk(self, root: Path) -> Desk:
        if root not in self._by_root:
            self._by_root[root] = Desk(root, self.encoding, self._pool, self._told)
        return self._by_root[root]
