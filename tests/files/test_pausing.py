"""The collector of cyclic garbage is paused while a document is read and drafted, and afterwards is as it was."""

from __future__ import annotations

import gc

import pytest

from datamap.files.pausing import without_collector
from datamap.reading import reader


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("fails", [True, False])
def test_the_collector_is_as_it_was(on, fails):
    @without_collector
    def work():
        assert not gc.isenabled()
        if fails:
            raise ValueError
        return 7

    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        if fails:
            with pytest.raises(ValueError):
                work()
        else:
            assert work() == 7
        assert gc.isenabled() is on
    finally:
        (gc.enable if was else gc.disable)()


def test_no_garbage_is_collected_while_a_document_is_read(tmp_path, monkeypatch):
    path = tmp_path / "notice.md"
    path.write_text("# Notice\n\nWe process names.\n", encoding="utf-8")
    on, load = [], reader.load
    monkeypatch.setattr(reader, "load", lambda given: on.append(gc.isenabled()) or load(given))
    was = gc.isenabled()
    gc.enable()
    try:
        reader.read_document(path)
        assert on == [False] and gc.isenabled()
    finally:
        (gc.enable if was else gc.disable)()
