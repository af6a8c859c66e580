"""A draft as the middle of the page shows it: blocks in pieces, private data masked, checks marked where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsroom import masking
from newsroom.models import Draft

TITLE, WHOLE = -1, -2


@dataclass
class Piece:
    """A run of text under one check (or none). `check` is the check's place in Draft.checks."""

    text: str
    check: int | None = None
    says: str = ""
    suggestion: str = ""
    severity: str = ""


@dataclass
class Shown:
    """One block. `lines` are lists of pieces: a paragraph has one (or its soft breaks), a stanza one a verse."""

    kind: str
    index: int
    lines: list[list[Piece]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    align: str = ""
    ordered: bool = False
    picture: object = None
    caption: str = ""
    credit: str = ""
    private: bool = False  # something in it is masked: not edited in place, or the mask would be written back
    text: str = ""


def text_of(block: dict) -> str:
    """The text that a check's offsets count in (intake.manuscript.lines.text_of, on the JSON form)."""
    match block["kind"]:
        case "verse":
            return "\n".join(block["lines"])
        case "list":
            return "\n".join(block["items"])
        case "table":
            return "\n".join(" ".join(row) for row in block["rows"])
        case "image":
            return "\n".join(text for text in (block.get("caption"), block.get("credit")) if text)
    return block.get("text", "")


def replacement(check: dict) -> str:
    """What would stand there instead: the suggestion, or what follows the arrow in 「干剖→干部」; "" when there is none."""
    return (check.get("suggestion") or "").rpartition("→")[2]


def blocks(draft: Draft) -> list[Shown]:
    """Every block of the draft, in order. Two queries at most (the pictures)."""
    pictures = {picture.key: picture for picture in draft.pictures.all()}
    return [_shown(index, block, draft.checks, pictures) for index, block in enumerate(draft.blocks)]


def _shown(index: int, block: dict, checks: list[dict], pictures: dict) -> Shown:
    text = text_of(block)
    made = Shown(block["kind"], index, align=block.get("align", ""), ordered=bool(block.get("ordered")), text=text)
    if block["kind"] == "table":
        made.rows = [[masking.mask(cell) for cell in row] for row in block["rows"]]
        return made
    pieces, made.private = marked(text, checks, index)
    made.lines = lines(pieces)
    if block["kind"] == "image":
        made.picture = pictures.get(block.get("picture"))
        made.caption, made.credit = masking.mask(block.get("caption") or ""), masking.mask(block.get("credit") or "")
    return made


def title(draft: Draft) -> list[Piece]:
    return marked(draft.title, draft.checks, TITLE)[0]


def marked(text: str, checks: list[dict], block: int) -> tuple[list[Piece], bool]:
    """`text` cut at the edges of checks and of private data, and whether any was masked. Overlapping checks: the first keeps its mark."""
    hidden = masking.spans(text, prose=True)
    here = [
        (n, check)
        for n, check in enumerate(checks)
        if check["block"] == block and not check.get("dismissed") and 0 <= check["start"] < check["end"] <= len(text)
    ]
    edges = {0, len(text)}
    for start, end, _instead in hidden:
        edges |= {start, end}
    for _n, check in here:
        edges |= {check["start"], check["end"]}
    cuts = sorted(edges)
    pieces: list[Piece] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        mask = next((m for m in hidden if m[0] <= start < m[1]), None)
        shown = text[start:end] if mask is None else (mask[2] if start == mask[0] else "")
        found = next(((n, c) for n, c in here if c["start"] <= start < c["end"]), None)
        if found is None:
            pieces.append(Piece(shown))
            continue
        n, check = found
        if pieces and pieces[-1].check == n:
            pieces[-1].text += shown
        else:
            pieces.append(Piece(shown, n, check["message"], replacement(check), check.get("severity", "warn")))
    return pieces, bool(hidden)


def lines(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces parted at line breaks."""
    out: list[list[Piece]] = [[]]
    for piece in pieces:
        for n, part in enumerate(piece.text.split("\n")):
            if n:
                out.append([])
            if part:
                out[-1].append(Piece(part, piece.check, piece.says, piece.suggestion, piece.severity))
    return out


def loose_checks(draft: Draft) -> list[tuple[int, dict]]:
    """Checks that stand at no place in the text: of the whole work, or whose place is gone."""
    lengths = {TITLE: len(draft.title)} | {n: len(text_of(block)) for n, block in enumerate(draft.blocks)}
    return [
        (n, check)
        for n, check in enumerate(draft.checks)
        if not check.get("dismissed") and not (0 <= check["start"] < check["end"] <= lengths.get(check["block"], 0))
    ]


def open_checks(draft: Draft) -> int:
    """How many hints still ask for an editor's eye; notes ("info") ask for nothing."""
    return sum(not check.get("dismissed") and check.get("severity") != "info" for check in draft.checks)
