#!/usr/bin/env bash
# Install a wheel in a clean environment, and audit an inventory from a folder that is not the project's.
# Usage: tools/try_wheel.sh FILE.whl (PYTHON and CONSTRAINTS as in the Makefile)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
wheel=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
(cd "$root" && "$work/venv/bin/python" -m pip install -q --disable-pip-version-check ${CONSTRAINTS:-} "$wheel")
mkdir "$work/elsewhere"
cp "$root/inventory/smartsupp.yaml" "$work/elsewhere/"
cd "$work/elsewhere"
unset PYTHONPATH
"$work/venv/bin/python" - <<'PY'
import pathlib, sys
import datamap

assert pathlib.Path(sys.prefix) in pathlib.Path(datamap.__file__).parents, f"not the installed package: {datamap.__file__}"
PY
"$work/venv/bin/datamap" --version
"$work/venv/bin/datamap" audit smartsupp.yaml --as-of 2026-09-30 --fail-on never
"$work/venv/bin/datamap" report smartsupp.yaml --quarter 2026Q3 -o reports
"$work/venv/bin/datamap" verify reports/2026Q3
echo "$(basename "$wheel"): installed and tried"
