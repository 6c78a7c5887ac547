"""Documents for people outside, made from the map: the notice to an audience (Art. 13, 14), the papers of a processor.

facts (what the map knows) -> build, activities, rights; pack, annexes -> blocks (structure.py)
    -> markdown, page, text document (files.py)
"""

from datamap.publish.notice.annexes import AUTHORISATIONS, annexes
from datamap.publish.notice.build import notice
from datamap.publish.notice.files import SUFFIXES, write, write_notice
from datamap.publish.notice.pack import change, contract, subprocessors

__all__ = [
    "AUTHORISATIONS",
    "SUFFIXES",
    "annexes",
    "change",
    "contract",
    "notice",
    "subprocessors",
    "write",
    "write_notice",
]
