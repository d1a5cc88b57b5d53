from __future__ import annotations

import pytest

from mapapp.bridge.resources import CONTENT_SECURITY_POLICY, PageResources


def made(resources: PageResources, path: str) -> bytes | None:
    found = resources.find(path)
    assert found is not None
    return found.make()


def test_a_path_is_answered_with_its_media_type() -> None:
    resources = PageResources()
    resources.add("/map.js", lambda: b"1", is_quick=True)
    resources.add("/ground.bin", lambda: b"2")
    script, ground = resources.find("/map.js"), resources.find("/ground.bin")
    assert script is not None
    assert ground is not None
    assert (script.media_type, script.make(), script.is_quick) == ("text/javascript", b"1", True)
    assert (ground.media_type, ground.is_quick) == ("application/octet-stream", False)


def test_any_other_path_is_not_answered() -> None:
    resources = PageResources()
    resources.add("/map.js", lambda: b"1")
    assert resources.find("/../map.js") is None
    assert resources.find("/etc/passwd") is None


def test_a_prefix_answers_for_all_below_it() -> None:
    resources = PageResources()
    resources.add_prefix("/tiles/", lambda rest: rest.encode() if rest != "x.png" else None)
    assert made(resources, "/tiles/osm/7/1/2.png") == b"osm/7/1/2.png"
    assert made(resources, "/tiles/x.png") is None
    assert resources.find("/tilesets/1.png") is None


def test_of_prefixes_the_longest_counts_and_a_path_before_all() -> None:
    resources = PageResources()
    resources.add_prefix("/tiles/", lambda rest: b"all")
    resources.add_prefix("/tiles/own/", lambda rest: b"own")
    resources.add("/tiles/own/1.png", lambda: b"one")
    assert made(resources, "/tiles/2.png") == b"all"
    assert made(resources, "/tiles/own/2.png") == b"own"
    assert made(resources, "/tiles/own/1.png") == b"one"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("1.png", "image/png"),
        ("1.jpg", "image/jpeg"),
        ("1.jpeg", "image/jpeg"),
        ("1.webp", "image/webp"),
        ("1.pbf", "application/x-protobuf"),
        ("1.json", "application/json"),
    ],
)
def test_tiles_have_their_media_types(name: str, media_type: str) -> None:
    resources = PageResources()
    resources.add_prefix("/tiles/", lambda rest: b"")
    found = resources.find(f"/tiles/{name}")
    assert found is not None
    assert found.media_type == media_type


@pytest.mark.parametrize("name", ["1", "1.exe", "1.PNG", ".png", ""])
def test_what_has_no_known_type_is_not_served(name: str) -> None:
    resources = PageResources()
    resources.add_prefix("/tiles/", lambda rest: b"")
    assert resources.find(f"/tiles/{name}") is None


def test_the_policy_allows_nothing_from_outside() -> None:
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
