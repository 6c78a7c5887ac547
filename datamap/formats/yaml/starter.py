"""The inventory that ``datamap init`` writes: small, commented, and without mistakes."""

TEXT = """\
# yaml-language-server: $schema=inventory.schema.json
# A data map to start from. The schema beside it explains every field; editors show it.
# A field that you leave out is unknown; write `none` if you know that there is none.
# Put quotes around a text that contains ": " or " #", or that begins with a sign such as & * ! [ {.
meta:
  id: example                  # short name of the organisation; names its folder in reports
  title: Example Ltd, as controller
  date: 2026-01-01             # the day as of which these facts are recorded

controller:
  name: Example Ltd
  address: 1 Example Street, Dublin
  country: IE                  # a name or an ISO 3166-1 code
  email: privacy@example.com
  sector: private
  role: controller             # controller, processor or both

subjects:                      # whose data
  - id: customers
    name: Customers
    staff: no

categories:                    # which data; special: none, health, ... (Art. 9), criminal (Art. 10)
  - id: contact
    name: Contact details
    special: none

purposes:                      # what for: one entry per processing activity
  - id: support
    name: Customer support
    subjects: [customers]
    categories: [contact]
    legal_bases: [6-1-b]       # a letter of Art. 6(1); with several, write `when` each applies
    retention:
      - period: P3Y
        starts: the request is closed
    recipients: [helpdesk]

recipients:                    # who receives it, where, under which safeguards
  - id: helpdesk
    name: Helpdesk Inc.
    legal_entity: Helpdesk, Inc.
    role: processor
    dpa: yes                   # contract under Art. 28; not a transfer tool
    sites: [US]
    safeguards:                # short: scc:2021@2025-06-01, dpf, derogation:49-1-a
      - kind: scc
        version: 2021
        module: 2
        signed: 2025-06-01
        tia: positive
"""
