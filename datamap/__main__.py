"""``python -m datamap``: the command line."""

from datamap.cli import main

if __name__ == "__main__":
    main()
