from __future__ import annotations

import threading

import pytest

from mapapp.paint.finishing import Finisher

WAIT_S = 60
MOMENT_S = 0.05
"""So long a wrong order has to show itself."""


def _fail() -> None:
    raise ZeroDivisionError


def test_steps_are_done_beside_in_their_order() -> None:
    done: list[int] = []
    may_go, is_second, here = threading.Event(), threading.Event(), threading.get_ident()

    def first() -> None:
        assert threading.get_ident() != here
        assert may_go.wait(WAIT_S)
        is_second.wait(MOMENT_S)
        done.append(1)

    def second() -> None:
        done.append(2)
        is_second.set()

    with Finisher() as finisher:
        finisher.finish(first, may_wait=True)
        finisher.finish(second, may_wait=True)
        assert done == []
        may_go.set()
        for each in finisher.take():
            each.result(WAIT_S)
    assert done == [1, 2]


def test_what_may_not_wait_is_done_here_after_what_was_begun() -> None:
    done: list[tuple[str, int]] = []
    is_done_here = threading.Event()

    def beside() -> None:
        is_done_here.wait(MOMENT_S)
        done.append(("beside", threading.get_ident()))

    def here() -> None:
        done.append(("here", threading.get_ident()))
        is_done_here.set()

    with Finisher() as finisher:
        finisher.finish(beside, may_wait=True)
        finisher.finish(here, may_wait=False)
        assert [name for name, _ in done] == ["beside", "here"]
        assert done[1][1] == threading.get_ident() != done[0][1]


def test_an_error_is_kept_for_who_takes_what_was_begun() -> None:
    with Finisher() as finisher:
        finisher.finish(_fail, may_wait=True)
        (failed,) = finisher.take()
        with pytest.raises(ZeroDivisionError):
            failed.result(WAIT_S)
        assert finisher.take() == []


def test_few_painted_pictures_wait() -> None:
    may_go, has_begun = threading.Event(), threading.Event()
    begun = 0

    def paint_many(finisher: Finisher) -> None:
        nonlocal begun
        for _ in range(9):
            finisher.finish(lambda: may_go.wait(WAIT_S), may_wait=True)
            begun += 1
            if begun == 3:
                has_begun.set()

    with Finisher() as finisher:
        painting = threading.Thread(target=paint_many, args=[finisher])
        painting.start()
        assert has_begun.wait(WAIT_S)
        painting.join(MOMENT_S)
        assert begun < 9
        may_go.set()
        painting.join(WAIT_S)
    assert begun == 9
