"""Finds every text the code marks for translation, in Python and in templates, without gettext's programs."""

import ast
import tokenize
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from incubator.config.catalogues import ROOT, Message

PACKAGES = ("incubator", "cms", "mentorship", "funding")
TEMPLATES = (".html", ".txt", ".xml", ".svg")
LEFT_OUT = {"migrations", "locale", "node_modules", "vendor"}
# Where each function takes its context, text and plural.
SINGLE, PLURAL, IN_CONTEXT, PLURAL_IN_CONTEXT = (None, 0, None), (None, 0, 1), (0, 1, None), (0, 1, 2)
FUNCTIONS = {
    "_": SINGLE, "gettext": SINGLE, "gettext_lazy": SINGLE, "gettext_noop": SINGLE,
    "ngettext": PLURAL, "ngettext_lazy": PLURAL,
    "pgettext": IN_CONTEXT, "pgettext_lazy": IN_CONTEXT,
    "npgettext": PLURAL_IN_CONTEXT, "npgettext_lazy": PLURAL_IN_CONTEXT,
}  # fmt: skip


class Untranslatable(Exception):
    """A text is put together before it is looked up, so no catalogue can hold it."""


class TwoPlurals(Exception):
    """One English text stands with two different plurals; gettext can hold one only."""


def extract(root: Path = ROOT, packages: tuple[str, ...] = PACKAGES) -> list[Message]:
    """Return every marked text once, sorted, with the files that say it.

    Raises Untranslatable and TwoPlurals, naming the file.
    """
    found: dict[tuple[str, str], Message] = {}
    for path in _files(root, packages):
        name = path.relative_to(root).as_posix()
        source = path.read_text(encoding="utf-8")
        for context, text, plural in (from_python if path.suffix == ".py" else from_template)(source, name):
            if not text:
                continue
            message = found.setdefault((context, text), Message(context, text))
            if plural and message.plural and plural != message.plural:
                raise TwoPlurals(f"{name}: {text!r} has the plurals {message.plural!r} and {plural!r}.")
            message.plural = message.plural or plural
            message.files.add(name)
    return sorted(found.values(), key=lambda message: (message.text, message.context))


def _files(root: Path, packages: tuple[str, ...]) -> Iterator[Path]:
    for package in packages:
        for path in sorted((root / package).rglob("*")):
            parts = path.relative_to(root).parts
            if LEFT_OUT.isdisjoint(parts) and path.is_file():
                if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in parts):
                    yield path


def from_python(source: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield (context, text, plural) of each marked text; Python's own parser joins neighbouring strings."""
    for node in ast.walk(ast.parse(source, name)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called not in FUNCTIONS:
            continue
        places = FUNCTIONS[called]
        texts = [_literal(node, place, name) for place in places]
        if None not in texts:
            yield tuple(texts)


def _literal(call: ast.Call, place: int | None, name: str) -> str | None:
    """Return the argument's text, "" where there is none, None for a variable (marked elsewhere)."""
    if place is None or place >= len(call.args):
        return "" if place is None else None
    argument = call.args[place]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.JoinedStr | ast.BinOp) or _is_format(argument):
        raise Untranslatable(
            f"{name}:{call.lineno}: put the values in after the translation, with named %(places)s."
        )
    return None


def _is_format(argument: ast.expr) -> bool:
    return (
        isinstance(argument, ast.Call)
        and isinstance(argument.func, ast.Attribute)
        and argument.func.attr == "format"
        and isinstance(argument.func.value, ast.Constant)
    )


def from_template(source: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield (context, text, plural) of each marked text; Django itself turns its tags into gettext calls."""
    code = templatize(source, origin=name)
    # Indentation means nothing in a template, and the calls hold no line break.
    flat = "\n".join(line.lstrip() for line in code.splitlines())
    try:
        calls = list(extract_python(BytesIO(flat.encode()), list(FUNCTIONS), [], {"encoding": "utf-8"}))
    except (tokenize.TokenError, SyntaxError, IndentationError) as failure:
        raise Untranslatable(f"{name}: its translated texts cannot be read ({failure}).") from failure
    for _, called, arguments, _ in calls:
        texts = tuple(arguments) if isinstance(arguments, tuple | list) else (arguments,)
        picked = tuple("" if place is None else texts[place] for place in FUNCTIONS[called])
        if None not in picked:
            yield picked
