"""An unknown recipient beside others is on the reading list, and never part of a denial."""

import pytest
from click.testing import CliRunner

from datamap.cli import main


@pytest.mark.parametrize("other", ["Acme Inc.", "none"])
def test_an_unknown_recipient_beside_others_is_asked_about(tmp_path, other):
    file, out = tmp_path / "register.csv", tmp_path / "map.yaml"
    file.write_text(f"Activity,Recipients\nHosting of the shop,{other}; tbd\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["draft", str(file), "-o", str(out)], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert "recipients: none" not in out.read_text(encoding="utf-8")
    assert "further recipients are not known yet" in (tmp_path / "map.reading.md").read_text(encoding="utf-8")
