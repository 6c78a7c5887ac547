"""Documents for people outside, made from the map: the notice to an audience (Art. 13, 14).

facts (what the map knows) -> build, activities, rights (blocks: structure.py) -> markdown, page, text document
"""

from datamap.publish.notice.build import notice
from datamap.publish.notice.files import SUFFIXES, write_notice

__all__ = ["SUFFIXES", "notice", "write_notice"]
