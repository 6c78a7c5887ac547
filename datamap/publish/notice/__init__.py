"""The notice of Art. 13 and 14 for one category of people, drafted from the map, for a person to edit.

``content`` decides what it states, from the confirmed facts that the record for an authority shows too; ``blocks`` are
the parts of the text, ``render`` writes them as Markdown, page or text document, and ``build`` the file.
"""

from datamap.publish.notice.blocks import Text
from datamap.publish.notice.build import write_notice
from datamap.publish.notice.content import notice
from datamap.publish.notice.render import SUFFIXES, rendered

__all__ = ["SUFFIXES", "Text", "notice", "rendered", "write_notice"]
