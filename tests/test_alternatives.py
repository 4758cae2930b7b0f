"""Many phrases as one pattern."""

import re

import pytest

from cancu.extract.agents.alternatives import cased, grouped
from cancu.extract.agents.bearers import any_of

PHRASES = ("sở", "sở nội vụ", "sở nội vụ tỉnh", "tổ chức", "tổ", "đơn vị")


@pytest.mark.parametrize("letters", [0, 1, 4, 20])
@pytest.mark.parametrize("any_case", [False, True])
def test_each_phrase_is_found_whole_and_the_longest_first(letters: int, any_case: bool) -> None:
    pattern = re.compile(grouped(PHRASES, letters, any_case=any_case), re.IGNORECASE if any_case else 0)
    for phrase in PHRASES:
        match = pattern.match(f"{phrase} và")
        assert match is not None and match[0] == phrase
    found = pattern.match("sở nội vụ tỉnh")
    assert found is not None and found[0] == "sở nội vụ tỉnh"
    assert pattern.match("phòng") is None
    assert (pattern.match("ĐƠN VỊ") is not None) is any_case


def test_the_order_in_which_phrases_are_given_says_nothing() -> None:
    assert grouped(PHRASES) == grouped(reversed(PHRASES)) == grouped(set(PHRASES))


@pytest.mark.parametrize("letters", [0, 4])
def test_a_space_is_any_white_space(letters: int) -> None:
    pattern = re.compile(grouped(["tổ chức", "a b c d e f"], letters))
    assert pattern.fullmatch("tổ \n\tchức")
    assert pattern.fullmatch("a\nb  c\td e\r\nf")
    assert pattern.match("tổchức") is None


def test_signs_stand_for_themselves() -> None:
    pattern = re.compile(grouped(["TP.", "GD&ĐT"]))
    assert pattern.fullmatch("TP.") and pattern.fullmatch("GD&ĐT")
    assert pattern.match("TPX") is None


@pytest.mark.parametrize("text", ["", " ", "a", "sở"])
def test_none_given_matches_nothing(text: str) -> None:
    assert re.search(grouped([]), text) is None
    assert re.search(any_of([]), text) is None


def test_a_letter_in_either_case_is_one_letter() -> None:
    pattern = re.compile(cased("đ"), re.IGNORECASE)
    assert pattern.fullmatch("đ") and pattern.fullmatch("Đ")
    assert pattern.match("d") is None


def test_what_only_begins_as_a_phrase_is_none() -> None:
    pattern = re.compile(any_of(["trình"], unless=r"trình\s+tự"), re.IGNORECASE)
    assert pattern.match("Trình Ủy ban") and pattern.match("TRÌNH")
    assert pattern.match("trình tự") is None
