"""What a process knows for a while."""

from incubator.core import remembering
from incubator.core.remembering import Remembered


def test_a_value_is_known_for_its_seconds_and_then_asked_for_again(monkeypatch):
    known, found, seconds = Remembered(60), iter(["first", "second"]), [1000.0]
    monkeypatch.setattr(remembering, "monotonic", lambda: seconds[0])

    def told():
        return known.get("a", lambda: next(found))

    assert (told(), told()) == ("first", "first")
    seconds[0] += 59.9
    assert told() == "first"
    seconds[0] += 0.1
    assert (told(), told()) == ("second", "second")


def test_what_is_empty_is_not_known_and_keys_do_not_mix():
    known, found = Remembered(60), iter([None, "there", "other"])

    assert [known.get("a", lambda: next(found)) for _ in range(3)] == [None, "there", "there"]
    assert known.get("b", lambda: next(found)) == "other"


def test_what_is_forgotten_is_asked_for_again():
    known, found = Remembered(60), iter(["before", "after"])

    assert known.get("a", lambda: next(found)) == "before"
    known.forget()
    assert known.get("a", lambda: next(found)) == "after"
