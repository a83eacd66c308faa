"""Reads the code as text, for the tests of its shape."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("incubator", "mentorship", "funding", "cms")

RANKS = {
    "states": 0,
    "querysets": 2,
    "models": 2,
    "policies": 3,
    "letters": 4,
    "tasks": 4,
    "forms": 5,
    "filters": 5,
    "schemas": 5,
    "lists": 5,
    "saved_views": 4,  # what people keep of a list: no door
    "views": 6,
    "api": 6,
    "wagtail_hooks": 6,
    "viewsets": 6,
    "templatetags": 6,
    "management": 6,
    "urls": 7,
    "apps": 7,
}
WORK = 4
FORBIDDEN_NAMES = {"services", "utils", "helpers", "common", "misc", "manager", "managers", "signals"}
# Slices whose doors are classes that the slices of a kind subclass.
ENGINES = {"incubator.imports"}
# Slices without a domain record of their own have no ranks; in `cms` a Wagtail page is a model and a door at once.
UNRANKED = {"incubator.core", "incubator.ui", "incubator.lists", "incubator.config", "cms"}


@dataclass(frozen=True)
class Import:
    """One import statement of the project's own code."""

    module: str
    imported: str
    line: int


def slice_of(module: str) -> str:
    """Return the slice a module belongs to: `incubator.<slice>`, or the top-level package."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "incubator" else parts[0]


def rank_of(module: str) -> int:
    """Return the rank of a module inside its slice: that of the first name that has one, else a work module's.

    The package of an activity (`applications/casework`) has none: its `views.py` is a door, its `forms.py` a shape.
    """
    names = module.removeprefix(slice_of(module)).strip(".").split(".")
    # `deciding_forms`: one page's share of a file of that name.
    shares = [name.rsplit("_", 1)[-1] for name in names]
    return next((RANKS[name] for name in (*names, *shares) if name in RANKS), WORK)


def modules(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Yield every module of the product with its file, migrations left out."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(module: str, tree: ast.AST) -> Iterator[Import]:
    """Yield the imports of our own modules, `from package import module` resolved to what it names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield Import(module, full if full in KNOWN else node.module, node.lineno)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)


def wrong_ranks(found: Iterator[Import]) -> list[str]:
    """Return the imports inside one slice that point to a higher rank, and the imports of a door by another."""
    wrong = []
    for item in found:
        home = slice_of(item.module)
        if home in UNRANKED or not item.imported.startswith(PACKAGES):
            continue
        if item.imported.split(".")[-1].isupper():
            continue
        here, there = rank_of(item.module), rank_of(item.imported)
        if slice_of(item.imported) == home and there > here:
            wrong.append(
                f"{item.module}:{item.line} imports {item.imported}: rank {here} may not import rank {there}"
            )
        elif (
            there == RANKS["views"]
            and slice_of(item.imported) not in {home, *ENGINES}
            and home not in ("cms", "incubator.portal")
        ):
            wrong.append(f"{item.module}:{item.line} imports the door {item.imported}")
    return wrong


KNOWN = {name for name, _path in modules()}
