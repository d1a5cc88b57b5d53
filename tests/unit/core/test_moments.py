"""Dates with a time of the day, as cards write them."""

from __future__ import annotations

import pytest

from mapapp.core.dates import moment_text


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("2023-05-19T08:30:00.000Z", "2023-05-19 08:30 UTC"),
        ("2023-05-19 08:30:00.000000", "2023-05-19 08:30"),
        ("2023-05-19T08:30", "2023-05-19 08:30"),
        ("2023-05-19T08:30:05+08:00", "2023-05-19 08:30:05 UTC+8"),
        ("2023-05-19T08:30:05.250-0330", "2023-05-19 08:30:05.25 UTC-3:30"),
        ("2023-05-19T08:30:00+00", "2023-05-19 08:30 UTC"),
        ("2023-05-19", "2023-05-19"),
        ("2023-02-30T08:30", "2023-02-30T08:30"),
        ("at 2023-05-19T08:30", "at 2023-05-19T08:30"),
    ],
)
def test_a_moment_is_written_as_people_read_it(stored: str, read: str) -> None:
    assert moment_text(stored) == read
