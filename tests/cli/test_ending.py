"""However a command ends, stderr has a line and no traceback, and the exit code is never 1, which means findings."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from datamap.cli import base, ending, main, transfers

SMALL = """
meta: {id: demo, date: 2025-01-01}
controller: {name: Demo, country: CZ, role: controller}
recipients: [{id: r, name: R, role: processor, sites: [US], safeguards: [dpf]}]
"""
COMMANDS = [
    ["transfers", "demo.yaml"],
    ["transfers", "demo.yaml", "--format", "json"],
    ["audit", "--help"],
    ["law", "US"],
]
HEARD = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""A run of the tests in the background ignores the signal, and so would the processes that it starts."""
unix = pytest.mark.skipif(os.name != "posix", reason="streams and signals as on Unix")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "demo.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(line, *args):
    """Run a command in a shell that redirects it; its stderr goes to the file ``err`` where the line says so."""
    return subprocess.run(
        ["bash", "-c", line, "bash", sys.executable, "-m", "datamap", *args],
        capture_output=True,
        text=True,
        timeout=120,
    )


@unix
@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ('"$@" > /dev/full', 2, "datamap: the result cannot be written: No space left on device"),
        ('"$@" >&-', 2, "datamap: stdout is closed"),
        ('"$@" <&- >&-', 2, "datamap: stdout is closed"),
        ('"$@" 2>&-', 2, ""),
        ('"$@" > /dev/full 2>&1', 2, ""),
        ('"$@" | true; exit ${PIPESTATUS[0]}', ending.READER_GONE, ""),
    ],
)
def test_a_stream_that_takes_nothing(folder, line, code, said, args):
    if "2>&1" in line and args[-1] == "US":
        pytest.skip("the same as the others")
    done = shell(line, *args)
    told = [x for x in done.stderr.splitlines() if not x.startswith("As of")]
    assert done.returncode == code, done.stderr
    assert len(told) == bool(said) and all(x.startswith(said) for x in told)
    assert done.stdout == ""


@unix
def test_a_file_never_gets_the_number_of_a_closed_stream(folder):
    code = (
        "import os; from datamap.cli import ending; ending.guard(); os.write(9, str(os.open('x', os.O_CREAT)).encode())"
    )
    done = subprocess.run(
        ["bash", "-c", '"$@" 9>&1 0>&- 1>&- 2>&-', "bash", sys.executable, "-c", code], capture_output=True, text=True
    )
    assert int(done.stdout) > 2


CHILD = (
    "from datamap.__main__ import main; import os, sys; os.write(2, b'.'); "
    "sys.argv = ['datamap', *sys.argv[1:]]; main()"
)


@unix
def test_signals_at_random_moments(folder):
    chance = random.Random(20260930)
    codes = set()
    for _ in range(14):
        args, number = chance.choice(COMMANDS), chance.choice([signal.SIGINT, signal.SIGINT, signal.SIGTERM])
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert child.stderr.read(1) == "."
        time.sleep(chance.uniform(0.002, 0.8))
        child.send_signal(number)
        out, err = child.communicate(timeout=60)
        # 0: it had ended; below 0: the interpreter was all but gone
        assert child.returncode in (0, 128 + number, -number), (args, err)
        told = [x for x in err.splitlines() if not x.startswith("As of")]
        assert told in ([], [f"datamap: {ending.SIGNALS[number]}"]), err
        assert told or child.returncode != 128 + number
        codes.add(child.returncode)
    assert codes & {130, 143}  # some met it


@unix
def test_an_ignored_signal_stays_ignored():
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "
        "from datamap.cli import ending; ending.guard(); signal.raise_signal(signal.SIGINT); print('on')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "on\n"


