"""Bad files get one sentence each, and stay as they are, as does their folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mapapp.core.errors import DataError
from mapapp.store.files.inspecting import inspect_file
from tests.data.bad.gallery import GALLERY, Bad, state


@pytest.mark.parametrize("bad", GALLERY.values(), ids=GALLERY)
def test_a_bad_file_gets_its_sentence_and_stays_as_it_is(bad: Bad, tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    path = bad.make(folder)
    for each in folder.iterdir():
        if not each.is_symlink():
            os.utime(each, (1e9, 1e9))
    before = state(folder)
    if bad.outcome == "refused":
        with pytest.raises(DataError, match=bad.said) as caught:
            inspect_file(path)
        said = str(caught.value)
        assert "\n" not in said
        assert path.name in said
    else:
        report = inspect_file(path)[0]
        assert any(re.search(bad.said, problem) for problem in (*report.problems, ""))
    assert state(folder) == before
    assert [each.name for each in tmp_path.iterdir()] == ["theirs"]
