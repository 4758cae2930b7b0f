"""Numbers as Vietnamese texts write them, and amounts of money.

A point separates thousands and a comma decimals ("49.694 triệu đồng", "1.234,5", "12,5%"); writers also use a point
for decimals, which shows where the group behind it has not three digits ("2.5 tỷ").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_SPACED = r"\d{1,3}(?:[ ]\d{3}){2,}"  # "350 000 000 đồng"
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9, "trăm": 100}
_CURRENCY = (
    r"(?P<currency>đồng(?!\s+(?:thời|ý|chí|bào|bộ|hành|loạt|tình|bằng))"
    r"|VNĐ|VND|đ(?![\wÀ-ỹ])|USD|đô\s+la(?:\s+Mỹ)?|EUR|euro)"
)
MONEY = re.compile(
    rf"(?<![\w.,/-])(?:(?P<low>{NUMBER})\s*(?:-|đến)\s*)?(?P<number>{_SPACED}|{NUMBER})\s*"
    rf"(?P<unit>(?P<scales>(?:(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm)\s+){{0,2}}|tr\.?[ ]?(?=đ)){_CURRENCY}"
    rf"|(?P<bare>(?:(?:nghìn|ngàn)\s+)?(?:tỷ|tỉ)|triệu)(?=\s*[.,;)/]|\s*\Z|\s+(?:từ|do|bằng|trích|để|gồm|vào)\s))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole units of its currency, with the number and the unit as written."""

    amount: int
    currency: str
    value: float
    unit: str
    low: float | None = None  # the lower end of a range, in the same unit


def number_of(words: str, *, whole: bool = False) -> Decimal:
    """The value of a written number; `whole` says that a single group of three digits is thousands ("1.500", "1,500").

    Without `whole` a lone comma before three digits is a decimal comma ("2,345 tỷ").
    """
    words = words.replace(" ", "")
    if "." in words and "," in words:
        decimal = max(words.rfind("."), words.rfind(","))
        thousands = "." if words[decimal] == "," else ","
        return Decimal(words.replace(thousands, "").replace(",", "."))
    for sign in ".,":
        if sign not in words:
            continue
        groups = words.split(sign)
        if all(len(g) == 3 for g in groups[1:]) and (len(groups) > 2 or sign == "." or whole):
            return Decimal("".join(groups))
        if len(groups) > 2:  # "1.500.00": the last group is decimals
            return Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")
        return Decimal(words.replace(",", "."))
    return Decimal(words)


def money_of(match: re.Match[str]) -> Money:
    """The amount of a match of `MONEY`: of a range ("2 - 3 tỷ đồng") the upper end, with the lower one in `low`."""
    scale = 1
    for word in (match["scales"] or match["bare"] or "").casefold().split():
        scale *= _SCALES[word.rstrip(".")]
    value = number_of(match["number"], whole=scale == 1)
    said = (match["currency"] or "đồng").casefold()
    currency = "USD" if said.startswith(("usd", "đô")) else "EUR" if said.startswith("eu") else "VND"
    low = number_of(match["low"], whole=scale == 1) if match["low"] else None
    if low is not None and low >= value:
        low = None  # "Mục 5 - 2 tỷ đồng" is no range
    unit = " ".join(match["unit"].split())
    return Money(int(value * scale), currency, float(value), unit, None if low is None else float(low))


def said_again(text: str, start: int, match: re.Match[str], money: Money) -> bool:
    """Is this amount in brackets the one before them: "1.000.000.000 đồng (1 tỷ đồng)"?"""
    at = match.start()
    if at <= start or text[at - 1] != "(":
        return False
    before = [*MONEY.finditer(text, max(start, at - 60), at - 1)]
    return bool(before) and not text[before[-1].end() : at - 1].strip() and money_of(before[-1]).amount == money.amount
