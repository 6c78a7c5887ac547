"""Small inventories that several tests use, as YAML."""

from __future__ import annotations

STAFF_AND_CUSTOMERS = """
meta: {id: sample, date: 2026-01-05}
controller: {name: Sample, country: CZ, sector: private, role: controller}
subjects: [{id: staff, name: Staff, staff: yes}, {id: customers, name: Customers, staff: no}]
categories: [{id: pay, name: Pay, special: none}, {id: orders, name: Orders, special: none}, \
{id: health, name: Health, special: health}]
purposes:
  - {id: payroll, name: Payroll, subjects: staff, categories: [pay, health], recipients: [bureau, host]}
  - {id: sales, name: Sales, subjects: customers, categories: [orders, health], recipients: [bureau, host]}
recipients:
  - id: bureau
    name: Bureau
    sites: [{country: CA}]
    scope: {hr-provincial: yes, non-commercial: no, pipeda: yes}
  - {id: host, name: Host, sites: [{country: CZ}], sub_processors: sub}
  - {id: sub, name: Sub, sites: [{country: IN}]}
"""

EVIL = [
    "<img src=x onerror=alert(1)>",
    "{{7*7}}",
    "</script><script>alert(1)</script>",
    "אבג דה",
    "x" * 200,
    "a<br>b",
    "%{label}",
]


def large(recipients: int, purposes: int = 12, categories: int = 8) -> str:
    """A map with many recipients in several countries."""
    countries = ("US", "IN", "JE", "IE", "CZ", "SG")
    lines = ["meta: {id: large}", "controller: {name: Large, country: CZ, role: controller}", "categories:"]
    lines += [f"  - {{id: c{i}, name: Category number {i}, special: none}}" for i in range(categories)]
    lines.append("purposes:")
    for i in range(purposes):
        got = ", ".join(f"r{r}" for r in range(i, recipients, purposes))
        used = ", ".join(f"c{c}" for c in range(i % categories + 1))
        lines.append(f"  - {{id: p{i}, name: Purpose {i}, categories: [{used}], recipients: [{got}]}}")
    lines.append("recipients:")
    lines += [
        f"  - {{id: r{i}, name: Recipient company {i:03}, role: processor, "
        f"sites: [{countries[i % 6]}], safeguards: {'none' if i % 3 else '[dpf]'}}}"
        for i in range(recipients)
    ]
    return "\n".join(lines)
