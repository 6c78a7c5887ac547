"""The count of tests in an environment of the oldest versions."""

from tools import proof, versions

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure>no</failure></testcase><testcase name="c"><error>no</error></testcase>
<testcase name="d"><skipped/></testcase><testcase name="e"><system-out>x</system-out></testcase>
</testsuite></testsuites>"""


def test_a_failure_in_the_set_up_counts_as_one():
    assert versions.outcomes(REPORT) == {"passed": 2, "failed": 2, "skipped": 1}


def test_the_exit_code_is_that_of_the_tests_and_without_being_asked_nothing_is_recorded(tmp_path, monkeypatch):
    monkeypatch.setattr(proof, "FOLDER", tmp_path / "proof")
    (tmp_path / "test_one.py").write_text("def test_one(): assert False\n", encoding="utf-8")
    assert versions.main([str(tmp_path), "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]) == 1
    assert not (tmp_path / "proof").exists()
