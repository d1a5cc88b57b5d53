"""Map review numbers (审图号) as mainland China gives them.

The Ministry of Natural Resources gives ``GS(2019)1822号`` and, since 2022, ``GS京(2022)0123号``
with the place of the office; provinces give such as ``辽S(2021)123号`` (地图管理条例, and the
standard maps of bzdt.ch.mnr.gov.cn). Brackets may be full width, 第 may precede the number.
"""

from __future__ import annotations

import re

_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云黔滇藏陕甘青宁新港澳台秦陇"
_FORM = re.compile(
    rf"(?:审图号[:：]?\s*)?(?:GS[{_PROVINCES}]?|[{_PROVINCES}]{{1,2}}S)\s*"
    r"[(（\[〔](?:19|20)\d\d[)）\]〕]\s*第?\s*\d{1,5}\s*号",
    re.IGNORECASE,
)


def is_review_number(text: str) -> bool:
    """Whether a text has the form of a review number; whether it was given nobody can tell."""
    return _FORM.fullmatch(text.strip()) is not None
