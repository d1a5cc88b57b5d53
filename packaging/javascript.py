"""Lint and type-check the JavaScript of ``resources``, and write the types of its protocol.

``javascript.py check`` runs ESLint and TypeScript over both folders. Both come from npm, pinned
by ``packaging/javascript/package-lock.json``, and are installed into ``build/javascript`` when
that changes; installed, they need no network. ``javascript.py protocol`` writes
``resources/web/protocol.d.ts`` anew after a change of ``mapapp/bridge/messages.py``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import assets

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "packaging" / "javascript"
TOOLS = ROOT / "build" / "javascript"
LINT_RULES = "eslint.config.js"
INSTALLED = ("package.json", "package-lock.json", ".npmrc")
CHECKED = (ROOT / "resources" / "web", ROOT / "resources" / "html")
PROTOCOL = ROOT / "resources" / "web" / "protocol.d.ts"


def install() -> None:
    """Bring ``build/javascript`` up to the pins; its stamp comes last, as that of an asset."""
    stamp_file, stamp = TOOLS / "stamp", _stamp()
    TOOLS.mkdir(parents=True, exist_ok=True)
    if not stamp_file.is_file() or stamp_file.read_text() != stamp:
        print("javascript: installing ESLint and TypeScript", flush=True)
        stamp_file.unlink(missing_ok=True)
        for name in INSTALLED:
            shutil.copy(PINS / name, TOOLS)
        assets.npm_ci(TOOLS, "ESLint and TypeScript")
        stamp_file.write_text(stamp)
    shutil.copy(PINS / LINT_RULES, TOOLS)  # it imports its rules from beside itself


def check() -> int:
    """Run both tools; 0 if neither complains."""
    install()
    rules = ("--config", str(TOOLS / LINT_RULES), "--max-warnings", "0")
    lint = _run("eslint/bin/eslint.js", *rules, *map(str, CHECKED))
    types = _run("typescript/bin/tsc", "--project", str(PINS / "tsconfig.json"))
    return lint or types


def _run(script: str, *arguments: str) -> int:
    command = [*assets.node(), str(TOOLS / "node_modules" / script), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _stamp() -> str:
    return sha256(b"".join((PINS / name).read_bytes() for name in INSTALLED)).hexdigest()


def main(arguments: list[str]) -> int:
    """Check, or write the protocol's types."""
    if arguments == ["check"]:
        return check()
    if arguments == ["protocol"]:
        from protocol_types import protocol_types

        PROTOCOL.write_text(protocol_types(), encoding="utf-8")
        return 0
    raise SystemExit("Say `javascript.py check` or `javascript.py protocol`.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
