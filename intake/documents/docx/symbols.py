"""Characters of Word's picture fonts (w:sym), as Unicode. The common ones; the rest have no text."""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "◻",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺",
    0x28: "☎", 0x29: "✆", 0x2A: "✉", 0xAB: "★", 0xB6: "☆", 0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥",
    0x87: "⑦", 0x88: "⑧", 0x89: "⑨", 0x8A: "⑩",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x51: "☒", 0xA3: "□", 0x6A: "①", 0x6B: "②", 0x6C: "③"}
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_greek = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {0x41 + i: c for i, c in enumerate(_GREEK)} | {0x61 + i: c for i, c in enumerate(_greek)} | {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
    0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xB7: "•", 0xD6: "√", 0xE5: "∑", 0xF2: "∫", 0xA2: "′",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(font: str, code: str) -> str:
    """The character of w:sym, "" when it is a picture without a character. Codes stand in the private use area, F000 up."""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= point <= 0xF0FF:
        table = _FONTS.get(font.lower())
        if table is not None:
            return table.get(point - 0xF000, "")
        point -= 0xF000
    if point < 0x20 or 0xD800 <= point <= 0xF8FF or point > 0x10FFFF:
        return ""
    return chr(point)
