#!/bin/bash
# The pictures of the README, from a report on inventory/smartsupp.yaml: docs/report.png and docs/record.png.
# Needs chromium, LibreOffice Calc and poppler: bash tools/pictures.sh [python]
set -eu
python=${1:-.venv/bin/python}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
"$python" -m datamap report inventory/smartsupp.yaml --quarter 2026Q3 -o "$work" >"$work/log"
report=$work/2026Q3/smartsupp
chromium --headless --no-sandbox --hide-scrollbars --disable-gpu --window-size=1200,900 --virtual-time-budget=8000 \
  --screenshot="$PWD/docs/report.png" "file://$report/report.html" 2>>"$work/log"
soffice --headless -env:UserInstallation="file://$work/office" --convert-to pdf --outdir "$work" "$report/ropa.xlsx" >>"$work/log"
page=$(for n in $(seq 1 30); do pdftotext -f "$n" -l "$n" "$work/ropa.pdf" - | grep -q 'Customer support' && echo "$n" && break; done)
pdftoppm -png -r 80 -x 20 -y 20 -W 1270 -H 720 -f "$page" -l "$page" -singlefile "$work/ropa.pdf" docs/record
ls -l docs/*.png
