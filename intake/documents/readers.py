"""The tables of formats. A new format is one file with a reader and one line here (and its mark in sniff.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from intake.documents.archives import open_7z, open_rar, open_zip
from intake.documents.doc import read_doc
from intake.documents.docx import read_docx
from intake.documents.eml import open_eml
from intake.documents.file import File, Member
from intake.documents.html import read_mht, read_page
from intake.documents.image import read_image
from intake.documents.odt import read_odt
from intake.documents.pdf import read_pdf
from intake.documents.rtf import read_rtf
from intake.documents.text import read_md, read_txt
from intake.documents.tnef import open_tnef
from intake.model import Document

Reader = Callable[[File], Document]
Opener = Callable[[File], tuple[Document, tuple[Member, ...]]]

READERS: Mapping[str, Reader] = {
    "docx": read_docx,
    "doc": read_doc,
    "rtf": read_rtf,
    "odt": read_odt,
    "pdf": read_pdf,
    "html": read_page,
    "mht": read_mht,
    "txt": read_txt,
    "xml": read_txt,
    "md": read_md,
    "image": read_image,
}

# Containers: what is in them is read as if it had been attached.
OPENERS: Mapping[str, Opener] = {
    "zip": open_zip,
    "7z": open_7z,
    "rar": open_rar,
    "tnef": open_tnef,
    "eml": open_eml,
}

# Kinds that are told apart only to say so; everything else unknown is kept too.
KEPT: Mapping[str, str] = {
    "xlsx": "电子表格已保存，没有读取文字；如是稿件请粘贴到 Word 文档里重新发来",
    "xls": "电子表格已保存，没有读取文字；如是稿件请粘贴到 Word 文档里重新发来",
    "pptx": "演示文稿已保存，没有读取文字；如是稿件请粘贴到 Word 文档里重新发来",
    "ppt": "演示文稿已保存，没有读取文字；如是稿件请粘贴到 Word 文档里重新发来",
    "works": "这种旧格式的文档打不开，已保存；请另存为 Word 文档重新发来",
    "wordml": "这种旧格式的文档打不开，已保存；请另存为 Word 文档重新发来",
    "audio": "音频已保存，没有读取文字",
    "video": "视频已保存，没有读取文字",
    "msg": "Outlook 邮件文件已保存，没有读取；请把稿件作为附件直接发来",
    "ofd": "OFD 文件已保存，没有读取；请另存为 Word 文档重新发来",
    "caj": "CAJ 文件已保存，没有读取；请另存为 Word 文档重新发来",
    "epub": "电子书文件已保存，没有读取；请另存为 Word 文档重新发来",
    "svg": "矢量图已保存，不能直接刊用；请另存为 JPG 或 PNG 重新发来",
    "metafile": "矢量图已保存，不能直接刊用；请另存为 JPG 或 PNG 重新发来",
    "picture": "这种图片格式不能直接刊用；请另存为 JPG 或 PNG 重新发来",
    "packed": "这种压缩格式没有打开；请改用 ZIP 压缩或直接发送文件",
}
