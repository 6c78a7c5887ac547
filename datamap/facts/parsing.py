"""A YAML file of a pack -> rows that know the line on which they start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from datamap.errors import DatamapError

if TYPE_CHECKING:
    from yaml import SafeLoader as _SafeLoader
else:  # the parser in C is ten times as fast, and not in every build of PyYAML
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Row(dict[str, Any]):
    """A mapping of a file, with the line on which it starts."""

    line = 0


class _Loader(_SafeLoader):
    """YAML with lines, where a repeated key is a mistake instead of overwriting the first value."""

    def row(self, node: yaml.MappingNode) -> Row:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key '{key.value}' occurs twice; keep one", problem_mark=key.start_mark
                )
            seen.add(key.value)
        row = Row((str(key), value) for key, value in self.construct_mapping(node, deep=True).items())
        row.line = node.start_mark.line + 1
        return row


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.row)


def parse(name: str, raw: bytes, error: type[DatamapError]) -> Row:
    """The content of a file, whose name messages state.

    Raises
    ------
    DatamapError
        Of the class ``error``, for a file that is not YAML or is not columns and values.
    """
    try:
        data = yaml.load(raw, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as e:  # a ValueError: a day that does not exist
        mark = getattr(e, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise error(f"{name}:{line} {getattr(e, 'problem', None) or e}") from e
    if not isinstance(data, Row):
        raise error(f"{name}: found {type(data).__name__}. Expected columns and values")
    return data
