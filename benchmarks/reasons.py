"""Why a target is missed, by what is measured: the last part of ``RESULTS.md``."""

OTHER_PROCESSOR = "On another processor, on 2026-11-25, it was"

REASONS: dict[str, str] = {
    "datamap audit of Smartsupp / import pandas": (
        "Half of it is pandas itself. The rest is mainly the import of pydantic and of our own modules, and the first "
        "use of each rule. It varies: on 2026-11-29 it was 1.26 on a faster machine; on 2026-11-30 one machine gave "
        "1.30, 1.61, 1.78 and 1.79 within half an hour, each the median of several runs, for the same code."
    ),
    "the same, from texts that no reader has numbered": (
        f"{OTHER_PROCESSOR} 4.7. Texts are numbered before they are judged; tables that a reader made have numbers."
    ),
    "participants workbook the first time / python-calamine alone": (
        f"{OTHER_PROCESSOR} 2.3. Three quarters of it is reading the workbook cell by cell within limits, the rest "
        "makes names comparable and fills the cache, from which later runs read."
    ),
    "a report beyond the same library calls made warm": (
        "In this run the calls beside it lacked the chart and the plan, which the notebook shows too; with these it is "
        "0.22 s on 12 reports. What is left is papermill's bookkeeping, the manifest with the hash of each file and "
        "the move into place, not measured one by one."
    ),
    "the same, beside stock papermill's": (
        "As above: with the chart and the plan among the calls it is 0.10 on 12 reports, within the target."
    ),
    "one at a time / --jobs 2": "Other work was on both cores, which this needs for itself.",
    "one process / two Dask workers": (
        f"Other work was on both cores, which this needs for itself. {OTHER_PROCESSOR} 1.91 on a quiet machine."
    ),
    "audit / DuckDB, recipients without cover": (
        "DuckDB's query takes both cores, the audit one: in CPU time it is 4.3 to 5.1 times, measured apart on "
        "2026-11-30, when by the clock it was 6.5, 7.2 and 8.5 within half an hour. "
        "The query answers one question on a fifth of the recipients. The audit judges each transfer under the law of "
        "its exporter, asks 103 rules about the whole map and writes all findings: about a seventh of its time is the "
        "verdicts, a third the wording, and no rule takes more than a tenth. Rules and texts in two threads, tried on "
        "2026-11-30, took 7 to 31 % less by the clock and up to a fifth more of the processor."
    ),
    "one changed inventory of small size, --since / everything": (
        "With inventories of half a kilobyte the whole run has little to do either. What remains is that each of "
        "10,000 files is opened and hashed once, that what was kept on it is read, and that all findings are put in "
        "order. Measured beside other work."
    ),
}
