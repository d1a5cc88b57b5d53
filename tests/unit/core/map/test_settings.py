from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.disk.folders import config_folder
from mapapp.core.map.settings import (
    Settings,
    SettingsFile,
    format_settings,
    parse_settings,
)
from tests.conftest import ExpectedLog

texts = st.text(max_size=20)
paths = st.binary(max_size=20).map(os.fsdecode)
settings = st.builds(
    Settings,
    language=st.sampled_from(["", "en", "zh"]),
    theme=st.sampled_from(["system", "light", "dark", "contrast"]),
    recent=st.lists(paths, max_size=4).map(tuple),
    workspace=paths,
    style=st.sampled_from(["dd", "dms"]),
    export=st.none() | st.dictionaries(texts, texts, min_size=1),
    geometry=texts,
    collapsed=st.lists(texts, max_size=4).map(tuple),
    tour_seen=st.booleans(),
)


@given(settings)
def test_settings_come_back_as_they_were(wanted: Settings) -> None:
    assert parse_settings(format_settings(wanted), "x") == (wanted, [])


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "settings.json").now == Settings()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("them", "dark", "did you mean 'theme'"),
        ("theme", "darc", "choose one of"),
        ("recent", ["a", 1], "list of strings"),
        ("tour_seen", "yes", "true or false"),
        ("export", {"dpi": 300}, "each value must be a text"),
        ("system", "nad27", "choose one of"),
        ("version", 2, "from 1 to 1"),
    ],
)
def test_a_wrong_key_is_passed_over(key: str, value: object, said: str) -> None:
    text = json.dumps({"language": "zh", key: value})
    read, [complaint] = parse_settings(text, "settings.json")
    assert read == Settings(language="zh")
    assert said in complaint


def test_a_mistake_in_the_file_is_logged(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("did you mean 'theme'")
    path = tmp_path / "settings.json"
    path.write_text('{"them": "dark"}')
    assert SettingsFile(path).now == Settings()


def test_a_file_that_is_no_json_is_set_aside(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("moved to damaged-settings.json")
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark"')
    file = SettingsFile(path)
    file.update(language="zh")
    assert (tmp_path / "damaged-settings.json").read_text() == '{"theme": "dark"'
    assert SettingsFile(path).now == Settings(language="zh")


def test_a_change_is_on_disk_before_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    file = SettingsFile(path)
    heard: list[Settings] = []
    file.changed.connect(lambda now: heard.append(SettingsFile(path).now))
    file.update(theme="dark")
    file.update(theme="dark")
    assert heard == [file.now] == [Settings(theme="dark")]


def test_two_windows_keep_each_others_changes(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    one, other = SettingsFile(path), SettingsFile(path)
    one.update(theme="dark")
    other.update(language="zh")
    assert SettingsFile(path).now == Settings(theme="dark", language="zh")


def test_the_workspace_used_last_comes_first() -> None:
    chosen = Settings(recent=("a", "b")).with_recent("b").with_recent("c")
    assert chosen.recent == ("c", "b", "a")


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert config_folder().name == "mapapp"
    monkeypatch.setenv("MAPAPP_CONFIG", str(tmp_path))
    assert config_folder() == tmp_path


_SAVES = """
import sys
from itertools import count
from pathlib import Path
from mapapp.core.map.settings import SettingsFile
file = SettingsFile(Path(sys.argv[1]))
for number in count():
    file.update(geometry=f"{number} " * 50_000)
    print(number, flush=True)
"""


def test_a_kill_while_saving_leaves_whole_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    with subprocess.Popen(
        [sys.executable, "-c", _SAVES, str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line == "20\n":
                child.send_signal(signal.SIGKILL)
                break
    read = SettingsFile(path).now
    assert int(read.geometry.split()[0]) >= 20
