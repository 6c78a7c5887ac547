"""``datamap`` and ``python -m datamap``: the command line, with signals taken care of before the rest is loaded."""

from __future__ import annotations

from datamap.cli import ending


def main() -> None:
    """Run the command line."""
    ending.guard()
    ending.end(_command)


def _command() -> None:
    from datamap.cli import main as command

    command.main()


if __name__ == "__main__":
    main()
