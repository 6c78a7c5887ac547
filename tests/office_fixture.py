"""LibreOffice as people use it: files of one kind become files of another."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from conftest import missing


def converter(profile: Path):
    """A function that gives what LibreOffice makes of files; it sets up its profile when it is first called."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        missing("LibreOffice Calc is not installed (Debian: libreoffice-calc)")

    def convert(to, *files):
        """What LibreOffice makes of files of one folder; one start for all of them."""
        out = [file.parent / to / f"{file.stem}.{to}" for file in files]
        for _ in range(
            2
        ):  # on a busy machine LibreOffice may crash while it sets up a new profile ("Unspecified Application Error")
            done = subprocess.run(
                [
                    program,
                    "--headless",
                    f"-env:UserInstallation={profile.as_uri()}",
                    "--convert-to",
                    to,
                    "--outdir",
                    str(out[0].parent),
                    *map(str, files),
                ],
                capture_output=True,
                text=True,
                timeout=180,
                check=False,
            )
            if all(o.is_file() for o in out):
                return out
        raise AssertionError(done.stderr)

    return convert
