"""Signs of the Symbol and Wingdings fonts, whose codes stand in Unicode's private area from U+F000."""

from __future__ import annotations

import re

PRIVATE = re.compile("[\ue000-\uf8ff]")
_SYMBOL = {
    0xA3: "≤", 0xA8: "♦", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    0xBB: "≈", 0xA5: "∞", 0xE5: "∑", 0xD6: "√",
}  # fmt: skip
_WINGDINGS = {
    0x6E: "▪", 0x6F: "□", 0x71: "□", 0x72: "□", 0x6C: "●", 0x9F: "•", 0xA1: "○", 0xA3: "□", 0xA7: "▪", 0xA8: "□",
    0xD8: "➢", 0xE0: "→", 0xF0: "⇒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x52: "☑", 0x53: "☒", 0x50: "✓",
    0x76: "❖", 0x2A: "□",
}  # fmt: skip
_UNNAMED = {**_WINGDINGS, **_SYMBOL, 0xA7: "▪", 0xA8: "□"}  # where a file does not say which font: what is common


def symbol(code: int, font: str = "") -> str:
    """What a private-use code shows in a font ("Symbol", "Wingdings 2"); a bullet where that is not known."""
    low = code - 0xF000 if code >= 0xF000 else code
    name = font.lower()
    if name.startswith(("wingdings", "webdings")):
        return _WINGDINGS.get(low, "•")
    table = _SYMBOL if name.startswith("symbol") else _UNNAMED
    if 0x20 <= low < 0x7F:
        return chr(low)
    return table.get(low, "•" if 0x7F <= low < 0x100 else "")
