"""Dated, cited facts about vendors' services: who the customer contracts with, and who is behind that company.

They suggest and never decide: a map takes one of them only as a proposal, with its source. A service is a file of the
folder ``data``, in the same form as the law pack.
"""

from datamap.vendors.matching import find, listed, nearest
from datamap.vendors.pack import Fact, Service, Vendors, load, load_for

__all__ = ["Fact", "Service", "Vendors", "find", "listed", "load", "load_for", "nearest"]
