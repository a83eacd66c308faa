"""A pattern costs no more than the text is long: those of editors, by their engine; our own, each tried."""

import ast
import importlib
import pkgutil
import re
import signal
from pathlib import Path

import pytest

from incubator.forms import patterns
from incubator.forms.conditions import no_facts
from incubator.forms.definition import Column
from incubator.forms.types.texts import Text

ROOT = Path(__file__).parents[2]
SLICES = ("incubator", "funding", "mentorship", "cms")
# Signs that a text of this length is made of cost a linear pattern some milliseconds of a processor, a quadratic one more
# than a second on any machine.
LENGTH, SECONDS = 50_000, 1.0
FILLINGS = (
    *'a1 .-/,;:"<({[+=_\t\n«é·%@',
    "1 ",
    "1.",
    "a=",
    "<author ",
    "<meta ",
    "/Encrypt 1 ",
    "a@",
    "http://",
)
# What an editor once held the site with: minutes each, on an engine that goes back.
HOSTILE = ("^([a-z]+)+$", "^(a|aa)+$", "^(a|a?)+$", "^(.*a){20}$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$")
BOUNDED = {
    "incubator.config.proofreading.TAG": "reads our own catalogue only",
    "incubator.ui.contrast.TOKEN": "reads our own stylesheet only",
    "incubator.files.neutral.CREATORS": "runs in a confined process (files/confined.py)",
    "incubator.files.neutral.CHILDREN": "runs in a confined process (files/confined.py)",
}


class TooSlow(Exception):
    """The processor's time is over."""


def within(seconds, act):
    """Do something; raise TooSlow once this process has worked that long on it."""

    def over(*_):
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        return act()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def answered(pattern, text, **more):
    field = Column.load({"key": "a", "type": "text", "label": {"fr": "A"}, "pattern": pattern, **more})
    return [issue.code for issue in Text().limits(text, field, no_facts)]


@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_hostile_pattern_costs_what_the_text_is_long(pattern):
    assert within(SECONDS, lambda: answered(pattern, "a" * 5_000 + "!")) in (["pattern"], [])


def test_the_ceiling_would_show_an_engine_that_goes_back(monkeypatch):
    monkeypatch.setattr(patterns, "fits", lambda pattern, text: re.search(pattern, text) is not None)
    with pytest.raises(TooSlow):
        within(SECONDS, lambda: answered(HOSTILE[0], "a" * 40 + "!"))


def test_the_length_is_asked_before_the_pattern(monkeypatch):
    seen = []
    monkeypatch.setattr(patterns, "fits", lambda pattern, text: bool(seen.append(text)))
    assert answered("^a$", "a" * 11, max_length=10) == ["max_length"] and not seen
    assert answered("^a$", "b", max_length=10) == ["pattern"] and seen == ["b"]


def test_a_text_beyond_every_form_is_not_looked_at():
    assert answered("a", "a" * (patterns.LONGEST_TEXT + 1)) == ["pattern"]


@pytest.mark.parametrize("pattern", [r"^(a)\1$", "^(?=a)", "(?<!a)b", "["])
def test_an_earlier_form_version_keeps_working_and_the_log_names_its_pattern(pattern, caplog):
    patterns._compiled.cache_clear()
    assert answered(pattern, "anything") == answered(pattern, "anything") == []
    assert [pattern in record.getMessage().replace("\\\\", "\\") for record in caplog.records] == [True]


def test_no_browser_is_given_the_pattern():
    """Its own engine goes back, and another dialect would refuse what the server takes."""
    templates = [path for slice_ in SLICES for path in (ROOT / slice_).rglob("*.html")]
    assert [path for path in templates if re.search(r"\spattern=", path.read_text())] == []
    assert "pattern" not in (ROOT / "incubator/forms/drawing.py").read_text()


def named_patterns():
    """Yield the patterns that our modules keep by a name."""
    for name in SLICES:
        for found in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
            if ".migrations" in found.name or ".management" in found.name:
                continue
            for kept, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, re.Pattern):
                    yield f"{found.name}.{kept}", value, "search"


def written_patterns():
    """Yield the patterns written where they are used, with the way they are used."""
    for path in (path for name in SLICES for path in (ROOT / name).rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            is_ours = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
            if not is_ours or ast.unparse(call.func.value) != "re" or call.func.attr in ("compile", "escape"):
                continue
            if isinstance(call.args[0], ast.Constant):
                way = call.func.attr if call.func.attr in ("match", "fullmatch") else "search"
                yield f"{path.relative_to(ROOT)}:{call.lineno}", re.compile(call.args[0].value), way


def costs(pattern, way):
    """Try a pattern on long texts of one filling."""
    for filling in FILLINGS:
        text = filling * (LENGTH // len(filling)) + "\x01!"
        given = text.encode() if isinstance(pattern.pattern, bytes) else text
        if way == "search":
            sum(1 for _ in pattern.finditer(given))
        else:
            getattr(pattern, way)(given)


def slow(found):
    wrong = []
    for name, pattern, way in found:
        try:
            within(SECONDS, lambda pattern=pattern, way=way: costs(pattern, way))
        except TooSlow:
            wrong.append(name)
    return wrong


def test_our_own_patterns_cost_what_a_text_is_long():
    """A finding is mended (one reading for each sign, a repetition that begins once) or listed with its bound."""
    found = {name: (name, pattern, way) for name, pattern, way in (*named_patterns(), *written_patterns())}
    assert len(found) > 80
    assert slow([each for name, each in found.items() if name not in BOUNDED]) == []
    assert set(BOUNDED) <= set(found)


def test_the_sweep_finds_a_pattern_that_tries_everything_twice():
    assert slow([("blanks before a sign", re.compile(r"\s+:"), "search")]) == ["blanks before a sign"]
