"""What a machine lacks is installed where that is allowed, and else named with the line to type.

Each machine is a folder of small scripts that stands for PATH; all that runs are processes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from tests.tools import needed, packaging_script

PACKAGING = Path(__file__).resolve().parents[3] / "packaging"
ROOT_UID, USER_UID = 0, 1000


class Machine:
    """A machine: its commands, what apt could bring, and what was asked of apt and sudo."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.store, self.log = folder / "bin", folder / "store", folder / "log"
        self.bin.mkdir()
        self.store.mkdir()
        for name in ("cp", "dirname", "env", "sed", "sh", "true"):
            (self.bin / name).symlink_to(shutil.which(name) or name)
        self.user(USER_UID)

    def command(self, name: str, script: str) -> None:
        """Have a command."""
        self._write(self.bin / name, script)

    def package(self, name: str, brings: str, script: str = "exit 0") -> None:
        """Have a package for apt, which brings a command."""
        (self.store / name).mkdir(exist_ok=True)
        self._write(self.store / name / brings, script)

    def user(self, uid: int) -> None:
        """Be this user."""
        self.command("id", f"echo {uid}")

    def apt(self, *, update: int = 0, install: int = 0, **candidates: str) -> None:
        """Have apt, with the versions it would install; the numbers are its exit codes."""
        self.command(
            "apt-get",
            f"""echo "${{DEBIAN_FRONTEND:-}} apt-get $*" >> {self.log}
            case "$*" in *update) exit {update} ;; esac
            [ {install} = 0 ] || exit {install}
            for word; do
                [ ! -d {self.store}/$word ] || cp {self.store}/$word/* {self.bin}
            done""",
        )
        lines = (f"{name}) echo '  Candidate: {of}' ;;" for name, of in candidates.items())
        self.command("apt-cache", f"case $2 in {' '.join(lines)} esac")

    def sudo(self, *, asks: bool) -> None:
        """Have sudo, which asks for a password or does not."""
        answer = "exit 1" if asks else 'shift; exec "$@"'
        self.command("sudo", f'echo "sudo $*" >> {self.log}; {answer}')

    def run(self, script: str, *words: str) -> tuple[int, str, str]:
        """Run a script of ``packaging/``: its exit code, output and complaint."""
        done = subprocess.run(
            [self.bin / "sh", PACKAGING / script, *words], env={"PATH": str(self.bin)},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    @property
    def asked(self) -> list[str]:
        """What was asked of apt and sudo."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    @staticmethod
    def _write(path: Path, script: str) -> None:
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with a user who may nothing, without apt and sudo."""
    return Machine(tmp_path)


@pytest.fixture
def doctor(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``packaging/doctor.py`` on that machine, in the hands of a person; no library is needed."""
    monkeypatch.setenv("PATH", str(machine.bin))
    monkeypatch.delenv("CI", raising=False)
    module = packaging_script("doctor")
    monkeypatch.setattr(module, "LIBRARIES", {})
    return module


UPDATE = " apt-get --quiet update"
INSTALL = (
    "noninteractive apt-get --quiet --yes --no-install-recommends -o DPkg::Lock::Timeout=120 "
    "install maps"
)


def test_root_has_the_packages_installed_from_fresh_lists(machine: Machine) -> None:
    machine.user(ROOT_UID)
    machine.apt()
    code, said, told = machine.run("bring.sh", "a map", "maps")
    assert (code, said) == (0, "")
    assert told == "setup: mapapp needs a map; installing maps with apt-get.\n"
    assert machine.asked == [UPDATE, INSTALL]


def test_sudo_without_a_password_is_made_use_of(machine: Machine) -> None:
    machine.apt()
    machine.sudo(asks=False)
    code, _, told = machine.run("bring.sh", "a map", "maps")
    assert (code, told.count("\n")) == (0, 1)
    assert [word for word in machine.asked if not word.startswith("sudo")] == [UPDATE, INSTALL]


def test_who_would_be_asked_for_a_password_is_told_the_line(machine: Machine) -> None:
    machine.apt()
    machine.sudo(asks=True)
    code, _, told = machine.run("bring.sh", "a map", "maps", "paper")
    assert (code, machine.asked) == (1, ["sudo -n true"])
    assert told == (
        "mapapp needs a map. Type: sudo apt-get update && sudo apt-get install maps paper\n"
    )


def test_a_machine_without_sudo_names_su(machine: Machine) -> None:
    machine.apt()
    code, _, told = machine.run("bring.sh", "a map", "maps")
    assert (code, machine.asked) == (1, [])
    assert told == "mapapp needs a map. Type: su -c 'apt-get update && apt-get install maps'\n"


def test_a_system_without_apt_hears_the_packages(machine: Machine) -> None:
    machine.user(ROOT_UID)
    code, _, told = machine.run("bring.sh", "a map", "maps")
    assert code == 1
    assert told == "mapapp needs a map (on Debian: maps); install that with your system's tool.\n"


def test_lists_that_cannot_be_renewed_may_do(machine: Machine) -> None:
    machine.user(ROOT_UID)
    machine.apt(update=100)
    assert machine.run("bring.sh", "a map", "maps")[0] == 0


def test_an_install_that_fails_is_told(machine: Machine) -> None:
    machine.user(ROOT_UID)
    machine.apt(install=100)
    code, _, told = machine.run("bring.sh", "a map", "maps")
    assert code == 1
    assert told.endswith("apt-get could not install maps; it says above why.\n")


def test_a_new_python_is_taken_and_nothing_installed(machine: Machine) -> None:
    machine.apt(python3="3.12.3")
    machine.command("python3", "exit 1")
    machine.command("python3.12", "exit 0")
    assert machine.run("python.sh") == (0, "python3.12\n", "")
    assert machine.asked == []


@pytest.mark.parametrize(
    ("candidates", "package"),
    [
        ({"python3": "3.13.5-1"}, "python3"),
        ({}, "python3"),  # apt of a fresh machine has no lists
        ({"python3": "3.10.6-1~22.04", "python3.11": "3.11.0~rc1-1"}, "python3.11"),
    ],
)
def test_python_is_brought_with_its_venv(
    machine: Machine, candidates: dict[str, str], package: str
) -> None:
    machine.user(ROOT_UID)
    machine.apt(**candidates)
    machine.package(package, brings=package)
    code, said, told = machine.run("python.sh")
    assert (code, said) == (0, f"{package}\n")
    assert machine.asked[-1].endswith(f" install {package} {package}-venv")
    assert "Python 3.11 or later" in told


@pytest.mark.parametrize("candidates", [{"python3": "3.9.2-3"}, {}])
def test_a_release_with_an_old_python_only_is_told(
    machine: Machine, candidates: dict[str, str]
) -> None:
    machine.user(ROOT_UID)
    machine.apt(**candidates)
    machine.package("python3", brings="python3", script="exit 1")
    code, said, told = machine.run("python.sh")
    assert (code, said) == (1, "")
    assert "python.org" in told.splitlines()[-1]
    assert len(machine.asked) == (0 if candidates else 2)


def test_without_a_right_to_install_the_line_for_python_is_told(machine: Machine) -> None:
    machine.apt(python3="3.11.2-1+b1")
    machine.sudo(asks=True)
    code, said, told = machine.run("python.sh")
    assert (code, said) == (1, "")
    assert told.endswith("sudo apt-get install python3 python3-venv\n")


def test_a_missing_library_is_brought(
    machine: Machine, doctor: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.user(ROOT_UID)
    machine.apt()
    monkeypatch.setitem(doctor.LIBRARIES, "libnothere.so.1", "maps")
    assert doctor.main([]) == 0
    assert machine.asked[1:] == [INSTALL]


def test_many_missing_parts_are_one_short_line(
    machine: Machine,
    doctor: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    machine.apt()
    machine.sudo(asks=True)
    for number in range(50):
        monkeypatch.setitem(doctor.LIBRARIES, f"libnothere.so.{number}", "maps")
    assert doctor.main([]) == 1
    assert capfd.readouterr().err == (
        "mapapp needs libnothere.so.0, libnothere.so.1, libnothere.so.2 and 47 more. "
        "Type: sudo apt-get update && sudo apt-get install maps\n"
    )


@pytest.mark.parametrize("arguments", [[], ["--tests"]])
def test_a_machine_that_has_everything_hears_nothing(
    machine: Machine,
    doctor: ModuleType,
    arguments: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    machine.user(ROOT_UID)
    machine.apt()
    for tool in doctor.TEST_TOOLS:
        machine.command(tool, "exit 0")
    assert doctor.main(arguments) == 0
    assert (capfd.readouterr(), machine.asked) == (("", ""), [])


@pytest.mark.parametrize(
    ("package", "libc", "name"),
    [
        ("libasound2", "2.36", "libasound2"),
        ("libasound2", "2.39", "libasound2t64"),
        ("libglib2.0-0", "2.41", "libglib2.0-0t64"),
        ("libx11-6", "2.41", "libx11-6"),
    ],
)
def test_packages_have_the_names_of_the_release(
    doctor: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    package: str,
    libc: str,
    name: str,
) -> None:
    monkeypatch.setattr(os, "confstr", lambda name: f"glibc {libc}")
    assert doctor.apt_name(package) == name


def test_missing_tools_of_tests_stop_ci_but_no_person(
    machine: Machine,
    doctor: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    machine.apt()
    machine.sudo(asks=True)
    assert doctor.main(["--tests"]) == 0
    said = capfd.readouterr().err.splitlines()
    assert said[0].endswith("sudo apt-get install gdal-bin poppler-utils xvfb")
    assert "skipped" in said[1]
    monkeypatch.setenv("CI", "true")
    assert doctor.main(["--tests"]) == 1


def test_missing_tools_of_tests_are_brought(machine: Machine, doctor: ModuleType) -> None:
    machine.user(ROOT_UID)
    machine.apt()
    for tool, package in doctor.TEST_TOOLS.items():
        machine.package(package, brings=tool)
    assert doctor.main(["--tests"]) == 0
    assert not list(doctor.missing_tools())


def test_a_test_without_its_tool_is_skipped_by_name(doctor: ModuleType) -> None:
    with pytest.raises(pytest.skip.Exception, match="pdftotext is missing; install poppler-utils"):
        needed("pdftotext")


def test_no_test_is_skipped_in_ci(doctor: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises((pytest.fail.Exception, pytest.skip.Exception)) as ended:
        needed("pdftotext")
    assert isinstance(ended.value, pytest.fail.Exception)


def test_a_tool_that_is_there_is_found(machine: Machine, doctor: ModuleType) -> None:
    machine.command("pdftotext", "exit 0")
    assert needed("pdftotext") == os.fspath(machine.bin / "pdftotext")
