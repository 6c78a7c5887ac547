"""Small changes to the code of a module, each of which a test must notice: what a mutant is, how it is put in place.

A mutant replaces the code of one function, or one constant of a module, in the running process. Sentences are left
alone: they decide nothing. So are the definitions of the rules, which are data with tests of their page.

Three changes are left out because they cannot make a difference: the two arguments of ``min`` and ``max`` in the other
order (it gives the same), an empty text or False that is returned as None (whoever asks takes both as no), and ``zip``
without its ``strict`` (it refuses lists of different lengths, which would be a mistake in the code).
"""

from __future__ import annotations

import ast
import importlib
import sys
import types
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SWAPS: dict[type, type] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
NOTHING = ("None", "False", "''")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Mutant:
    """One change: the how many-th of which function or constant of which module, in which line of it, in words."""

    module: str
    path: Path
    of: str
    number: int
    line: int
    what: str

    @property
    def _part(self) -> Any:
        """The function or constant that it changes."""
        return dict(_parts(ast.parse(self.path.read_text(encoding="utf-8"))))[self.of]

    @property
    def is_plain_function(self) -> bool:
        """Whether it is in a function without a decorator: one whose results nothing remembers, and no constant."""
        part = self._part
        return isinstance(part, FUNCTIONS) and not part.decorator_list

    @property
    def around(self) -> range | None:
        """The lines of its function; None for a constant, which any line of the file may use."""
        part = self._part
        return range(part.lineno, part.end_lineno + 1) if isinstance(part, FUNCTIONS) else None

    @property
    def lines(self) -> range:
        """The lines of the file with the statement that it changes; of one with a body, those in front of the body."""
        part = self._part
        at, found = part.lineno + self.line, range(part.lineno, part.end_lineno + 1)
        for node in ast.walk(part):
            if isinstance(node, ast.stmt) and node is not part:
                body = getattr(node, "body", None)
                end = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
                found = range(node.lineno, end + 1) if node.lineno <= at <= end and node.lineno >= found[0] else found
        return found

    @property
    def name(self) -> str:
        """Module, line in the function, function, and the change."""
        return f"{self.module.removeprefix('datamap.')}:{self.line} {self.of}: {self.what}"

    def put(self) -> None:
        """Put it in place, in this process."""
        module = importlib.import_module(self.module)
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        list(_changes(dict(_parts(tree))[self.of], self.number))
        code = compile(ast.fix_missing_locations(tree), str(self.path), "exec")
        if (found := _code(code, self.of)) is not None:
            owner: Any = module
            for part in self.of.split("."):
                owner = getattr(owner, part)
            _plain(owner).__code__ = found
        else:
            space, before = dict(vars(module)), dict(vars(module))
            exec(code, space)  # noqa: S102
            for name in _made_from(self.of, tree):
                for other in list(sys.modules.values()):
                    if getattr(other, "__dict__", {}).get(name) is before[name]:  # also where it was imported
                        setattr(other, name, space[name])


def _plain(owner: Any) -> Any:
    """The function behind what remembers its results, or behind a property."""
    for inner in ("__wrapped__", "fget", "func"):
        owner = getattr(owner, inner, None) or owner
    return owner


def _made_from(of: str, tree: ast.Module) -> list[str]:
    """A constant, and those of its module that are made from it."""
    names = [of]
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            used = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            # a part of a constant may be set later: TABLE[key] = value
            target = target.value if isinstance(target, ast.Subscript) else target
            if used.intersection(names) and isinstance(target, ast.Name) and target.id not in names:
                names.append(target.id)
    return names


def _code(code: types.CodeType, name: str) -> types.CodeType | None:
    """The code of a function by its qualified name."""
    inner = [c for c in code.co_consts if isinstance(c, types.CodeType)]
    return next((c for c in inner if c.co_qualname == name), None) or next(
        (found for c in inner if (found := _code(c, name))), None
    )


