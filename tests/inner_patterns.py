"""Patterns that functions make: read from the source, with what they put into them.

What a page chooses stands as a word; constants of a module and the words that a function puts
together are what they are there.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import newsportal

_METHODS = frozenset("compile search match fullmatch sub subn split findall finditer".split())
_FLAGGED = frozenset("lazy compile search match fullmatch findall finditer".split())
_WHOLE = frozenset(("match", "fullmatch"))
_WORD = "list"  # for what a page, a person or a file chooses


class Inner(NamedTuple):
    """A pattern that a function makes."""

    name: str
    """Of module and function."""
    pattern: re.Pattern[Any] | None
    """None where the source alone does not tell it."""
    searched: bool


def inner_patterns() -> Iterator[Inner]:
    """Yield the patterns that functions of the package make, but for the sample portal's."""
    for info in pkgutil.walk_packages(newsportal.__path__, "newsportal."):
        if info.name.endswith("__main__") or info.name.startswith("newsportal.sample"):
            continue
        module = importlib.import_module(info.name)
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        seen: set[ast.AST] = set()
        for function in ast.walk(tree):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for call in ast.walk(function):
                    if _is_pattern(call) and call not in seen:
                        seen.add(call)
                        assert isinstance(call, ast.Call)
                        yield _inner(f"{info.name}.{function.name}", call, function, module)


def _is_pattern(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not node.args:
        return False
    match node.func:
        case ast.Name(id="lazy"):
            return True
        case ast.Attribute(value=ast.Name(id="re"), attr=method):
            return method in _METHODS
    return False


def _inner(name: str, call: ast.Call, function: ast.AST, module: Any) -> Inner:
    method = call.func.attr if isinstance(call.func, ast.Attribute) else "lazy"
    flags = next((each.value for each in call.keywords if each.arg == "flags"), None)
    place = 1 if method in ("compile", "lazy") else 2
    if flags is None and method in _FLAGGED and len(call.args) > place:
        flags = call.args[place]
    source = _value(call.args[0], function, module)
    if not isinstance(source, (str, bytes)):
        return Inner(name, None, searched=True)
    known = eval(ast.unparse(flags), vars(module)) if flags is not None else 0
    return Inner(name, re.compile(source, known), searched=method not in _WHOLE)


def _value(node: ast.expr, function: ast.AST, module: Any) -> Any:
    """Return what an expression is, a word in place of what only a call would tell."""
    if isinstance(node, ast.JoinedStr):
        parts = [
            part.value if isinstance(part, ast.Constant) else _part(part, function, module)
            for part in node.values
        ]
        return "".join(map(str, parts))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = (_value(each, function, module) for each in (node.left, node.right))
        return left + right if isinstance(left, str) and isinstance(right, str) else None
    if isinstance(node, ast.Name) and (given := _assigned(node.id, function)) is not None:
        return _value(given, function, module)
    try:
        value = eval(ast.unparse(node), vars(module))
    except Exception:  # it is the function's own
        return None
    return getattr(value, "pattern", value)


def _part(part: ast.AST, function: ast.AST, module: Any) -> str:
    assert isinstance(part, ast.FormattedValue)
    value = _value(part.value, function, module)
    return _WORD if value is None else str(value)


def _assigned(name: str, function: ast.AST) -> ast.expr | None:
    """Return what a function sets a name to, if it does so once."""
    found = [
        each.value
        for each in ast.walk(function)
        if isinstance(each, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in each.targets)
    ]
    return found[0] if len(found) == 1 else None
