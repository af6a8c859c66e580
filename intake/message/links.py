"""超大附件: files that did not come with the mail, only a link to a cloud store that expires."""

from __future__ import annotations

import re
import urllib.parse

from intake.model import Block, LinkedFile, Paragraph

# download pages of QQ, Foxmail, NetEase and Sina; none of them opens without a browser, so nothing is fetched
_PAGE = re.compile(
    r"https?://(?:i?wx\.mail\.qq\.com/ftn/|(?:[a-z0-9-]+\.)?mail\.qq\.com/cgi-bin/ftn|mail\.foxmail\.com/|"
    r"(?:[a-z0-9-]+\.)?mail\.(?:163|126|yeah)\.(?:com|net)/(?:large-attachment-download|filehub)|"
    r"fs\.(?:163|126)\.com/fs/display|u\.163\.com/|dashi\.163\.com/(?:html/)?cloud-attachment-download|"
    r"(?:vip\.)?mail\.sina\.(?:com\.cn|cn|com)/filecenter/download)[^\s<>\"'，。）]*",
    re.IGNORECASE,
)
MARKS = re.compile(
    r"QQMailBigAttach|qqmailbgattach|FoxmailClientBigAttach|foxmail_hugeattachment|bigattach-mailmaster-download|divNeteaseBigAttach|"
    r"NeteaseBigAttach|bigAttachment",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^\s*从.{1,12}(?:邮箱|邮件|Foxmail|邮)?.{0,8}发来的(?:超大|云)附件|^\s*(?:超大附件|云附件)[:：]?\s*$")
_DETAILS = re.compile(
    r"[(（]\s*(?P<size>\d[\d.]{0,12}\s*(?:[KMGT]i?B?|B|字节))\s*(?:[,，]\s*(?P<expires>[^()（）\n]{0,60}?))?\s*[)）]", re.IGNORECASE
)
_UNITS = {"": 1, "B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_CHROME = re.compile(r"^(?:进入下载页面|下载|点击下载|预览|转存|收藏|在线预览|下载地址|[:：\s]*)+$")


def is_page(url: str) -> bool:
    """The address is one of the known download pages."""
    return _PAGE.match(url.strip()) is not None


def linked_file(text: str, url: str, name: str = "", expires: str = "") -> LinkedFile | None:
    """A file out of the words beside its link: `NAME (128.03M, 2020年11月27日 21:59 到期)`. None without an address."""
    if not url:
        return None
    details = _DETAILS.search(text)
    size = 0
    if details:
        name = name or text[: details.start()].rstrip().split("\n")[-1]
        number = re.match(r"([\d.]+)\s*([KMGT]?)", details.group("size").upper())
        size = int(float(number.group(1).strip(".") or 0) * _UNITS[number.group(2)]) if number and number.group(1).count(".") < 2 else 0
        expires = (details.group("expires") or "").removesuffix("到期").removesuffix("过期").strip() or expires
    host = urllib.parse.urlsplit(url).hostname if "//" in url and "[" not in url else ""
    return LinkedFile(_bare(name or _first_name(text)), size, expires or ("无限期" if "无限期" in text else ""), url, host or "")


def _first_name(text: str) -> str:
    """The first line that looks like a file's name, by its extension."""
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if re.search(r"\.[A-Za-z0-9]{1,5}$", line) and "://" not in line), "")


def _bare(name: str) -> str:
    return re.split(r"[/\\\n]", re.sub(r"^[\s·•\-*]+|^(?:文件名|附件)[:：]", "", name.strip()))[-1].strip()


def _names_file(text: str, boxed: bool) -> bool:
    """A line that tells name, size and expiry of a file."""
    return len(text) < 200 and _DETAILS.search(text) is not None and (boxed or "到期" in text)


def take_links(blocks: list[Block]) -> tuple[list[Block], list[LinkedFile], list[str]]:
    """Blocks without the lines of an 超大附件 box written as text, the files it names, and the lines taken."""
    rest: list[Block] = []
    found: list[LinkedFile] = []
    taken: list[str] = []
    waiting: list[Block] = []  # the box's heading and names, until an address proves them
    for block in blocks:
        text = block.text if isinstance(block, Paragraph) else ""
        page = _PAGE.search(text)
        if page:
            names = [item.text for item in waiting if isinstance(item, Paragraph) and not _HEADING.search(item.text)]
            words = "\n".join([*names, text[: page.start()]])
            file = linked_file(words, page.group())
            found += [file] if file else []
            if waiting or _DETAILS.search(words):
                taken += [item.text for item in waiting if isinstance(item, Paragraph)] + [text]
            else:
                rest.append(block)  # an address inside a sentence: the sentence stays
            waiting = []
        elif _HEADING.search(text) or _names_file(text, bool(waiting or taken)) or (waiting and _CHROME.match(text)):
            waiting.append(block)
        else:
            rest += [*waiting, block]
            waiting = []
    return [*rest, *waiting], found, taken