def mutants(module: str, path: Path) -> Iterator[Mutant]:
    """Every mutant of a module; where one line has several of the same words, they are numbered."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for of, node in _parts(tree):
        same = Counter[tuple[int, str]]()
        for number, (line, what) in enumerate(_changes(node)):
            same[line, what] += 1
            again = f" ({same[line, what]})" if same[line, what] > 1 else ""
            yield Mutant(module, path, of, number, line, f"{what}{again}")


def _parts(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Functions, methods, and constants apart from the definition of a rule."""
    for node in tree.body:
        if isinstance(node, FUNCTIONS):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{f.name}", f) for f in node.body if isinstance(f, FUNCTIONS))
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id not in ("RULE", "__all__", "ARTICLES"):
                yield target.id, node


def _changes(part: ast.AST, make: int = -1) -> Iterator[tuple[int, str]]:
    """The changes to a function or constant, by line and in words; the one whose number is ``make`` is made."""
    first = getattr(part, "lineno", 1)
    number = 0
    for node, field, at, value in list(_values(part)):
        for what, new in _instead(node, field, value):
            if number == make:
                if at is None:
                    setattr(node, field, new)
                else:
                    getattr(node, field)[at] = new
            number += 1
            yield getattr(value, "lineno", getattr(node, "lineno", first)) - first, what


def _values(part: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, Any]]:
    """Every node inside, with its parent, field and position; without annotations, docstrings and sentences."""
    for field, value in ast.iter_fields(part):
        if field in ("annotation", "returns", "decorator_list", "type_params", "targets", "target") or (
            isinstance(part, (ast.arguments, ast.JoinedStr))
        ):
            continue
        items = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for at, item in items:
            if isinstance(item, ast.AST) and not _is_docstring(item):
                yield part, field, at, item
                yield from _values(item)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _instead(parent: ast.AST, field: str, node: Any) -> Iterator[tuple[str, Any]]:
    """What can be in the place of a node: in words, and the new node."""
    shown = ast.unparse(node)[:60] if isinstance(node, (ast.expr, ast.stmt)) else ""
    if type(node) in SWAPS and field in ("ops", "op"):
        yield f"{type(node).__name__} becomes {SWAPS[type(node)].__name__}", SWAPS[type(node)]()
    if field == "test" and not isinstance(parent, ast.While):
        yield f"`{shown}` is always true", ast.Constant(True)
        yield f"`{shown}` is always false", ast.Constant(False)
    elif field == "values" and isinstance(parent, ast.BoolOp):
        yield f"`{shown}` is left out", ast.Constant(isinstance(parent.op, ast.And))
    elif field == "ifs":
        yield f"the condition `{shown}` is left out", ast.Constant(True)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert)):
        yield f"`{shown}` without its not", node.operand
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) not in NOTHING:
        yield f"`{shown}` gives None", ast.Return(ast.Constant(None))
    if isinstance(node, (ast.Expr, ast.AugAssign)):
        yield f"`{shown}` is left out", ast.Pass()
    yield from _constants(node, parent, field)
    if isinstance(node, ast.Call):
        yield from _calls(node, shown)


def _constants(node: Any, parent: ast.AST, field: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(node, ast.Constant) or field == "test":
        return
    value = node.value
    if isinstance(value, bool) and not (isinstance(parent, ast.keyword) and parent.arg == "strict"):
        yield f"{value} becomes {not value}", ast.Constant(not value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield f"{value} becomes {value + 1}", ast.Constant(value + 1)
    elif isinstance(value, str) and value and " " not in value.strip() and not value.endswith((".", ",", ":")):
        yield f"{value!r} becomes another word", ast.Constant(f"X{value}X")


def _calls(node: ast.Call, shown: str) -> Iterator[tuple[str, Any]]:
    """Two arguments in the other order, and each named argument left out."""
    called = ast.unparse(node.func)
    two = node.args[:2]
    if len(two) == 2 and called not in ("min", "max") and not any(isinstance(a, ast.Starred) for a in two):
        yield (
            f"`{shown}` with its first two arguments swapped",
            ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords),
        )
    for n, keyword in enumerate(node.keywords):
        if keyword.arg and (called, keyword.arg) != ("zip", "strict"):
            others = node.keywords[:n] + node.keywords[n + 1 :]
            yield f"`{shown}` without {keyword.arg}", ast.Call(node.func, node.args, others)
