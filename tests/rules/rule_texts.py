"""All texts of the rules on transfers in their cases: ``python tests/rules/rule_texts.py`` writes them for review.

Read every line that changes, and commit it with the change that caused it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).parents[1])]  # what the tests share

import rule_cases  # noqa: E402

from datamap.rules import RULES  # noqa: E402

GOLDEN = Path(__file__).parents[1] / "golden" / "transfer-rules.txt"
COLUMNS = [
    "severity",
    "basis",
    "subject_kind",
    "subject_id",
    "line",
    "message",
    "remedy",
    "action",
    "articles",
    "subject",
]
TRANSFERS = sorted((r for r in RULES if r.code.startswith("TR")), key=lambda r: r.code)


def texts(rule, judged):
    """The findings of a rule in each of its cases; what is as in the finding before is left out."""
    lines, before = [f"# {rule.code} {rule.name}"], {}
    for case in rule_cases.FILES[rule.name]:
        frame = judged(rule.name, case)
        found = frame.loc[frame["name"] == rule.name, COLUMNS].astype(str).sort_values(COLUMNS)
        lines += ["", f"{case['name']} ({case.get('as_of', rule_cases.DAY)})"] if len(found) else []
        for severity, basis, kind, id_, line, message, remedy, action, articles, name in found.itertuples(index=False):
            subject = kind if kind == "controller" else f"{kind} {id_}"  # the cases of a day have ids by number
            lines.append(f"- {severity}, {basis}; {subject}, line {line}: {message}")
            more = {"remedy": remedy.replace(name, "{}"), "action": action.replace(name, "{}"), "cites": articles}
            lines += [f"  {key}: {value}" for key, value in more.items() if before.get(key) != value]
            before = more
    return lines


def main():
    """Write the texts of all of them."""
    with TemporaryDirectory() as folder:
        judged = rule_cases.judging(Path(folder))
        written = "\n\n".join("\n".join(texts(rule, judged)) for rule in TRANSFERS)
    GOLDEN.write_text(written + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
