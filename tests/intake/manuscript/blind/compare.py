"""What an editor wants of a mail against what was read: a list of differences, empty when all is right."""

from __future__ import annotations

import re
import unicodedata
from typing import Any


def plain(text: Any) -> str:
    """Text without white space, width and quote styles."""
    folded = unicodedata.normalize("NFKC", str(text or "")).translate(str.maketrans("“”‘’。", "\"\"''."))
    return re.sub(r"\s+", "", folded)


def block_text(block: dict[str, Any]) -> str:
    match block["kind"]:
        case "verse":
            return "".join(block["lines"])
        case "list":
            return "".join(block["items"])
        case "table":
            return "".join(cell for row in block["rows"] for cell in row)
        case "image":
            return f"{block['caption']}{block['credit']}"
    return str(block["text"])


def differences(want: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """One line for each thing asked for and not read so."""
    out = [
        f"{key}: {got[key]!r}, not {want[key]!r}" for key in ("intent", "may_answer", "refers_to") if key in want and got[key] != want[key]
    ]
    out += [f"sender {k}: {got['sender'][k]!r}" for k, v in want.get("sender", {}).items() if plain(v) != plain(got["sender"][k])]
    works = got["works"]
    if "works" in want and len(works) != len(want["works"]):
        return [*out, f"works: {[w['title'] for w in works]}"]
    for wanted, work in zip(want.get("works", []), works, strict=False):
        out += [f"{work['title']}: {line}" for line in _of_work(wanted, work)]
    for kind, values in want.get("contact", {}).items():
        out += [f"{kind}: no {v} in {got['contact'][kind]}" for v in values if not any(v in mine for mine in got["contact"][kind])]
    statuses = {a["name"]: a["status"] for a in got["attachments"]}
    out += [
        f"attachment {a['name']}: {statuses.get(a['name'])}" for a in want.get("attachments", []) if statuses.get(a["name"]) != a["status"]
    ]
    return out


def _of_work(want: dict[str, Any], work: dict[str, Any]) -> list[str]:
    out = [
        f"{k}: {work[k]!r}, not {want[k]!r}" for k in ("title", "subtitle", "affiliation") if k in want and plain(work[k]) != plain(want[k])
    ]
    out += [f"{k}: {work[k]!r}, not {want[k]!r}" for k in ("authors", "genre") if k in want and work[k] != want[k]]
    out += [f"flag {flag} missing in {work['flags']}" for flag in want.get("flags", []) if flag not in work["flags"]]
    blocks = work["blocks"]
    texts = [plain(block_text(b)) for b in blocks if b["kind"] != "image"]
    body = plain("".join(block_text(b) for b in blocks))
    whole = plain(work["title"]) + plain(work["subtitle"]) + body
    bare = re.sub(r"(?<=\d)[\s\-.·_/()]+(?=\d)", "", whole + plain(work["bio"]))
    if "starts" in want and not (texts and texts[0].startswith(plain(want["starts"]))):
        out.append(f"starts with {texts[:1]}")
    if "ends" in want and not (texts and texts[-1].endswith(plain(want["ends"]))):
        out.append(f"ends with {texts[-1:]}")
    out += [f"lacks {piece}" for piece in want.get("contains", []) if plain(piece) not in body]
    out += [f"still has {piece}" for piece in want.get("absent", []) if plain(piece) in whole or (piece.isdigit() and piece in bare)]
    return out + _of_form(want, work, blocks, body)


def _of_form(want: dict[str, Any], work: dict[str, Any], blocks: list[dict[str, Any]], body: str) -> list[str]:
    out = []
    counts = {"stanzas": "verse", "tables": "table"}
    out += [
        f"{k}: {sum(b['kind'] == kind for b in blocks)}"
        for k, kind in counts.items()
        if k in want and sum(b["kind"] == kind for b in blocks) != want[k]
    ]
    if "headings" in want and [plain(b["text"]) for b in blocks if b["kind"] == "heading"] != [plain(h) for h in want["headings"]]:
        out.append(f"headings: {[b['text'] for b in blocks if b['kind'] == 'heading']}")
    if "images" in want:
        images = [b for b in blocks if b["kind"] == "image"]
        if len(images) != len(want["images"]):
            out.append(f"images: {len(images)}")
        for expected, image in zip(want["images"], images, strict=False):
            out += [f"image {k}: {image[k]!r}" for k, v in expected.items() if plain(v) != plain(image[k])]
    if "order" in want:
        stream = "".join("<image>" if b["kind"] == "image" else plain(block_text(b)) for b in blocks)
        at = 0
        for piece in want["order"]:
            at = stream.find(plain(piece), at)
            if at < 0:
                out.append(f"order: {piece}")
                break
            at += len(plain(piece))
    if "bio_contains" in want and plain(want["bio_contains"]) not in plain(work["bio"]):
        out.append(f"bio: {work['bio']!r}")
    return out
