"""Gather the pages in ``FOLDER/source``, let Sphinx write the site into ``FOLDER/html``, and check it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tools.site import check, gather

DEFAULT = gather.ROOT / "build" / "docs"


def main(arguments: Sequence[str]) -> int:
    """Build and check the site; a warning of Sphinx is an error. Returns the exit code."""
    try:
        from sphinx.cmd.build import build_main
    except ImportError:
        sys.stderr.write("tools.site: Sphinx is not installed: pip install -e .[docs]\n")
        return 2
    folder = Path(arguments[0]) if arguments else DEFAULT
    source, site = folder / "source", folder / "html"
    gather.gather(source)
    failed = build_main(["-q", "-W", "--keep-going", "-b", "html", str(source), str(site)])
    if failed:
        return failed
    if wrong := check.problems(site):
        sys.stderr.write("".join(f"{line}\n" for line in wrong))
        return 1
    sys.stdout.write(f"{site / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
