"""A release: the same bytes wherever and whenever it is built, and what it consists of."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from scripts.release import (
    ROOT,
    SUMS,
    build,
    check_tag,
    describe,
    epoch_of,
    first_lines,
    installed,
    release,
    run,
    try_out,
    version_of,
    write_sums,
)
from tests.effort import only_full

PINS = ROOT / "scripts/requirements-release.txt"
VERSION = version_of(ROOT)
MAIN_JOB = (
    "init x",
    "-C x validate",
    "-C x plan --format html",
    "-C x fmt --check",
    "-C x apply --auto-approve",
    "schema plan",
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not among the files that tests make: a clone contains the planted token."""
    with TemporaryDirectory(prefix="csws-release-test-") as scratch:
        yield Path(scratch)


@pytest.fixture(scope="module")
def main_job() -> list[subprocess.CompletedProcess[str]]:
    """What the program of the installed wheel did while the release was made."""
    return []


@pytest.fixture(scope="module")
def built(folder, main_job) -> Path:
    """All files of a release, after all its checks."""

    def tried(python: Path, scratch: Path, readme: Path) -> None:
        try_out(python, scratch, readme)
        main_job.extend(started(python.with_name("csws"), scratch, words) for words in MAIN_JOB)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scripts.release.try_out", tried)
        patch.setenv("PIP_NO_COMPILE", "1")  # most of what is installed is never imported
        release(ROOT, folder / "one")
    return folder / "one"


def started(program: Path, folder: Path, words: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [program, *words.split()],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def again(folder) -> Path:
    """The same from another clone in another folder, with another umask, time zone and language, and with files
    that are years old."""
    clone, out = folder / "another place" / "clone", folder / "again"
    old = os.umask(0o077)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TZ", "Asia/Tokyo")
            patch.setenv("LC_ALL", "C")
            subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
            for path in clone.rglob("*"):
                os.utime(path, (10**9, 10**9))
            wheel = build(clone, folder / "second clone", out)
            describe(installed(wheel, folder / "elsewhere"), clone, out)
            write_sums(out)
    finally:
        os.umask(old)
    return out


@only_full
def test_two_builds_have_the_same_bytes(built, again):
    assert sorted(path.name for path in built.iterdir()) == [
        SUMS,
        f"csws-{VERSION}-py3-none-any.whl",
        f"csws-{VERSION}.cdx.json",
        f"csws-{VERSION}.constraints.txt",
        f"csws-{VERSION}.tar.gz",
    ]
    for path in built.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_the_checksums_are_those_of_all_files(built):
    lines = [line.split("  ") for line in (built / SUMS).read_text(encoding="utf-8").splitlines()]
    assert {name: checksum for checksum, name in lines} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in built.iterdir() if path.name != SUMS
    }


def test_the_wheel_does_the_main_job_by_itself(built, main_job):
    """In an empty environment, outside the checkout, by the program that it installs."""
    assert [done.returncode for done in main_job] == [0] * len(MAIN_JOB), [done.stderr for done in main_job]
    assert "urn:csws:schema:plan" in main_job[-1].stdout


def test_all_times_are_that_of_the_commit(built):
    epoch = int(epoch_of(ROOT)["SOURCE_DATE_EPOCH"])
    with tarfile.open(built / f"csws-{VERSION}.tar.gz") as sdist:
        assert {member.mtime for member in sdist.getmembers()} == {epoch}
        assert {(member.uid, member.gid, member.uname) for member in sdist.getmembers()} == {(0, 0, "")}
    with zipfile.ZipFile(built / f"csws-{VERSION}-py3-none-any.whl") as wheel:
        assert len({item.date_time for item in wheel.infolist()}) == 1


def test_the_packages_contain_what_they_need_and_no_more(built):
    with zipfile.ZipFile(built / f"csws-{VERSION}-py3-none-any.whl") as wheel:
        names = wheel.namelist()
    assert {name.split("/")[0] for name in names} == {"csws", f"csws-{VERSION}.dist-info"}
    assert "csws/_schemas/config.schema.json" in names
    assert f"csws-{VERSION}.dist-info/licenses/LICENSE" in names
    with tarfile.open(built / f"csws-{VERSION}.tar.gz") as sdist:
        inside = {name.split("/", 1)[1] for name in sdist.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "tests/conftest.py"} <= inside


def test_the_bill_of_materials_lists_what_is_installed(built):
    document = json.loads((built / f"csws-{VERSION}.cdx.json").read_text(encoding="utf-8"))
    assert document["bomFormat"] == "CycloneDX"
    root = document["metadata"]["component"]
    assert (root["name"], root["version"]) == ("csws", VERSION)
    found = {f"{item['name']}=={item['version']}" for item in document["components"]}
    frozen = (built / f"csws-{VERSION}.constraints.txt").read_text(encoding="utf-8").split()
    assert found - {f"csws=={VERSION}"} == set(frozen)
    needed = {
        re.split(r"[>=; ]", line)[0].lower()
        for line in ("click", "PyYAML", "jsonschema", "deepdiff", "Jinja2", "httpx")
    }
    assert needed <= {line.split("==")[0].lower() for line in frozen}


def test_the_bill_of_materials_names_no_machine_and_no_moment(built, folder):
    text = (built / f"csws-{VERSION}.cdx.json").read_text(encoding="utf-8")
    assert str(folder) not in text
    assert "file:" not in text
    assert "serialNumber" not in json.loads(text)


def test_the_first_lines_of_the_readme_are_run():
    assert [words[0] for words in first_lines(ROOT / "README.md")] == ["init", "-C", "-C", "-C", "-C"]


@only_full
def test_a_wheel_that_does_not_work_is_no_release(built, again, folder):
    """The checks run the wheel, not the checkout."""
    broken = folder / "broken" / f"csws-{VERSION}-py3-none-any.whl"
    broken.parent.mkdir()
    with zipfile.ZipFile(built / broken.name) as good, zipfile.ZipFile(broken, "w") as bad:
        for item in good.infolist():
            if item.filename != "csws/starter/csws.yaml":
                bad.writestr(item, good.read(item))
    (python,) = (path for path in (folder / "elsewhere").glob("*/python*") if path.stem == "python")
    run("-m", "pip", "--python", python, "install", "--force-reinstall", "--no-deps", broken)
    with pytest.raises(SystemExit, match=r"-m csws init demo` exited"):
        try_out(python, broken.parent, ROOT / "README.md")


def test_a_wrong_tag_is_refused():
    check_tag(None, "1.2.3")
    check_tag("v1.2.3", "1.2.3")
    with pytest.raises(SystemExit, match=r"The tag is v1\.2\.4, but pyproject\.toml says 1\.2\.3\."):
        check_tag("v1.2.4", "1.2.3")


def test_the_tools_have_exact_versions_and_are_those_of_the_tests():
    pins = [line for line in PINS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z-]+==\d+(\.\d+)+", pin) for pin in pins)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert all(f'"{pin.split("==")[0]}>=' in project for pin in pins)


@pytest.mark.skipif(sys.platform != "linux", reason="hadolint is installed on Linux only")
def test_hadolint_finds_nothing_in_the_recipe_of_the_image(tmp_path):
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert program is not None, "hadolint is not installed: make setup"
    assert subprocess.run([program, ROOT / "Containerfile"], capture_output=True, encoding="utf-8").stdout == ""
    planted = tmp_path / "Containerfile"
    planted.write_text("FROM python\nRUN pip install csws\n", encoding="utf-8")
    assert "DL3006" in subprocess.run([program, planted], capture_output=True, encoding="utf-8").stdout


def test_the_image_has_a_named_base_and_no_root():
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("FROM ")] == ["FROM python:3.14-slim-trixie"]
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001"]
    assert lines.index("USER 10001") > max(at for at, line in enumerate(lines) if line.startswith("RUN "))


@pytest.mark.parametrize(
    "file", ["Containerfile", "Makefile", "scripts/release.py", ".github/workflows/release.yml", "SECURITY.md"]
)
def test_nothing_is_published_or_fetched_under_a_name_that_nobody_holds(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    text = "".join(line for line in text.splitlines(keepends=True) if "@echo" not in line and not line.startswith("#"))
    assert not re.search(r"(install|pull|FROM) (-\S+ )*csws\b|repository-url|ghcr|docker\.io|pypi\.org", text)
