"""Builders of mails and files, the same ones the demo's samples are made with."""

from laigao.demo.brush import a_brush_work
from laigao.demo.files import DOCX, Grid, Line, a_docx, a_gbk_text, a_zip
from laigao.demo.letters import MAILBOX, NETEASE_HEADERS, QQ_HEADERS, SHANGHAI, SOME_DAY, Attachment, a_mail, a_qq_mail, address, words
from laigao.demo.photos import a_photo, a_plain_photo

__all__ = [
    "DOCX",
    "MAILBOX",
    "NETEASE_HEADERS",
    "QQ_HEADERS",
    "SHANGHAI",
    "SOME_DAY",
    "Attachment",
    "Grid",
    "Line",
    "a_brush_work",
    "a_docx",
    "a_gbk_text",
    "a_mail",
    "a_photo",
    "a_plain_photo",
    "a_qq_mail",
    "a_zip",
    "address",
    "words",
]
