"""What a file is, by its content; its name only decides between texts."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from intake.documents.ole import ole_kind

_ZIP_PARTS = (  # first hit wins; (part's name, kind)
    ("AndroidManifest.xml", "program"),
    ("classes.dex", "program"),
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
_FOLDERS = (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx"))
_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "xlsx",
    b"application/vnd.oasis.opendocument.presentation": "pptx",
    b"application/epub+zip": "epub",
}
_HEADS = (
    (b"\x7fELF", "program"),
    (b"\xfe\xed\xfa\xce", "program"),
    (b"\xfe\xed\xfa\xcf", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),  # Java class, Mach-O for several machines
    (b"dex\n0", "program"),
    (b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", "program"),  # a Windows shortcut
    (b"#!", "program"),
    (b"!<arch>\n", "program"),
    (b"ITSF", "program"),  # compiled HTML help
    (b"%PDF-", "pdf"),
    (b"{\\rt", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"x\x9f>\x22", "tnef"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"\xd7\xcd\xc6\x9a", "metafile"),
    (b"\x01\0\0\0\x6c\0\0\0", "metafile"),
    (b"8BPS", "picture"),  # Photoshop
    (b"ID3", "audio"),
    (b"fLaC", "audio"),
    (b"OggS", "audio"),
    (b"#!AMR", "audio"),
    (b"#!SILK", "audio"),
    (b"MThd", "audio"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"FLV\x01", "video"),
    (b"\0\0\x01\xba", "video"),
    (b"\0\0\x01\xb3", "video"),
    (b".RMF", "video"),
    (b"\x1f\x8b", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ\0", "packed"),
    (b"MSCF", "packed"),
    (b"HHUI", "caj"),
    (b"CAJ\0", "caj"),
    (b"KDH ", "caj"),
    (b"SQLite format 3\0", "database"),
)
_RIFF = {b"WEBP": "image", b"WAVE": "audio", b"AVI ": "video", b"RMID": "audio", b"ACON": "program"}
_HEIF = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"heif", b"avif", b"avis")
_SCRIPT_NAMES = """.bat .cmd .vbs .vbe .js .jse .wsf .wsh .hta .ps1 .psm1 .reg .scf .url .inf .sh .py .pl .php .jsp .asp .lnk .scr .exe
    .com .pif .dll .msi .jar .apk .cpl"""
_SCRIPTS = frozenset(_SCRIPT_NAMES.split())
_TEXTS = {".htm": "html", ".html": "html", ".xhtml": "html", ".shtml": "html", ".mht": "mht", ".mhtml": "mht", ".eml": "eml",
          ".md": "md", ".markdown": "md", ".svg": "svg"}  # fmt: skip
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|span|font|center|br|h[1-6]|style|script)[\s/>]", re.I)
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+")
_MAIL = re.compile(rb"^(?:from|received|message-id|return-path|x-mailer|subject|date|to|delivered-to):", re.IGNORECASE | re.MULTILINE)
_MHT = re.compile(rb"^(?:mime-version|content-type:\s*multipart/related|x-mimeole|snapshot-content-location)", re.IGNORECASE | re.MULTILINE)


def sniff(name: str, data: bytes) -> str:
    """The kind of `data`: a key of READERS or OPENERS, "program", "encrypted-office", or another kind that is only kept.

    Never raises. "" means that nothing is known of it.
    """
    if not data:
        return "empty"
    for head, kind in _HEADS:
        if data.startswith(head):
            return kind
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return ole_kind(name, data)
    if data.startswith(b"MZ") and b"\0" in data[:256]:
        return "program"
    return _by_structure(data) or _text_kind(name, data)


def _by_structure(data: bytes) -> str:
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12], "unknown")
    if data[4:8] == b"ftyp":
        return "image" if data[8:12] in _HEIF else "audio" if data[8:11] == b"M4A" else "video"
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0" and len(data) > 26:
        return "image"
    if data[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa", b"\xff\xf1", b"\xff\xf9"):
        return "audio"
    if data[40:44] == b" EMF":
        return "metafile"
    if data[:1024].find(b"%PDF-") > 0:
        return "pdf"
    return ""


def _zip_kind(data: bytes) -> str:
    """What a zip carries. Of a damaged one the head still tells: names stand in it in clear."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info.filename for info in archive.infolist()[:5000]]
            mime = archive.read("mimetype")[:100].strip() if "mimetype" in names and archive.getinfo("mimetype").file_size < 100 else b""
    except Exception:  # noqa: BLE001 - zipfile fails in many ways on broken directories; the reader will say `damaged`
        return "docx" if b"word/" in data[:20_000] or b"[Content_Types].xml" in data[:200] else "zip"
    if mime in _ODF:
        return _ODF[mime]
    known = {name.replace("\\", "/") for name in names}
    for part, kind in _ZIP_PARTS:
        if part in known:
            return kind
    if "[Content_Types].xml" in known:
        folders = {name.split("/")[0] for name in known if "/" in name}
        return next((kind for folder, kind in _FOLDERS if folder in folders), "zip")
    if "content.xml" in known and "META-INF/manifest.xml" in known:
        return "odt"
    if "META-INF/MANIFEST.MF" in known and any(n.endswith(".class") for n in known):
        return "program"
    return "zip"


def _text_kind(name: str, data: bytes) -> str:
    """Texts: their form first, then their name. "" when it is no text."""
    head = data[:8192]
    extension = posixpath.splitext(name.lower())[1]
    if not _is_text(head):
        return ""
    if extension in _SCRIPTS:
        return "program"
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    headers = _HEADER.match(bare)
    if headers and len(headers.group()) > 20:
        if extension in (".mht", ".mhtml", ".doc", ".docx", ".wps", ".htm", ".html") and _MHT.search(headers.group()):
            return "mht"
        if len(_MAIL.findall(headers.group())) >= 2:
            return "mht" if b"multipart/related" in headers.group() and b"saved by" in headers.group().lower() else "eml"
        if _MHT.search(headers.group()):
            return "mht"
    if b'progid="Word.Document"' in head or b"schemas.microsoft.com/office/word/2003/wordml" in head:
        return "wordml"
    if bare[:5].lower() == b"<?xml" or bare[:4].lower() == b"<svg":
        return "svg" if b"<svg" in head.lower() else "html" if b"<html" in head.lower() else "xml"
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    start = bare[:2000].replace(b"\0", b"")[2:] if wide else bare[:2000]
    if _HTML.match(start) or (start.startswith(b"<!--") and _HTML.search(start)):
        return "html"
    return _TEXTS.get(extension, "txt")


def _is_text(head: bytes) -> bool:
    """No NUL and few control characters, or UTF-16 by its mark or by its zeros on one side."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head.startswith((b"\0\0\xfe\xff", b"\x84\x31\x95\x33")):
        return True
    if b"\0" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        few, many = sorted((even, odd))
        return len(head) > 8 and many * 20 > len(head) and few * 50 < many
    controls = sum(head.count(bytes((code,))) for code in range(32) if code not in (7, 8, 9, 10, 11, 12, 13, 26, 27))
    return controls * 50 <= len(head)
