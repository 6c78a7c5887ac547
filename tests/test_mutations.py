"""What counts as a mutant, and that one is put in place and noticed."""

import importlib
import sys
import types

from tools.mutants import TESTS, _stages, everything
from tools.mutations import mutants

SOURCE = '''
"""A module."""
LIMIT = 3

class Scale:
    def heavy(self, weight: int = 5) -> bool:
        """Whether it is heavy."""
        return weight > LIMIT and not weight == 7

def told(weight):
    if weight < 2:
        return "covers"
    return f"a {'heavy'} thing"
'''


def module(tmp_path, monkeypatch, name):
    path = tmp_path / f"{name}.py"
    path.write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    sys.modules.pop(name, None)
    return importlib.import_module(name), {m.name: m for m in mutants(name, path)}


def test_decisions_are_changed_and_sentences_are_not(tmp_path, monkeypatch):
    _, found = module(tmp_path, monkeypatch, "scales")
    assert set(found) == {
        "scales:0 LIMIT: 3 becomes 4",
        "scales:2 Scale.heavy: `return weight > LIMIT and (not weight == 7)` gives None",
        "scales:2 Scale.heavy: And becomes Or",
        "scales:2 Scale.heavy: `weight > LIMIT` is left out",
        "scales:2 Scale.heavy: Gt becomes GtE",
        "scales:2 Scale.heavy: `not weight == 7` is left out",
        "scales:2 Scale.heavy: `not weight == 7` without its not",
        "scales:2 Scale.heavy: Eq becomes NotEq",
        "scales:2 Scale.heavy: 7 becomes 8",
        "scales:1 told: `weight < 2` is always true",
        "scales:1 told: `weight < 2` is always false",
        "scales:1 told: Lt becomes LtE",
        "scales:1 told: 2 becomes 3",
        "scales:2 told: `return 'covers'` gives None",
        "scales:2 told: 'covers' becomes another word",
        "scales:3 told: `return f\"a {'heavy'} thing\"` gives None",
    }


def test_the_lines_of_a_mutant_are_those_of_its_statement(tmp_path):
    path = tmp_path / "spread.py"
    condition = "    if (\n        a\n        and b == 1\n    ):\n"
    path.write_text(f"def f(a, b):\n{condition}        a = [\n            2,\n        ]\n    return a\n", "utf-8")
    lines = {m.what: m.lines for m in mutants("spread", path)}
    assert lines["1 becomes 2"] == lines["And becomes Or"] == range(2, 6)
    assert lines["2 becomes 3"] == range(6, 9)
    assert lines["`return a` gives None"] == range(9, 10)


def test_a_change_that_makes_no_difference_is_no_mutant(tmp_path):
    path = tmp_path / "nothing.py"
    path.write_text("def f(a, b):\n    if min(a, b):\n        return ''\n    return zip(a, b, strict=True)\n", "utf-8")
    assert [m.what for m in mutants("nothing", path)] == [
        "`min(a, b)` is always true",
        "`min(a, b)` is always false",
        "`return zip(a, b, strict=True)` gives None",
        "`zip(a, b, strict=True)` with its first two arguments swapped",
    ]


def test_a_mutant_is_put_in_place_in_the_running_module(tmp_path, monkeypatch):
    scales, found = module(tmp_path, monkeypatch, "scales_in_place")
    assert scales.Scale().heavy(4) and scales.told(1) == "covers"
    borrower = types.ModuleType("borrower")
    borrower.LIMIT = scales.LIMIT  # from scales_in_place import LIMIT
    monkeypatch.setitem(sys.modules, "borrower", borrower)
    found["scales_in_place:0 LIMIT: 3 becomes 4"].put()
    assert not scales.Scale().heavy(4)
    assert borrower.LIMIT == 4
    found["scales_in_place:1 told: `weight < 2` is always false"].put()
    assert scales.told(1) == "a heavy thing"
    found["scales_in_place:2 Scale.heavy: `return weight > LIMIT and (not weight == 7)` gives None"].put()
    assert scales.Scale().heavy(9) is None


KEPT = """
from functools import cache, cached_property
PARTS = ("a", "b")
WHOLE = {"parts": PARTS, "other": "c"}
ALONE = ("a", "b")

@cache
def once():
    return 1

class Thing:
    @cached_property
    def kept(self):
        return 2

    @property
    def plain(self):
        return 3
"""


def test_a_mutant_of_what_remembers_its_results_is_put_in_place(tmp_path, monkeypatch):
    path = tmp_path / "keeping.py"
    path.write_text(KEPT, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    keeping = importlib.import_module("keeping")
    for mutant in mutants("keeping", path):
        if mutant.of in ("once", "Thing.kept", "Thing.plain") and "becomes" in mutant.what:
            mutant.put()
    assert (keeping.once(), keeping.Thing().kept, keeping.Thing().plain) == (2, 3, 4)


def test_a_constant_is_changed_with_those_that_are_made_from_it(tmp_path, monkeypatch):
    path = tmp_path / "making.py"
    path.write_text(KEPT, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    making = importlib.import_module("making")
    next(m for m in mutants("making", path) if m.of == "PARTS" and "'b'" in m.what).put()
    assert making.PARTS == ("a", "XbX") and making.WHOLE == {"parts": ("a", "XbX"), "other": "c"}
    assert making.ALONE == ("a", "b")


def test_what_remembers_its_results_meets_the_tests_of_its_module(tmp_path):
    path = tmp_path / "kept.py"
    path.write_text("N = 1\n\ndef plain():\n    return 2\n\n@cache\ndef kept():\n    return 3\n", "utf-8")
    of = {m.of: m.is_plain_function for m in mutants("kept", path)}
    assert of == {"N": False, "plain": True, "kept": False}


def test_the_tests_that_enter_a_function_are_those_that_can_notice_it(tmp_path):
    path = tmp_path / "some.py"
    path.write_text("N = 1\n\ndef one():\n    return 2\n\ndef two():\n    return 3\n", "utf-8")
    of = {m.of: m for m in mutants("datamap.some", path)}
    one, two = (frozenset({(str(path), name)}) for name in ("one", "two"))
    entered = {"x.py::a": one, "x.py::b": frozenset(), "y.py::a": two, "z.py::a": frozenset()}
    items = [types.SimpleNamespace(nodeid=name) for name in entered]
    met = {name: [[i.nodeid for i in wanted] for wanted, _ in _stages(m, items, entered)] for name, m in of.items()}
    # the tests of a file may share what the first of them made
    assert met == {"N": [["x.py::a", "y.py::a"]], "one": [["x.py::a", "x.py::b"]], "two": [["y.py::a"]]}


def test_every_file_that_decides_has_mutants_with_names_of_their_own():
    found = everything()
    assert len({m.name for m in found}) == len(found)
    assert not [m.name for m in found if "\n" in m.name or "\t" in m.name]  # a line of mutants.txt each
    of = {m.module.rpartition(".")[2] for m in found}
    assert {"verdict", "tools", "adequacy", "onward", "reasons", "status", "lapsed_safeguard"} <= of
    assert {m.name.partition(".")[0] + "." for m in found} == TESTS.keys()
