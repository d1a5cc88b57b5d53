"""Run ``python -m mapapp``."""

from __future__ import annotations

from mapapp.cli import run

if __name__ == "__main__":
    run()
