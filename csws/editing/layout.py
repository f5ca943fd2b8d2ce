"""The files of a project in which settings stand, and which of them has a block. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from csws.editing.project import Texts, plain_at, tree_of
from csws.errors import CswsError
from csws.load.node import Node
from csws.load.project import FILE_NAME, open_project
from csws.model.frozen import frozen
from csws.model.place import Path
from csws.workflow.additions import home_of


@frozen
class Layout:
    """`shared` are csws.yaml and the included files, in the order in which they are read; `overlays` has the file of each
    account, None where it has none."""

    texts: Texts
    shared: tuple[str, ...]
    include: tuple[str, ...]
    overlays: Mapping[str, str | None]

    @property
    def is_of_several(self) -> bool:
        return len(self.overlays) > 1

    @property
    def files(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys([*self.shared, *filter(None, self.overlays.values())]))

    def tree(self, file: str) -> Node | None:
        return tree_of(self.texts.text(file) or "", file)

    def holder(self, path: Path) -> str | None:
        """The shared file that has a block; None where none does."""
        return next((file for file in self.shared if (found := self._at(file, path)) and found.value is not None), None)

    def overlays_with(self, path: Path) -> Iterator[str]:
        """The overlays that say something of a block, null too."""
        for file in dict.fromkeys(filter(None, self.overlays.values())):
            if self._at(file, path) is not None:
                yield file

    def overlay_of(self, account: str | None) -> str | None:
        """The overlay of an account; of the only one where None is asked for."""
        if account is None:
            return None if self.is_of_several else next(iter(self.overlays.values()), None)
        if account not in self.overlays:
            raise CswsError(f"This project has no account `{account}`.", hint="Check its name.", code="draft")
        return self.overlays[account]

    def home(self, block: Path) -> str:
        """The file for a block that no file has: one of the block's own name, which is empty by now, or as `csws import`
        would choose."""
        named = (name for name in self.shared if PurePosixPath(name).stem == block[-1] and self._is_free(name, block))
        words = tuple(map(str, block))
        return next(named, None) or home_of(self.texts.root, self.include, words)

    def check_readable(self) -> None:
        """Raises CswsError where a file cannot be read: it may have what is looked for."""
        for file in dict.fromkeys((FILE_NAME, *self.shared)):
            text = self.texts.text(file)
            if text is None or (self.tree(file) is None and text.strip()):
                message = f"`{file}` cannot be read, and may contain what this change is about."
                raise CswsError(message, hint="Correct the file in an editor first.", code="file")

    def with_text(self, file: str, text: str) -> Layout:
        """With another text of a file, which may be new."""
        shared = self.shared if file in self.files else (*self.shared, file)
        return Layout(
            texts=self.texts.with_text(file, text), shared=shared, include=self.include, overlays=self.overlays
        )

    def plain(self, file: str, path: Path) -> object:
        return plain_at(self.tree(file), path)

    def _at(self, file: str, path: Path) -> Node | None:
        tree = self.tree(file)
        return tree.at(path) if tree is not None else None

    def _is_free(self, file: str, block: Path) -> bool:
        held = self.plain(file, block[:1])
        return file != FILE_NAME and held in ({}, None)


def layout_of(texts: Texts) -> Layout:
    project = open_project(texts.root, texts.files())
    entries = {name: project.accounts[name].mapping.get("overlay") for name in project.names}
    overlays = {name: str(node.value) if node is not None and node.value else None for name, node in entries.items()}
    shared = tuple(file.name for file in project.files)
    return Layout(texts=texts, shared=shared, include=project.include, overlays=overlays)
