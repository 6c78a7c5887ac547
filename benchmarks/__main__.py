"""All benchmarks, ``python -m benchmarks [--quick] [--only NAME]``: each renews its section of ``RESULTS.md``."""

from __future__ import annotations

import compileall
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click

from benchmarks import results

HERE = Path(__file__).resolve().parent
PAGE = HERE / "RESULTS.md"
PARTS = {
    "Start-up and reading": "bench_start",
    "The law": "bench_law",
    "The second judge": "bench_second_judge",
    "The workbook": "bench_workbook",
    "Reading documents": "bench_reading",
    "The page": "bench_page",
    "Report runs": "bench_runs",
    "Scale": "bench_scale",
    "Growth and a cluster": "bench_growth",
    "Assessments": "bench_assessments",
    "Only what changed": "bench_since",
}
"""Title -> module with a function ``run(folder, quick)``. Another benchmark is a file here and a line in this list."""


@click.command()
@click.option("--quick", is_flag=True, help="a hundredth of the size, to see that everything runs; writes nothing")
@click.option(
    "--only", type=click.Choice(list(PARTS.values())), multiple=True, help="some of the benchmarks; other sections stay"
)
@click.option("--estates", type=click.Path(path_type=Path), help="folder to keep the generated estates in")
def main(quick: bool, only: tuple[str, ...], estates: Path | None) -> None:
    """Measure beside peers, print each table as it is made, and write it."""
    compileall.compile_dir(HERE.parent / "datamap", quiet=1)  # a missing .pyc doubles every import
    with tempfile.TemporaryDirectory(prefix="datamap-bench-") as scratch:
        folder = estates or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        missed, at = [], results.commit()  # once: the page itself changes with each section
        for title, module in PARTS.items():
            if only and module not in only:
                continue
            with ProcessPoolExecutor(
                1, mp_context=get_context("spawn")
            ) as own:  # what one leaves in memory is no burden to the next
                rows = own.submit(results.rows, module, folder, quick).result()
            text = results.section(title, rows, at)
            click.echo(f"{text}\n")
            if not quick:
                old = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
                PAGE.write_text(results.renewed(old, title, text, list(PARTS)), encoding="utf-8")
            missed += [r.what for r in rows if r.met is False]
    if missed and not quick:
        click.echo("targets missed: " + "; ".join(missed), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
