"""Small PDF files: text at places, and ruled tables, without a program that writes PDF."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

Line = tuple[float, float, str, float, bool]
"""Left, height from the bottom, words, size, and whether bold."""


def text(lines: Sequence[Line]) -> str:
    """The commands that show some lines."""
    out = []
    for x, y, words, size, bold in lines:
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        out.append(f"BT /{'F2' if bold else 'F1'} {size} Tf {x} {y} Td ({escaped}) Tj ET")
    return "\n".join(out)


def ruled(
    rows: Sequence[Sequence[str]],
    top: float,
    left: float = 60,
    width: float = 150,
    height: float = 20,
    size: float = 10,
) -> str:
    """The commands that show a table with rules around each cell."""
    out = []
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            x, y = left + c * width, top - (r + 1) * height
            out.append(f"{x} {y} {width} {height} re S")
            for n, line in enumerate(reversed(words.split("\n"))):
                out.append(text([(x + 4, y + 6 + 1.2 * size * n, line, size, False)]))
    return "\n".join(out)


def made(*pages: str, extra: str = "", packed: bool = False, catalog: str = "") -> bytes:
    """A PDF of some pages of commands."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {catalog}>>", ""]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    kids = []
    for page in pages:
        content = page.encode("cp1252")
        filters = ""
        if packed:
            content, filters = zlib.compress(content), "/Filter /FlateDecode "
        objects.append(f"<< {filters}/Length {len(content)} >>\nstream\n{content.decode('latin-1')}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for n, found in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{found}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{at:010} 00000 n \n".encode() for at in places)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra}>>\nstartxref\n{table}\n%%EOF\n".encode()
