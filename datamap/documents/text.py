"""Plain texts from templates: letters and messages to start from."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from datamap.labels.counting import count, few, noun

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal_in_xml(text: str) -> str:
    """A text in which characters that XML cannot contain are written as escapes.

    Examples
    --------
    >>> print(legal_in_xml("a" + chr(7) + "b"))
    a\\u0007b
    """
    return _NOT_IN_XML.sub(lambda c: f"\\u{ord(c[0]):04x}", text)


def render_text(package: str, template: str, **values: Any) -> str:
    """A plain text from a template of a package; nothing is escaped, and undefined names are refused.

    Parameters
    ----------
    package : str
        The package whose folder ``templates`` contains the template.
    template : str
    **values
        What the template uses.
    """
    return _environment(package).get_template(template).render(**values)


@cache
def _environment(package: str) -> Environment:
    made = Environment(
        loader=PackageLoader(package),
        autoescape=False,  # noqa: S701  the result is never read as HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {"count": count, "few": few, "noun": noun}
    return made
