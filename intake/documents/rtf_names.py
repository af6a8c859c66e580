"""Names and numbers of the RTF specification 1.9.1."""

from __future__ import annotations

CHARSETS = {  # of \\fcharset
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
_PAGES = {936: "gb18030", 950: "big5hkscs", 54936: "gb18030", 65001: "utf-8", 10000: "mac_roman", 10008: "gb18030", 20936: "gb18030"}
SIGNS = {  # words that stand for characters; a paragraph's end is "\r", a line's "\n"
    "par": "\r",
    "sect": "\r",
    "page": "\r",
    "nestrow": "\r",
    "\n": "\r",
    "\r": "\r",
    "line": "\n",
    "softline": "\n",
    "lbr": "\n",
    "tab": "\t",
    "nestcell": "\t",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "~": "\u00a0",
    "_": "-",
}
_SKIPPED_NAMES = """
    colortbl stylesheet header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn objdata
    objclass objname datafield fldinst formfield shprslt nonshppict listtable listoverridetable rsidtbl generator filetbl revtbl xe tc
    bkmkstart bkmkend annotation atnid atnauthor atntime atnref atrfstart atrfend atndate themedata colorschememapping latentstyles
    datastore xmlnstbl mmathPr nonesttables pntxta pntxtb userprops template operator company manager category keywords comment doccomm
    subject hlinkbase sp sn sv background pgptbl wgrffmtfilter passwordhash defchp defpap upr
"""
SKIPPED = frozenset(_SKIPPED_NAMES.split())  # groups that hold no text of the body
SHOWN = frozenset(("shppict", "shpinst", "shptxt", "ud"))  # destinations marked as optional that hold what is seen
ALIGN = {"qc": "center", "qr": "right", "ql": "left", "qj": "justify", "qd": "justify"}


def codec_of_page(page: int | None) -> str:
    """Python's codec for a Windows code page; unknown ones are found out when they are used."""
    return _PAGES.get(page or 0, f"cp{page}") if page else "cp1252"
