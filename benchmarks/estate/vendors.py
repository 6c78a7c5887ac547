"""The vendors of an estate, and their rows of a participants list."""

from __future__ import annotations

from benchmarks.estate.words import ABROAD, ADEQUATE, FIRST, FORMS, HOMES, SECOND, SERVICES


class Vendor:
    """One vendor of the market: the same name, entity and country for every customer."""

    def __init__(self, number: int, country: str):
        first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND)]
        series = number // (len(FIRST) * len(SECOND))
        self.name = f"{first}{second}" + (f" {series + 1}" if series else "")
        self.id = self.name.lower().replace(" ", "-")
        self.entity = f"{self.name} {FORMS[country]}"
        self.country = country
        self.service = SERVICES[number % len(SERVICES)]
        self.listing = ("absent", "active", "due", "withdrawn")[len(self.name) % 4] if country == "US" else ""


def market(size: int = 800) -> dict[str, list[Vendor]]:
    """The vendors by country; those in front serve most."""
    countries = [*HOMES, *HOMES, *ADEQUATE, *ABROAD, *ABROAD, *ABROAD, "IL"]
    found: dict[str, list[Vendor]] = {}
    for n in range(size):
        vendor = Vendor(n, countries[n % len(countries)])
        found.setdefault(vendor.country, []).append(vendor)
    return found


MARKET = market()


def participants() -> list[list[str]]:
    """The vendors' rows of a participants list, in the columns of the official workbook."""
    head = [
        "Public Display Name",
        "Legal Name",
        "Install Date",
        "Usage End Date",
        "Inactive Start Date",
        "Framework",
        "Status",
        "HR Data",
        "Non-HR Data",
        "Street",
        "City",
        "State",
        "Postal Code",
        "Covered Entities",
        "Industries",
        "Privacy Policies",
        "Public Link",
    ]
    rows = [head]
    for n, v in enumerate(MARKET["US"]):
        if v.listing == "absent":
            continue
        due, ended = {"active": ("12/31/2026", ""), "due": ("8/15/2026", ""), "withdrawn": ("", "2/1/2026")}[v.listing]
        status = "Inactive - Withdrawal" if ended else "Active"
        link = f"https://www.dataprivacyframework.gov/participant/{n}"
        rows.append(
            [
                v.name,
                v.entity,
                "9/1/2023",
                due,
                ended,
                "EU-U.S. Data Privacy Framework",
                status,
                "No",
                "Yes",
                "1 Main Street",
                "Austin",
                "TX",
                "78701",
                "",
                "",
                "",
                link,
            ]
        )
    return rows
