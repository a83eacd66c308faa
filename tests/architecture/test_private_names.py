"""The product stands on what Django, Wagtail, psycopg and Celery document: no private name of theirs is used."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.reading import PACKAGES, ROOT, modules

# Documented, whatever they look like: https://docs.djangoproject.com/en/stable/topics/db/managers/, `namedtuple`, and the
# way in which Python's own library has a child process end.
DOCUMENTED = {"_meta", "_base_manager", "_default_manager", "_make", "_replace", "_asdict", "_exit"}
DOCUMENTED_BELOW = {("_state", "adding")}
BY_NAME = {"getattr", "hasattr", "setattr", "delattr"}
ITSELF = {"self", "cls", "super()"}

# What is still used, with the reason. The list only gets shorter: an entry that names nothing fails too.
# fmt: off
ALLOWED = {
    ("cms/practice.py", "rows._raw_delete"): "rows of a practice file go as they came, without the guards of a delete",
    ("incubator/accounts/middleware.py", "request._cached_user"): "the joined session hands its person over",
    ("incubator/people/querysets.py", "self._db"): "the manager writes to the database it was asked for",
}
# fmt: on


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def defined(tree: ast.AST) -> Iterator[str]:
    """Yield every private name that a module of ours gives to something of its own."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.alias(name=name):
                yield name
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                yield name


def of_ours(tree: ast.Module) -> set[str]:
    """Return the modules and classes of ours that a module names: their private names are ours."""
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith(PACKAGES)):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def uses(tree: ast.Module, own: set[str]) -> Iterator[str]:
    """Yield each use of a private name that is not ours, as it is written; `own` are the names we gave."""
    ours = of_ours(tree)
    documented: set[int] = set()
    for node in ast.walk(tree):  # what stands around an expression comes before it
        match node:
            case ast.Attribute(value=ast.Attribute(attr=name) as value, attr=below) if (
                name,
                below,
            ) in DOCUMENTED_BELOW:
                documented.add(id(value))
            case ast.Attribute(value=value, attr=name):
                if id(node) not in documented and _is_foreign(value, name, own, ours):
                    yield ast.unparse(node)
            case ast.Call(func=ast.Name(id=called), args=[value, ast.Constant(value=str(name)), *_]):
                if called in BY_NAME and _is_foreign(value, name, own, ours):
                    yield f"{ast.unparse(value)}.{name}"
            case ast.ImportFrom(module=str(module), level=0) if not module.startswith(PACKAGES):
                names = [*module.split("."), *(alias.name for alias in node.names)]
                yield from (f"from {module}: {name}" for name in names if is_private(name))
            case ast.Import(names=aliases):
                yield from (alias.name for alias in aliases if any(map(is_private, alias.name.split("."))))


def _is_foreign(value: ast.expr, name: str, own: set[str], ours: set[str]) -> bool:
    if not is_private(name) or name in DOCUMENTED:
        return False
    written = ast.unparse(value)
    if written in ITSELF:
        return name not in own  # what a class of ours inherits is as private as what it is given
    return not (written in ours and name in own)


def test_no_private_name_of_a_library_is_used():
    trees = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_bytes()) for _name, path in modules()}
    own = {name for tree in trees.values() for name in defined(tree) if is_private(name)}
    found = {(path, use) for path, tree in trees.items() for use in uses(tree, own)}

    assert sorted(found - set(ALLOWED)) == []
    assert sorted(set(ALLOWED) - found) == [], "These are gone: take them off the list."


BREACHES = {
    "from django.db.models.query import _private": "from django.db.models.query: _private",
    "from psycopg._preparing import Prepare": "from psycopg._preparing: _preparing",
    "import celery._state": "celery._state",
    "queryset._iterable_class = Kept": "queryset._iterable_class",
    "call.rows()._result_cache.append(row)": "call.rows()._result_cache",
    "row._state.fields_cache.clear()": "row._state",
    "getattr(queryset, '_fields', None)": "queryset._fields",
    "class Kept(QuerySet):\n    def all(self):\n        return self._chain()": "self._chain",
    "class Kept(QuerySet):\n    def all(self):\n        return super()._clone()": "super()._clone",
    "other._ours": "other._ours",
}
SOUND = """
from incubator.core import holding
from incubator.core.holding import _lock
class Kept(Model):
    def keep(self):
        self._ours = self._ours or holding._ours or Kept._ours or super()._ours
        return self._meta, self._state.adding, Kept._base_manager, self.__dict__, Point._make(_rows)
"""


@pytest.mark.parametrize("breach", BREACHES)
def test_the_rule_finds_a_breach(breach):
    assert list(uses(ast.parse(breach), own={"_ours"})) == [BREACHES[breach]]


def test_the_rule_leaves_our_own_names_alone():
    assert list(uses(ast.parse(SOUND), own={"_ours", "_lock"})) == []
