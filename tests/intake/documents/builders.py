"""Documents built from nothing, as small as their format allows."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from PIL import Image as PillowImage

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(files: Iterable[tuple[str, bytes | str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def docx(
    body: str, *, styles: str = "", numbering: str = "", footnotes: str = "", media: Mapping[str, bytes] | None = None, head: str = ""
) -> bytes:
    """A docx whose body is `body`; pictures of `media` are related as rId:NAME."""
    relations = ""
    files: list[tuple[str, bytes | str]] = []
    for kind, xml, root in (("styles", styles, "styles"), ("numbering", numbering, "numbering"), ("footnotes", footnotes, "footnotes")):
        if xml:
            relations += f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
            files.append((f"word/{kind}.xml", f"<w:{root} {_NAMES}>{xml}</w:{root}>"))
    for name, data in (media or {}).items():
        relations += f'<Relationship Id="rId:{name}" Type="{_OFFICE}/image" Target="media/{name}"/>'
        files.append((f"word/media/{name}", data))
    package = f'<Relationships><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    return zipped(
        [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", package),
            ("word/document.xml", f"{head}<w:document {_NAMES}><w:body>{body}</w:body></w:document>"),
            ("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>"),
            *files,
        ]
    )


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def drawing(name: str, where: str = "inline") -> str:
    return f'<w:drawing><wp:{where}><wp:extent cx="900000" cy="900000"/><a:blip r:embed="rId:{name}"/></wp:{where}></w:drawing>'


def picture(
    form: str = "PNG", size: tuple[int, int] = (40, 20), color: object = (200, 30, 30), mode: str = "RGB", **options: object
) -> bytes:
    out = io.BytesIO()
    PillowImage.new(mode, size, color).save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def huge_png(side: int) -> bytes:
    """A PNG of side × side one-bit pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * ((side + 7) // 8 + 1) * side, 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def gbk_zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip as Chinese Windows writes it: names in GBK, no UTF-8 flag. Names are swapped for placeholders of their length."""
    files = list(files)
    data = zipped((f"{chr(97 + i) * len(name.encode('gbk'))}", content) for i, (name, content) in enumerate(files))
    for index, (name, _) in enumerate(files):
        raw = name.encode("gbk")
        data = data.replace(bytes((97 + index,)) * len(raw), raw)
    return data


def pdf(*pages: Iterable[tuple[float, float, str]]) -> bytes:
    """A PDF with lines of Latin text at (x, y) on A4 pages."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Courier>>"]
    kids = []
    for page in pages:
        stream = "".join(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in page)
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}endstream")
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {len(objects)} 0 R>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{content}endobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + tail.encode("latin-1")


def odt(content: str, styles: str = "", media: Mapping[str, bytes] | None = None) -> bytes:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    body = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{content}</office:text></office:body>"
    files: list[tuple[str, bytes | str]] = [("mimetype", "application/vnd.oasis.opendocument.text")]
    files.append(("content.xml", f"<office:document-content {names}>{body}</office:document-content>"))
    return zipped(files + [(f"Pictures/{name}", data) for name, data in (media or {}).items()])
