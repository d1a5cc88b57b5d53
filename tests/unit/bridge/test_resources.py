from mapapp.bridge.resources import CONTENT_SECURITY_POLICY, PageResources


def test_a_path_is_answered_with_its_media_type() -> None:
    resources = PageResources()
    resources.add("/map.js", lambda: b"1")
    response = resources.get("/map.js")
    assert response is not None
    assert (response.media_type, response.body) == ("text/javascript", b"1")


def test_any_other_path_is_not_answered() -> None:
    resources = PageResources()
    resources.add("/map.js", lambda: b"1")
    assert resources.get("/../map.js") is None
    assert resources.get("/etc/passwd") is None


def test_the_policy_allows_nothing_from_outside() -> None:
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
