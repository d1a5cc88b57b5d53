"""Links are http, https or mailto, whoever writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.texts.links import safe_link

REFUSED = [
    "",
    "javascript:alert(1)",
    "JaVaScRiPt:alert%281%29",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:x",
    "smb://host/share",
    "file:///etc/passwd",
    "data:text/html,<script>1</script>",
    "ftp://example.org/",
    "//example.org/a",
    "www.example.org",
    "http:",
    "http://",
    "http:///path",
    "http:example.org",
    "https://:80/",
    "http://example.org:99999/",
    "http://example.org:0/",
    "http://[::1/",
    "http://bank.example@evil.example/",
    "https://user:secret@example.org/",
    "http://example.org\\@evil.example/",
    "http://exa mple.org/",
    "http://example.org/a b",
    "http://example.org/\x1b[31m",
    "http://example.org/\r\nSet-Cookie:a",
    "http://example.org/\u202egpj.exe",
    "http://example.org/\ud800",
    "http://example.org/)>>/S/JavaScript<",
    "http://example.org/'onclick='x",
    "http://example.org/" + "a" * 2048,
    "mailto:",
    "mailto:nobody",
    "mailto:a@example.org?bcc=all@example.org",
    "mailto:a@example.org,b@example.org",
    "mailto:a%0ab@example.org",
    "\N{FULLWIDTH LATIN SMALL LETTER H}ttp://example.org/",
]
KEPT = [
    "http://example.org",
    "https://example.org/a?b=c&d=(e)#f",
    "HTTPS://Example.org:8443/~a/%E6%B2%88",
    "http://www.ln.gov.cn/沈阳/",
    "http://[2001:db8::1]/",
    "mailto:office@example.org",
    "MailTo:first.last+x@mail.example.org",
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_web_or_mail_address_is_no_link(url: str) -> None:
    assert safe_link(url) == ""


@pytest.mark.parametrize("url", KEPT)
def test_web_and_mail_addresses_are_links(url: str) -> None:
    assert safe_link(f" {url} ") == url


@given(st.text(max_size=60) | st.text("htps:/@.\\ \t[]#?%a1", max_size=40).map("http:".__add__))
def test_a_link_has_one_of_three_schemes_and_asking_again_changes_nothing(url: str) -> None:
    link = safe_link(url)
    assert not link or link.lower().startswith(("http://", "https://", "mailto:"))
    assert safe_link(link) == link
