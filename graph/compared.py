"""The words by which targets and tasks of several documents are compared: what says nothing of them is left out."""

from __future__ import annotations

_MARKS = " ,;.:(–-"
# What leads up to a deadline and goes with it: "…, hoàn thành trước ngày 30/6/2023".
_LEADING_UP = ("hoàn thành", "xong", "thời hạn", "thời gian", "tiến độ", "hạn", "chậm nhất", "phải", "và")


def indicator_key(indicator: str) -> str:
    """An indicator in small letters, its white space single: "Tỷ lệ hộ nghèo" is "tỷ lệ hộ nghèo"."""
    return " ".join(indicator.lower().split())


def task_key(task: str, deadline: str | None) -> str:
    """A task in small letters, without its deadline and the words that lead up to it, unless nothing else is left."""
    whole = indicator_key(task)
    before, found, after = (
        whole.partition(indicator_key(deadline)) if deadline and deadline.strip() else (whole, "", "")
    )
    if not found:
        return whole
    before = _without_lead(before)
    after = after.strip(_MARKS + ")")
    return f"{before} {after}".strip() or whole


def _without_lead(before: str) -> str:
    """The words before a deadline, without those at their end that lead up to it."""
    before = before.rstrip(_MARKS)
    while lead := next((word for word in _LEADING_UP if _ends_with(before, word)), None):
        before = before.removesuffix(lead).rstrip(_MARKS)
    return before


def _ends_with(text: str, word: str) -> bool:
    """Does a text end with a whole word?"""
    return text.endswith(word) and not text[: -len(word)][-1:].isalpha()
