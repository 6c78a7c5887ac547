"""The shell that every HTML page shares: one file that requests nothing, with each script allowed by its hash.

A page is a template that extends ``base.html.j2`` and fills its blocks ``title``, ``main`` and ``footer``. The shell
brings the style sheet, the link past the header, columns that sort, and the security policy.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from datamap.documents.text import legal_in_xml
from datamap.files import seal
from datamap.labels.counting import count, few, noun

PACKAGE = __package__ or "datamap.documents"
BASE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'; script-src "
)


def render(
    package: str,
    template: str,
    *,
    data: Any = None,
    scripts: Sequence[str] = (),
    shared: str = "",
    **values: Any,
) -> str:
    """A page from a template of a package: the same values give the same bytes.

    Parameters
    ----------
    package : str
        The package whose folder ``templates`` contains the template.
    template : str
    data : optional
        Plain data for the page's scripts, which find it as JSON in the element ``data``.
    scripts : sequence of str
        The text of each script, in order; :func:`script` reads one.
    shared : str
        A script that several pages load, relative to the page; empty for none.
    **values
        What the template shows.
    """
    return seal.page(
        _environment(package)
        .get_template(template)
        .render(
            policy=policy(scripts, shared),
            style=Markup(source(PACKAGE, "page.css")),
            data=None if data is None else data_block(data),
            shared=shared,
            scripts=[Markup(text) for text in scripts],
            **values,
        )
    )


def fill(package: str, template: str, **values: Any) -> str:
    """A template that is not a page, such as a part of a text document: every value is escaped for XML.

    Characters that XML cannot contain are written as escapes: with one of them no program opens the document.
    """
    return legal_in_xml(_environment(package).get_template(template).render(**values))


@cache
def _environment(package: str) -> Environment:
    """Jinja2 with escaping on and undefined names refused."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader(PACKAGE)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"count": count, "few": few, "noun": noun}
    return made


def policy(scripts: Sequence[str], shared: str = "") -> str:
    """The content security policy of a page: nothing is loaded, and only these scripts run.

    Examples
    --------
    >>> policy([]).rpartition("; ")[2], policy([], "../plotly.js").rpartition("; ")[2]
    ("script-src 'none'", "script-src 'self'")
    """
    allowed = [*(["'self'"] if shared else []), *map(_hash, scripts)]
    return BASE_POLICY + " ".join(allowed or ["'none'"])


@cache
def source(package: str, name: str) -> str:
    """The text of a file in a package's folder ``templates``."""
    return resources.files(package).joinpath("templates", name).read_text(encoding="utf-8")


def shell_script() -> str:
    """The script that every page with a table needs: columns sort, and printing opens what is folded."""
    return source(PACKAGE, "page.js")


@cache
def _hash(script: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def data_block(value: Any) -> Markup:
    """Plain data as JSON that no text in it can end.

    Examples
    --------
    >>> print(data_block({"name": "</script>"}))
    {"name":"\\u003c/script>"}
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
