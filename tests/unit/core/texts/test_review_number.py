"""What has the form of a map review number."""

from __future__ import annotations

import pytest

from mapapp.core.texts.review_number import is_review_number


@pytest.mark.parametrize(
    "text",
    [
        "GS(2019)1822号", "GS（2019）1822号", "GS京(2022)0123号", "辽S(2021)123号",
        "审图号：GS(2023)2767号", "京S（2020）第012号", " gs(2019)1822号 ",
    ],
)  # fmt: skip
def test_numbers_of_the_ministry_and_of_provinces_are_known(text: str) -> None:
    assert is_review_number(text)


@pytest.mark.parametrize(
    "text", ["", "1", "GS(2019)1822", "GS2019 1822号", "XS(2021)123号", "GS(19)1号", "GS(2019)号"]
)
def test_anything_else_is_not(text: str) -> None:
    assert not is_review_number(text)