@unix
def test_a_signal_in_a_finaliser_or_taken_for_another_error_ends_the_command():
    swallowed = """
import signal, os
from datamap.cli import ending
class Finalised:
    def __del__(self): signal.raise_signal(signal.SIGINT); [i for i in range(99)]
def work():
    Finalised()
"""
    mistaken = """
import signal
from datamap.cli import ending
def work():
    try: signal.raise_signal(signal.SIGINT); [i for i in range(99)]
    except KeyboardInterrupt: raise ImportError("a part of numpy is missing")
"""
    for code in (swallowed, mistaken):
        done = subprocess.run(
            [sys.executable, "-c", HEARD + code + "ending.guard(); ending.end(work)"], capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (130, "datamap: interrupted\n")


@unix
def test_a_forked_process_ends_without_a_word():
    code = """
import os, signal, time
from datamap.cli import ending
ending.guard()
ready, go = os.pipe()
child = os.fork()
if not child:
    os.write(go, b'.')
    time.sleep(30)
    os._exit(1)
os.read(ready, 1)
os.kill(child, signal.SIGINT)
print(os.waitpid(child, 0)[1])
"""
    done = subprocess.run([sys.executable, "-c", HEARD + code], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == (f"{int(signal.SIGINT)}\n", "")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyError("gone"), 2, "datamap: unexpected error: KeyError: 'gone' (DATAMAP_DEBUG=1 shows where)"),
        (
            ValueError("one\ntwo\x1b[2J"),
            2,
            r"datamap: unexpected error: ValueError: one two\x1b[2J (DATAMAP_DEBUG=1 shows where)",
        ),
        (
            RecursionError("maximum depth"),
            2,
            "datamap: unexpected error: RecursionError: maximum depth (DATAMAP_DEBUG=1 shows where)",
        ),
        (MemoryError(), 2, "datamap: out of memory"),
        (OSError(28, "No space left on device", "x.bin"), 2, "datamap: x.bin: No space left on device"),
        # not that of stdout
        (BrokenPipeError(32, "Broken pipe"), 2, "datamap: the result cannot be written: Broken pipe"),
        (KeyboardInterrupt(), 130, "datamap: interrupted"),
        (BaseException("panic"), 2, "datamap: unexpected error: BaseException: panic (DATAMAP_DEBUG=1 shows where)"),
    ],
    ids=lambda x: type(x).__name__ if isinstance(x, BaseException) else "",
)  # fmt: skip
def test_a_crash_is_one_line(folder, monkeypatch, error, code, said):
    def crash(*_, **__):
        raise error

    monkeypatch.setattr(transfers, "judge", crash)
    done = CliRunner().invoke(main, ["transfers", "demo.yaml"])
    assert (done.exit_code, done.stderr, done.stdout) == (code, said + "\n", "")
    monkeypatch.setenv(ending.DEBUG, "1")
    done = CliRunner().invoke(main, ["transfers", "demo.yaml"])
    assert done.exit_code == code and "Traceback" in done.stderr and done.stderr.endswith(said + "\n")


def test_an_installation_that_is_broken_is_one_line(monkeypatch, capsys):
    from datamap import __main__ as entry

    monkeypatch.setitem(sys.modules, "datamap.cli", None)  # importing it fails
    monkeypatch.setattr(ending, "guard", lambda: None)
    with pytest.raises(SystemExit) as e:
        entry.main()
    assert e.value.code == 2
    assert capsys.readouterr().err.startswith("datamap: unexpected error: ModuleNotFoundError")


def test_findings_and_bad_calls_keep_their_codes(folder):
    assert CliRunner().invoke(main, ["audit", "demo.yaml"]).exit_code == 1
    assert CliRunner().invoke(main, ["audit", "demo.yaml", "--fail-on", "never"]).exit_code == 0
    assert CliRunner().invoke(main, ["audit"]).exit_code == 2
    assert CliRunner().invoke(main, ["nonsense"]).exit_code == 2
    assert isinstance(base.main, base.Commands)


def test_the_console_script_takes_care_of_signals_first():
    import tomllib
    from pathlib import Path

    root = Path(__file__).parents[2]
    said = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert said == {"datamap": "datamap.__main__:main"}
    code = (
        "import sys; before = set(sys.modules); import datamap.__main__; "
        "print(*sorted({m.partition('.')[0] for m in set(sys.modules) - before} - sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root)
    assert done.stdout.split() == ["datamap"]
