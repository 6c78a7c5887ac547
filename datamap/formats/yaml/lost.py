"""Text that YAML would silently leave out: what follows a comma in braces, ``#5`` after a blank, ``&Sons`` in front."""

from __future__ import annotations

import re

import yaml
from pydantic import BaseModel

from datamap.formats.problems import Fault, near, unknown_key
from datamap.model import Party, shape
from datamap.model.shape import Path
from datamap.model.vocabulary import shown

_LOST = re.compile(r"[ \t]*(#[^\s#][^\r\n]*)")
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_ALIAS = re.compile(r"\*([^\s,\[\]{}]+)")


class LostText:
    """Finds, for one YAML text, what its nodes leave out. Each method adds a fault for what it finds.

    Parameters
    ----------
    text : str
        The text that was parsed; the marks of its nodes point into it.
    faults : list of Fault
        Where the faults go.
    """

    def __init__(self, text: str, faults: list[Fault]):
        self._text = text
        self._faults = faults
        self._aliases: set[str] | None = None

    def check_first_word(self, node: yaml.Node, path: Path) -> None:
        """Tags, and anchors to which nothing refers: a text that begins with '!' or '&' would lose its first word."""
        start = node.start_mark.index
        tag = node.tag or ("!" if self._text.startswith("!", start) else None)
        if tag is not None:
            found = f"the tag '{tag.replace('tag:yaml.org,2002:', '!!')}'"
            self._faults.append(Fault(path, found, "a value without a tag: all values are text"))
        elif isinstance(node, yaml.ScalarNode) and (m := _ANCHOR.match(self._text, start)):
            if self._aliases is None:
                self._aliases = set(_ALIAS.findall(self._text))
            if m[1] not in self._aliases:
                found = f"the anchor {shown(m[0])}, to which nothing refers"
                self._faults.append(Fault(path, found, "quotes around a text that begins with '&'"))

    def check_comment(self, node: yaml.ScalarNode, path: Path, field: shape.Field | None) -> None:
        """A text whose end becomes a comment because of a '#' after a blank, as in ``Suite #5``."""
        if node.style or not (field is None or field.kind == "text" or field.model is Party):
            return
        if m := _LOST.match(self._text, node.end_mark.index):
            found = f"{shown(m[1])}, which is a comment and not part of the text"
            expected = "quotes around a text that contains ' #', or a blank after the '#' of a comment"
            self._faults.append(Fault(path, found, expected, line=node.end_mark.line + 1))

    def check_comma(
        self,
        path: Path,
        model: type[BaseModel] | None,
        pair: tuple[yaml.Node, yaml.Node],
        before: tuple[str, str],
    ) -> str:
        """The text that a comma in braces has cut into a value and this key; empty where it has not.

        Parameters
        ----------
        path : tuple
            Path of the key.
        pair : (key node, value node)
        before : (key, value)
            The pair before it.
        """
        (at, value), (owner, text), key = pair, before, str(path[-1])
        if model is None or not isinstance(value, yaml.ScalarNode):
            return ""
        start, end = at.end_mark.index, value.start_mark.index  # an alias has the marks of its anchor
        no_colon, fields = start <= end and ":" not in self._text[start:end], shape.of(model)
        known = key in fields
        owner_is_text = owner in fields and fields[owner].kind == "text"
        if not no_colon and (known or not owner_is_text or near(key, fields)):
            return ""
        fault = Fault(path, f"the key {shown(key)} has no colon and no value", "a value after a colon")
        fault = fault if known else unknown_key(path, model)
        whole = f"{text}, {key}" + ("" if no_colon else f": {value.value}".rstrip())
        hint = "quotes around a text that contains a comma" + (f": {owner}: {shown(whole)}" if owner else "")
        self._faults.append(fault._replace(expected=f"{fault.expected}; {hint}"))
        return whole
