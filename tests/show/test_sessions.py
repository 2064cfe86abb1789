"""When sessions run out, and how long somebody waits who failed to sign in."""

from __future__ import annotations

from sousveil.show.server.sessions import Note, Sessions
from sousveil.show.server.throttle import Throttle

HOUR = 3600.0


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_session_ends_when_nobody_uses_it_and_after_a_week() -> None:
    clock = Clock()
    sessions = Sessions(2 * HOUR, clock)
    idle, used = sessions.begin(), sessions.begin("Lena", "kept")
    assert idle != used
    clock.now += 1.9 * HOUR
    assert sessions.get(used) is not None
    clock.now += 0.2 * HOUR
    assert sessions.get(idle) is None
    begun = clock.now
    while sessions.get(used) is not None:
        clock.now += HOUR
        assert clock.now - begun < 8 * 24 * HOUR
    assert clock.now - begun > 6 * 24 * HOUR


def test_what_is_no_session_is_none() -> None:
    sessions = Sessions(HOUR)
    one = sessions.begin()
    assert sessions.get(None) is None
    assert sessions.get("") is None
    assert sessions.get(one[:-1]) is None
    sessions.end(one)
    sessions.end(one)
    assert sessions.get(one) is None


def test_sessions_are_not_more_than_memory_bears() -> None:
    clock = Clock()
    sessions = Sessions(HOUR, clock)
    first = sessions.begin()
    second = sessions.begin()
    clock.now += 1
    assert sessions.get(first) is not None
    for _ in range(999):
        clock.now += 0.001
        sessions.begin()
    assert sessions.get(second) is None
    assert sessions.get(first) is not None


def test_marks_differ_and_notes_do_not_pile_up() -> None:
    sessions = Sessions(HOUR)
    one, other = (sessions.get(sessions.begin()) for _ in range(2))
    assert one is not None
    assert other is not None
    assert one.is_ours(one.csrf)
    assert not other.is_ours(one.csrf)
    assert not one.is_ours("")
    assert not one.is_ours("ключ")
    for number in range(9):
        one.note(Note(text=str(number)))
    assert [note.text for note in one.notes] == ["4", "5", "6", "7", "8"]


def test_five_failures_and_then_a_wait() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(5):
        assert throttle.wait("Lena", "192.0.2.1") == 0
        throttle.failed("Lena", "192.0.2.1")
        clock.now += 60
    assert throttle.wait(" LENA ", "192.0.2.1") == 10 * 60
    assert throttle.wait("Lena", "192.0.2.2") == 0
    assert throttle.wait("Reva", "192.0.2.1") == 0
    clock.now += 10 * 60
    assert throttle.wait("Lena", "192.0.2.1") == 0


def test_one_address_cannot_try_many_accounts() -> None:
    throttle = Throttle(Clock())
    for number in range(20):
        assert throttle.wait(f"n{number}", f"2001:db8::{number:x}") == 0
        throttle.failed(f"n{number}", f"2001:db8::{number:x}")  # one /64
    assert throttle.wait("Lena", "2001:db8::ffff") == 900
    assert throttle.wait("Lena", "2001:db8:0:1::1") == 0


def test_many_addresses_cannot_try_one_account() -> None:
    throttle = Throttle(Clock())
    for number in range(50):
        assert throttle.wait("Lena", f"192.0.2.{number}") == 0
        throttle.failed("Lena", f"192.0.2.{number}")
    assert throttle.wait("Lena", "192.0.2.99") == 900
    assert throttle.wait("Ｌｅｎａ", "192.0.2.99") == 900  # the same account in full width
    assert throttle.wait("Reva", "192.0.2.99") == 0


def test_visitors_over_ipv4_are_not_one_network() -> None:
    throttle = Throttle(Clock())
    for _ in range(20):
        throttle.failed("Lena", "::ffff:192.0.2.1")
    assert throttle.wait("Reva", "::ffff:192.0.2.1") == 900
    assert throttle.wait("Reva", "192.0.2.1") == 900
    assert throttle.wait("Reva", "::ffff:192.0.2.2") == 0


def test_who_signs_in_often_is_not_kept_out() -> None:
    throttle = Throttle(Clock())
    for _ in range(100):
        assert throttle.wait("Lena", "192.0.2.1") == 0
        throttle.failed("Lena", "192.0.2.1")
        throttle.succeeded("Lena", "192.0.2.1")
