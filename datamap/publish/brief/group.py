"""The brief on all companies of a quarter, from what each report kept; no map is judged again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from datamap.errors import CallError
from datamap.files import writing
from datamap.history import archive, stored
from datamap.publish.brief import facts, render
from datamap.publish.brief.content import compose
from datamap.publish.brief.facts import Facts


def write(folder: Path, quarter: str, failed: Iterable[str] = (), *, force: bool = False) -> list[Path]:
    """The brief in a quarter's folder, if it has the reports of several companies.

    Parameters
    ----------
    failed : iterable of str
        Companies whose report could not be made: named, because what is missing must not look as if it were good.

    Raises
    ------
    CallError
        A file that was edited, without `force`; then none is written.
    """
    found, missing = _kept(folder)
    if len(found) < 2:
        return []
    content = compose(found, f"the group, {quarter}", [*missing, *(f for f in failed if f not in missing)])
    files = {folder / name: data for name, data in render.files(content, max(f.as_of for f in found)).items()}
    ours = _is_ours(folder)
    for path in files:
        writing.check(path, force=force or (path.name == render.MAIL and ours))
    return [writing.write(path, data, force=force or path.name == render.MAIL) for path, data in files.items()]


def _kept(folder: Path) -> tuple[list[Facts], list[str]]:
    """What the reports of a quarter kept, and the companies whose report kept nothing that can be read."""
    found: list[Facts] = []
    missing: list[str] = []
    runs, problems = archive.readable(folder)
    for run in runs:
        try:
            found += facts.read(run.folder / facts.NAME)
        except stored.Unreadable:
            missing.append(str(run.manifest["inputs"][0].get("name") or run.manifest["controller"]))
    return found, [*missing, *(Path(p.file).parent.name for p in problems)]


def _is_ours(folder: Path) -> bool:
    """Whether the mail in a folder is the one that its page was written with."""
    try:
        page = (folder / render.PAGE).read_bytes()
        text = (folder / render.MAIL).read_bytes()
        writing.check(folder / render.PAGE)
    except (OSError, CallError):
        return False
    return not writing.is_link(folder / render.MAIL) and render.mail_of(page) == hashlib.sha256(text).hexdigest()
