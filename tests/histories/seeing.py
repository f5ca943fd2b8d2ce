"""Acts on the record alone, and those that write the YAML of what was seen: observe, import and adopt."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from csws.model.yaml_text import flow_text
from tests.histories.book import READS, Act
from tests.histories.editing import ANY, at
from tests.histories.life import Life
from tests.histories.project import KEYS, NAMES, block
from tests.histories.running import WHO

VALUES = st.sampled_from(
    [
        *(("name", name) for name in NAMES),
        ("description", "Seen"),
        ("description", ""),
        ("teams", "[Team 4]"),
        ("teams", "[]"),
        ("revenue.show", "true"),
    ]
)


class Seeing:
    life: Life

    def _observe(self, who: str, name: str, *words: str) -> None:
        act = Act(kind="observed", who=who, accounts=[name])
        self.life.does(act, "--account", name, "observe", *words, "--operator", who)

    def _unmanaged(self, name: str) -> list[str]:
        spaces = self.life.books[name].states[-1].spaces
        return [identity for identity, space in spaces.items() if space["key"] is None and "kind" not in space]

    @rule(who=WHO, where=ANY, seen=st.dictionaries(ANY, VALUES, min_size=1, max_size=3))
    def observe(self, who: str, where: int, seen: dict[int, tuple[str, str]]) -> None:
        name = self.life.account(where)
        managed = self.life.books[name].states[-1].managed
        pairs = {f"workspace.{at(managed, key)}.{path}": value for key, (path, value) in seen.items()}
        self._observe(who, name, *(word for path, value in pairs.items() for word in ("--set", f"{path}={value}")))

    @rule(who=WHO, where=ANY, key=ANY)
    def observe_gone(self, who: str, where: int, key: int) -> None:
        name = self.life.account(where)
        keys = self.life.books[name].states[-1].managed.keys() - {"primary"}
        if keys:
            self._observe(who, name, "--set", f"workspace.{at(keys, key)}=null")

    @rule(who=WHO, where=ANY, name=st.sampled_from(["By hand", *NAMES]))
    def observe_new(self, who: str, where: int, name: str) -> None:
        self._observe(who, self.life.account(where), "--set", f"workspace.hand.name={name}")

    @rule(who=WHO, where=ANY, one=ANY, value=st.one_of(st.just(("", "null")), VALUES))
    def observe_unmanaged(self, who: str, where: int, one: int, value: tuple[str, str]) -> None:
        name = self.life.account(where)
        if ids := self._unmanaged(name):
            path = f"unmanaged.{at(ids, one)}" + (f".{value[0]}" if value[0] else "")
            self._observe(who, name, "--set", f"{path}={value[1]}")

    @rule(who=WHO, where=ANY, sheet=st.sampled_from(["export", "worksheet"]))
    def observe_sheet(self, who: str, where: int, sheet: str) -> None:
        """Everything as it is known: no news."""
        name = self.life.account(where)
        exported = self.life.does(READS, "--account", name, sheet)
        if exported.code == 0 and self.life.books[name].texts:
            file = self.life.project.root.parent / "sheet.yaml"
            file.write_text(exported.out)
            before = len(self.life.books[name].texts)
            self._observe(who, name, str(file))
            assert len(self.life.books[name].texts) == before, exported.out

    @rule(
        where=ANY,
        wrong=st.sampled_from(
            ["workspace.a.foo=1", "workspace.a.teams={}", "x", "unmanaged.none=null", "workspace.hand=null"]
        ),
    )
    def observe_wrongly(self, where: int, wrong: str) -> None:
        result = self.life.does(READS, "--account", self.life.account(where), "observe", "--set", wrong)
        assert result.code in (3, 64), result

    @rule(who=WHO, where=ANY, one=ANY, key=st.sampled_from(KEYS), writes=st.booleans())
    def import_one(self, who: str, where: int, one: int, key: str, writes: bool) -> None:
        name, project = self.life.account(where), self.life.project
        ids = self._unmanaged(name)
        if not ids:
            return
        identity = at(ids, one)
        space = self.life.books[name].states[-1].spaces[identity]
        if key not in project.spaces and (not writes or len(project.accounts) > 1):
            project.spaces[key] = block(space["name"])
            project.data["removed"] = [item for item in project.data["removed"] if item != key]
            project.write()
        act = Act(kind="imported", who=who, accounts=[name])
        self.life.does(act, "--account", name, "import", f"{key}=id:{identity}", "--operator", who)
        project.read()

    @rule(
        who=WHO, where=ANY, one=ANY, value=VALUES, key=st.sampled_from(KEYS), name=st.sampled_from(["By hand", *NAMES])
    )
    def adopt(self, who: str, where: int, one: int, value: tuple[str, str], key: str, name: str) -> None:
        """A sheet with something about a declared workspace, and perhaps with a new one."""
        account, project = self.life.account(where), self.life.project
        managed = self.life.books[account].states[-1].managed
        tab, _, field = value[0].rpartition(".")
        seen = f"{{{field}: {value[1]}}}"
        blocks = {at(managed.keys() & project.spaces.keys(), one): f"{{{tab}: {seen}}}" if tab else seen}
        if key not in managed and name not in {space.get("name") for space in managed.values()}:
            blocks[key] = flow_text(block(name))
        sheet = project.root.parent / "sheet.yaml"
        lines = [f"  {key}: {text}\n" for key, text in blocks.items()]
        sheet.write_text("".join([f"account: {account}\nworkspaces:\n", *lines]))
        act = Act(kind="imported", who=who, accounts=[account], adopts=True)
        result = self.life.does(act, "--account", account, "adopt", str(sheet), "--by", who)
        assert (result.code == 64) == (len(project.accounts) > 1), result
        project.read()

    @rule(who=WHO)
    def adopt_worksheet(self, who: str) -> None:
        """Everything as it is known and declared: no news, and no file changes."""
        (account, *others), root = self.life.project.accounts, self.life.project.root
        book = self.life.books[account]
        exported = self.life.does(READS, "--account", account, "worksheet")
        if others or exported.code or not book.states[-1].managed.keys() <= self.life.project.spaces.keys():
            return
        sheet, before = root.parent / "sheet.yaml", (root / "csws.yaml").read_text()
        sheet.write_text(exported.out)
        known = len(book.texts)
        act = Act(kind="imported", who=who, accounts=[account], adopts=True)
        self.life.does(act, "adopt", str(sheet), "--by", who)
        assert (len(book.texts), (root / "csws.yaml").read_text()) == (known, before), exported.out
