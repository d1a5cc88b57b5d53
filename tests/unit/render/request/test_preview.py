from __future__ import annotations

from mapapp.render.request.preview import Answer, PreviewOrder


def test_an_order_arrives_as_it_was_sent() -> None:
    order = PreviewOrder({"title": "沈阳\nDalian"}, 640, 480, 7)
    line = order.to_line()
    assert line.count(b"\n") == 1
    assert PreviewOrder.from_line(line) == order


def test_answers_are_taken_one_by_one_however_they_arrive() -> None:
    answers = [Answer(1, shows_border=True, png=b"a\nb"), Answer(2, problem="No."), Answer(3)]
    sent = b"".join(answer.to_bytes() for answer in answers)
    received, taken = bytearray(), []
    for byte in sent:
        received.append(byte)
        while answer := Answer.taken_from(received):
            taken.append(answer)
    assert taken == answers
    assert not received
