"""A small participants workbook with invented organisations, in the form of the official one."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from datamap.law import dpf_list

EU, UK, CH = dpf_list.FRAMEWORKS


def line(
    display,
    legal="",
    *,
    framework=EU,
    status="Active",
    hr="No",
    non_hr="Yes",
    due="12/31/2026",
    inactive="",
    covered="",
    link="",
):
    return [
        display,
        legal or display,
        "5/4/2017",
        due,
        inactive,
        framework,
        status,
        hr,
        non_hr,
        "",
        "",
        "",
        "",
        covered,
        "",
        "",
        link or f"x/{legal or display}",
    ]


ROWS = [
    line("Acme, Inc.", hr="Yes"),
    line("Acme, Inc.", framework=UK),
    line("Brandy", "Realname Holdings Inc.", due="4/1/2026"),
    line("Lapsed LLC", status="Inactive - Lapse", inactive="1/2/2025"),
    line("Shielded Corp", status="Inactive - Withdrawal", inactive="10/22/2020"),
    line("Staff Only Inc", hr="Yes", non_hr="No"),
    line("Under Review, Inc.", status="Active - Re-certification under Review", due="10/8/2025"),
    line(
        "Mother, Inc.", hr="Yes", covered="Trello, Inc.,Slack Technologies, LLC,Overseas, PLC,Lone Name, Sister Co, LLC"
    ),
    line("Bought, Inc.", status="Inactive - Lapse", inactive="1/2/2025"),
    line("Sold Corp", status="Inactive - Lapse", inactive="1/2/2025"),
    line("Buyer, Inc.", covered="Bought Inc"),
    line("Former Owner LLC", status="Inactive - Withdrawal", inactive="1/2/2025", covered="Sold Corp"),
    line("Twin LLC"),
    line("Twin Corp", status="Inactive - Lapse", inactive="1/2/2025"),
]


def save(path: Path, rows, header=dpf_list.COLUMNS) -> Path:
    book = Workbook()
    book.active.append(list(header))
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path
