"""From findings to actions: the shortest list of things to do, what protects people most first.

Every rule names the action that resolves its findings. Findings with the same action are resolved together (one
contract resolves several gaps), and the same action for many subjects is one line: ask fourteen vendors for
their location. What one document lacks is one line too: complete the notice with seven points.

An action has the rank of the worst finding that it clears; :mod:`datamap.questions.risk` has the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from datamap.findings import Findings
from datamap.findings.action import shown
from datamap.findings.tasks import Task
from datamap.labels.counting import count
from datamap.model import arguments
from datamap.model.vocabulary import SEVERITIES
from datamap.pipeline import Audit
from datamap.questions.risk import Risk, risks
from datamap.tables import SINGULAR, arrays
from datamap.tables.preview import Preview

PLURALS = {one: many for many, one in SINGULAR.items()}
COLUMNS = (
    *("action", "title", "why", "clears", "errors", "warnings", "notes"),
    *("special", "vulnerable", "missing", "transfer", "people", "effort"),
    *("state", "owner", "due", "name"),
    *("subjects", "rules", "fingerprints"),
)


def plan(source: Audit | Findings) -> pd.DataFrame:
    """The actions that clear the open findings, with who decided to do them.

    Parameters
    ----------
    source : Audit or Findings
        Of findings alone, what people decided to do is not known.

    Returns
    -------
    DataFrame
        One row per action, in the order of :mod:`datamap.questions.risk`: ``action`` (in words), ``title`` (the same
        without several names), ``why`` (the reasons for its rank), ``clears`` (number of findings), ``errors,
        warnings, notes``; of its worst finding ``special`` and ``vulnerable`` (yes, unknown, no), ``missing``
        (protection, information, record), ``transfer`` (not-covered, undetermined, or empty), ``people`` (the largest
        number recorded, or unknown) and ``effort`` (record, ask, document, agree); who does it (``state``: overdue,
        open or empty; ``owner``, ``due``); ``name``, by which a decision names the action; and the lists ``subjects,
        rules, fingerprints``.
    """
    tasks = source.tasks if isinstance(source, Audit) else ()
    whole = source.findings if isinstance(source, Audit) else source
    arguments.check_type(whole, Findings, "source", "an audit, as dm.audit(...) gives it, or its findings")
    findings = whole.where(~whole.frame["accepted"].astype(bool))
    columns = ("together", "action", "subject", "subject_id", "subject_kind", "severity", "rule", "fingerprint")
    found: dict[str, list[tuple[str, ...]]] = {}
    worst: dict[str, Risk] = {}
    for risk, (template, *rest) in zip(risks(findings), arrays.records(findings.frame, *columns), strict=True):
        found.setdefault(template, []).append(tuple(rest))
        worst[template] = max(risk, worst.get(template, risk))
    rows: list[tuple[Risk, dict[str, Any]]] = []
    for template, listed in found.items():
        actions, names, ids, kinds, severities, rules, prints = (list(x) for x in zip(*listed, strict=True))
        subjects, items = apart(names, ids), [item(template, a) for a in actions]
        named, kind = (subjects, kinds[0]) if items == names else (list(dict.fromkeys(items)), "point")
        row = {
            "action": said(template, named, kind),
            "title": title(template, named, kind),
            "why": ", ".join(worst[template].reasons),
            "clears": len(listed),
            **{f"{s}s": severities.count(s) for s in SEVERITIES},
            **worst[template].words,
            **_doing(tasks, prints),
            "name": shown(template),
            "subjects": subjects,
            "rules": sorted(set(rules)),
            "fingerprints": prints,
        }
        rows.append((worst[template], row))
    rows.sort(key=lambda r: (-r[1]["errors"], -r[1]["clears"], r[1]["action"]))
    rows.sort(key=lambda r: r[0], reverse=True)  # a stable sort keeps the order of equals
    actions = pd.DataFrame([row for _, row in rows], columns=list(COLUMNS))
    return Preview.of(actions, "What to do, most urgent first", ("title", "why", "clears", "owner", "due"))


def _doing(tasks: Iterable[Task], fingerprints: Iterable[str]) -> dict[str, str]:
    """Who does an action until when, by the decisions about its findings: the most urgent state, every owner."""
    open_ = [t for t in tasks if t.state in ("overdue", "open") and not set(fingerprints).isdisjoint(t.fingerprints)]
    if not open_:
        return {"state": "", "owner": "", "due": ""}
    owners = ", ".join(dict.fromkeys(t.owner for t in open_))
    return {"state": open_[0].state, "owner": owners, "due": open_[0].due.isoformat()}


def apart(names: list[str], ids: list[str]) -> list[str]:
    """Names of subjects, each once; entries that share a name are distinguished by their ids."""
    return list(dict.fromkeys(entries(names, ids)))


def entries(names: list[str], ids: list[str]) -> list[str]:
    """The name of each row; where several entries share it, with the id of the entry."""
    shared = Counter(name for name, _ in dict.fromkeys(zip(names, ids, strict=True)))
    return [f"{name} ({id_})" if shared[name] > 1 else name for name, id_ in zip(names, ids, strict=True)]


def item(template: str, action: str) -> str:
    """What one action names, of those that one template names together: a subject, or what a rule names (``each``)."""
    before, _, after = template.partition("{}")
    return action[len(before) : len(action) - len(after)]


def said(template: str, subjects: list[str], kind: str) -> str:
    """An action in words: with its subject, or with how many (of which kind) and who."""
    many = count(len(subjects), PLURALS.get(kind, kind + "s"), kind)
    if "{}" not in template:
        text = template
    elif len(subjects) == 1:
        text = template.replace("{}", subjects[0])
    elif template.endswith(": {}"):
        between = "; " if kind == "point" else ", "
        text = f"{template[:-4]}: {len(subjects)} ({between.join(subjects)})"
    else:
        text = f"{template.replace('{}', many)}: {', '.join(subjects)}"
    return text[:1].upper() + text[1:]


def title(template: str, subjects: list[str], kind: str) -> str:
    """An action in words, for how many; with its subject where there is one only."""
    if len(subjects) == 1 or "{}" not in template:
        return said(template, subjects, kind)
    many = count(len(subjects), PLURALS.get(kind, kind + "s"), kind)
    text = f"{template[:-4]}: {many}" if template.endswith(": {}") else template.replace("{}", many)
    return text[:1].upper() + text[1:]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The actions as plain data, for JSON."""
    return frame.to_dict("records")
