"""The tutorial (``docs/tutorial.md``): its commands are run, and what they write replaces the output on the page.

A block ``console`` has lines that begin with ``$ `` and, below each, what the command writes. A block whose first line
is ``# NAME`` is the content of the file of that name, which the commands read.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from click.testing import CliRunner

from datamap.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "tutorial.md"
DOCUMENTS = ROOT / "notebooks" / "documents"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# ([\w.]+)\n")


def page() -> str:
    """The page with the output that its commands have now, run one after the other in a new folder."""
    text = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(DOCUMENTS, folder, dirs_exist_ok=True)
        return BLOCK.sub(lambda block: _renewed(block, Path(folder)), text)


def _renewed(block: re.Match[str], folder: Path) -> str:
    language, content = block.groups()
    if language == "console":
        commands = [line[2:] for line in content.splitlines() if line.startswith("$ ")]
        return "".join(["```console\n", *(f"$ {c}\n{run(c, folder)}" for c in commands), "```"])
    if named := FILE.match(content):
        (folder / named[1]).write_text(content, encoding="utf-8")
    return block[0]


def run(command: str, folder: Path) -> str:
    """What a command writes on stdout and stderr, without blanks at the end of lines; it must not be a wrong call."""
    if not command.startswith("datamap "):
        done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)
        code, written = done.returncode, done.stdout + done.stderr
    else:
        code, *parts = called(command.removeprefix("datamap "), folder)
        written = "".join(parts)
    if code not in (0, 1):
        raise RuntimeError(f"{command}: exit code {code}\n{written}")
    return "".join(f"{line.rstrip()}\n" for line in written.splitlines())


def called(words: str, folder: Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of datamap in this process, in a window of 80 columns; patterns become files."""
    with contextlib.chdir(folder):
        arguments = [
            found for w in shlex.split(words) for found in (map(str, sorted(Path().glob(w))) if "*" in w else [w])
        ]
        done = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(main, arguments, prog_name="datamap")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr
