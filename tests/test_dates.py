"""Vietnamese dates in the forms that documents use."""

import pytest

from cancu.extract.dates import DATE, iso_date

CASES = [
    ("ngày 14 tháng 02 năm 2008 của", "2008-02-14"),
    ("ngày 15/7/2021 của", "2021-07-15"),
    ("ngày\n11/12/2020", "2020-12-11"),
    ("ngày 06-9-2011", "2011-09-06"),
    ("8.6.2010", "2010-06-08"),
    ("NGÀY 26 THÁNG 12 NĂM 2023", "2023-12-26"),
    ("ngày 31 tháng 4 năm 2010", None),
    ("ngày 26 tháng 3 năm 11 năm 2003", None),
]


@pytest.mark.parametrize(("text", "iso"), CASES)
def test_date(text, iso):
    match = DATE.search(text)
    assert match
    assert iso_date(match) == iso


@pytest.mark.parametrize("text", ["63/2010/NĐ-CP", "12/2020", "24/7", "tháng 5 năm 2020", "1.2/2020"])
def test_no_date(text):
    assert not DATE.search(text)


def test_the_text_leaves_the_word_out():
    match = DATE.search("ngày 26 tháng 3 năm 11 năm 2003;")
    assert match
    assert match["text"] == "26 tháng 3 năm 11 năm 2003"
