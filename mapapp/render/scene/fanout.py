"""Symbols that share one point are set around it, so that each can be seen and clicked."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence

Offset = tuple[float, float]
"""Pixels to the right and down."""


def ring(count: int, step_px: float) -> list[Offset]:
    """Places for ``count`` symbols ``step_px`` apart: alone, side by side, or on a circle.

    The circle starts at the top and goes clockwise.
    """
    if count == 1:
        return [(0.0, 0.0)]
    radius = step_px / 2 / math.sin(math.pi / count)
    start = -math.pi if count == 2 else -math.pi / 2
    angles = (start + 2 * math.pi * i / count for i in range(count))
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]


def fan_out(points: Sequence[Hashable], boxes_px: Sequence[float]) -> list[Offset]:
    """How far each symbol is moved, given its point and the side of its box.

    Symbols with equal points form a stack and keep their order in it; others stay.
    """
    stacks: dict[Hashable, list[int]] = defaultdict(list)
    for i, point in enumerate(points):
        stacks[point].append(i)
    offsets: list[Offset] = [(0.0, 0.0)] * len(points)
    for stack in stacks.values():
        places = ring(len(stack), max(boxes_px[i] for i in stack))
        for i, offset in zip(stack, places, strict=True):
            offsets[i] = offset
    return offsets
