"""One notebook run by papermill: parameters are checked before it starts, and it keeps no path and no secret."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

from datamap.errors import CallError, RunError
from datamap.files import folders

if TYPE_CHECKING:
    from datamap.runs.job import Job


def _own_notebook(name: str = "4_quarterly.ipynb") -> Path:
    """The report's notebook: that of the checkout, else the one that was installed with the package."""
    checkout = Path(__file__).resolve().parents[2] / "notebooks" / name
    installed = () if checkout.is_file() else metadata.files("datamap") or ()
    return next((Path(str(f.locate())).resolve() for f in installed if f.name == name), checkout)


NOTEBOOK = _own_notebook()
SECRET = re.compile(r"passw|secret|token|credential|api_?key", re.IGNORECASE)
"""Names of parameters whose values are never kept."""
HIDDEN = "(not kept)"
INJECTED_TAG = "injected-parameters"
ERROR_TAG = "papermill-error-cell-tag"
"""Of the cell that papermill puts on top of a failed notebook, with a link to the cell that failed."""


@cache
def known_parameters(notebook: Path = NOTEBOOK) -> dict[str, str]:
    """The parameters that a notebook's own ``parameters`` cell declares, with their defaults as Python source."""
    import papermill

    expected = "Expected a notebook with a cell tagged 'parameters'; the report's own comes with the package"
    if not notebook.is_file():
        raise CallError(f"notebook: {notebook} is not there. {expected}")
    try:
        return {name: p["default"] for name, p in papermill.inspect_notebook(str(notebook)).items()}
    except Exception as e:  # noqa: BLE001  nbformat and papermill raise a dozen kinds for what is not a notebook
        raise CallError(f"notebook: {notebook} cannot be read ({type(e).__name__}). {expected}") from e


def check_parameters(notebook: Path, given: Mapping[str, Any], more: Mapping[str, Any]) -> None:
    """Refuse parameters that a notebook does not declare, of another type than its default, or set by the run itself.

    Papermill only prints unknown names, and would cast ``007`` or ``false`` as it likes.

    Parameters
    ----------
    given : mapping
        What the run gives the notebook.
    more : mapping
        What the caller adds.

    Raises
    ------
    CallError
        With every problem.
    """
    known = known_parameters(notebook)
    wrong = [
        f"'{name}' is set by the run itself. Expected its own option (--quarter, --known-on, --baseline ...) instead"
        for name in more
        if name in given
    ]
    for name, value in [*more.items(), *given.items()]:
        if name not in known:
            wrong.append(f"'{name}' is not known to {notebook.name}. Expected: {', '.join(known)}")
            continue
        try:
            default = ast.literal_eval(known[name])
        except (ValueError, SyntaxError):
            continue  # an expression does not show its type
        if default is not None and type(value) is not type(default):
            wrong.append(f"'{name}' is {value!r}. Expected {_kind(default)}, like its default {default!r}")
        elif isinstance(value, str) and re.search(r"[\x00-\x1f\x7f]", value):
            wrong.append(f"'{name}' holds a control character or line end: {value!r}. Expected one line of text")
    if wrong:
        raise CallError("\n".join(f"parameters: {w}" for w in wrong))


def _kind(value: Any) -> str:
    return {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}.get(
        type(value), f"a {type(value).__name__}"
    )


def execute(job: Job, folder: Path) -> None:
    """Run a job's notebook in the folder where its report is built.

    Raises
    ------
    RunError
        The failed notebook is then kept beside the report, with the error on top.
    """
    import papermill

    out = folder / "report.ipynb"
    options: dict[str, Any] = {"engine_name": None, "execution_timeout": max(1, round(job.timeout))}
    if job.engine == "fork":
        from datamap.runs import engine

        options = {
            "engine_name": engine.register(),
            "execution_timeout": job.timeout,
            "request_save_on_cell_execute": False,
        }
    try:
        papermill.execute_notebook(
            _literal(job.notebook),
            _literal(out),
            parameters=job.parameters(),
            cwd=str(folder),
            progress_bar=False,
            kernel_name="python3",
            log_output=False,
            **options,
        )
    except papermill.PapermillExecutionError as e:
        raise _failed(job, out, f"the report notebook failed: {e.ename}: {e.evalue}") from e
    except Exception as e:  # noqa: BLE001  a kernel that dies or hangs raises other kinds
        raise _failed(job, out, f"the report notebook did not run: {type(e).__name__}: {e}".rstrip()) from e
    _clean(job, out)


def _literal(path: Path) -> str:
    """A path in which papermill finds no placeholders."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _failed(job: Job, out: Path, error: str) -> RunError:
    """The error to raise; the failed notebook stays beside the report, with the error on top."""
    kept = folders.failed(job.target)
    try:
        _clean(job, out, error)
        out.replace(kept)
    except Exception:  # noqa: BLE001  none was written, or only a part of it: the disk is full
        return RunError(f"{error}. The last good report is untouched")
    return RunError(f"{error}. The last good report is untouched", kept)


def _clean(job: Job, out: Path, error: str = "") -> None:
    """Papermill writes every path and parameter into the notebook: only names are kept, and no secret."""
    import nbformat
    from papermill.translators import papermill_translators

    text = out.read_text(encoding="utf-8").replace(json.dumps(str(out.parent) + "/")[1:-1], "")
    nb = nbformat.reads(text, as_version=4)
    about = nb.metadata.get("papermill", {})
    for key in ("input_path", "output_path"):
        about[key] = Path(about.get(key) or "").name
    shown = {name: _shown(job, name, value) for name, value in job.parameters().items()}
    about["parameters"] = shown
    for cell in nb.cells:
        if INJECTED_TAG in cell.metadata.get("tags", []):
            cell.id = INJECTED_TAG  # papermill's is another one each time
            cell.source = papermill_translators.find_translator("python3", "python").codify(shown, "Parameters")
    if error:
        if ERROR_TAG not in nb.cells[0].metadata.get("tags", []):
            nb.cells.insert(0, nbformat.v4.new_markdown_cell(metadata={"tags": [ERROR_TAG]}))
        quoted = indent(error, "    ")  # as code: an error's text is not markup
        nb.cells[0].source = f"{nb.cells[0].source}\n\n{quoted}".strip("\n")
    nbformat.write(nb, out)


def _shown(job: Job, name: str, value: Any) -> Any:
    """What is kept of a parameter's value."""
    if name == "baseline" and value:
        return job.compared
    if not isinstance(value, str):
        return HIDDEN if SECRET.search(name) else value
    if SECRET.search(name):
        return HIDDEN if value else ""
    return ";".join(Path(v).name if Path(v).is_absolute() else v for v in value.split(";"))
