"""The folded view: what it changes, and the way back to the caller's text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cancu
from cancu.extract.view import fold, fold_words

SENTENCE = "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ;"

NOISE = {
    "eth for Đ": SENTENCE.replace("Đ", "Ð"),
    "African D for Đ": SENTENCE.replace("Đ", "Ɖ"),
    "non-breaking hyphen": SENTENCE.replace("-", "\u2011"),
    "en dash": SENTENCE.replace("-", "\u2013"),
    "non-breaking space": SENTENCE.replace(" ", "\u00a0"),
    "soft hyphens": SENTENCE.replace("định", "đị\u00adnh").replace("NĐ", "N\u00adĐ"),
    "zero-width space": SENTENCE.replace("/", "/\u200b"),
    "byte order mark": "\ufeff" + SENTENCE,
    "decomposed": unicodedata.normalize("NFD", SENTENCE),
    "Cyrillic look-alikes": SENTENCE.replace("C", "С").replace("P", "Р"),
}


@pytest.mark.parametrize("kind", NOISE)
def test_noise_folds_to_the_clean_sentence(kind):
    assert fold(NOISE[kind]).text == SENTENCE


@pytest.mark.parametrize("kind", NOISE)
def test_a_span_of_the_view_quotes_the_same_words_of_the_text(kind):
    view = fold(NOISE[kind])
    start = view.text.index("63/2010")
    end = start + len("63/2010/NĐ-CP")
    raw_start, raw_end = view.span(start, end)
    assert fold(view.raw[raw_start:raw_end]).text == "63/2010/NĐ-CP"
    assert view.quote(start, end) == view.raw[raw_start:raw_end]


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Quyết định số 12/\nQĐ-UBND về giá", "Quyết định số 12/QĐ-UBND về giá"),
        ("| Nghị định 63/\r\n2010/NĐ\u2011CP | Sở Y tế |", "| Nghị định 63/2010/NĐ-CP | Sở Y tế |"),
        ("Nghị quyết 39-NQ/\nTW ngày", "Nghị quyết 39-NQ/TW ngày"),
        ("Số: 12/\nỦY BAN NHÂN DÂN", "Số: 12/\nỦY BAN NHÂN DÂN"),
        ("đạt 1/\n2 số hộ, và/\nhoặc 5/\nCác xã", "đạt 1/\n2 số hộ, và/\nhoặc 5/\nCác xã"),
    ],
)
def test_a_number_cut_behind_its_slash_is_one_word(raw, folded):
    view = fold(raw)
    assert view.text == folded
    for at in range(len(folded)):
        start, end = view.span(at, at + 1)
        assert fold(raw[start:end]).text == folded[at]


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Nghị quyết số 7 8/2013/NQ-HĐND", "Nghị quyết số 78/2013/NQ-HĐND"),
        ("Số: 4 5/KH-UBND", "Số: 45/KH-UBND"),
        ("Số:\u00a015\u00a06/QĐ-UBND", "Số: 156/QĐ-UBND"),
        ("trước ngày 3 0/5/2008", "trước ngày 30/5/2008"),
        ("Hưng Yên, ngày 0 4 tháng 8 năm 2014", "Hưng Yên, ngày 04 tháng 8 năm 2014"),
        ("đạt 3 1/2 số hộ", "đạt 3 1/2 số hộ"),
        ("Điều 5 6/KH", "Điều 5 6/KH"),
        ("từ ngày 0 4, 5 và 6 tháng 8", "từ ngày 0 4, 5 và 6 tháng 8"),
    ],
)
def test_a_number_that_a_scan_split_is_one_word(raw, folded):
    view = fold(raw)
    assert view.text == folded
    assert [fold(view.quote(at, at + 1)).text for at in range(len(folded))] == list(folded)


def test_clean_text_is_its_own_view():
    view = fold(SENTENCE)
    assert view.text is SENTENCE
    assert view.span(3, 9) == (3, 9)


def test_vietnamese_letters_and_line_breaks_stay():
    text = "Đắk Lắk, thửa đất\r\nsố 5\tÔng Ừ"
    assert fold(text).text == text


PIECES = st.lists(
    st.sampled_from(
        ["a", "Đ", "Ð", "e\u0302\u0301", "\u0301", "\u00ad", "\u200b", "\u2011", "\u00a0", "С", "\ufeff", "\n", "😀"]
    ),
    max_size=30,
)


@given(PIECES)
@settings(max_examples=300, deadline=None)
def test_every_view_span_lies_in_the_text_and_folds_to_itself(pieces):
    raw = "".join(pieces)
    view = fold(raw)
    assert view.offset(len(view.text)) == len(raw) or not view.text
    for start in range(len(view.text)):
        a, b = view.span(start, start + 1)
        assert 0 <= a < b <= len(raw)
        assert view.text[start] in fold(raw[a:b]).text
        assert view.index(a) == start


def test_fold_words_is_for_comparison():
    assert fold_words("Ủy  ban\nnhân\u00a0dân") == "Ủy ban nhân dân"


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Sờ Tài chính; các sờ, ngành; SỜ Y TẾ", "Sở Tài chính; các sở, ngành; SỞ Y TẾ"),
        ("Giám đốc các Sờ: Nội vụ", "Giám đốc các Sở: Nội vụ"),
        (
            "CỘNG HÒA XÃ HỘI CHÙ NGHĨA VIỆT NAM; Chù tịch chù trì",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM; Chủ tịch chủ trì",
        ),
        ("trước ngày 3O/6/2017 và ngày l5/l2/2O17", "trước ngày 30/6/2017 và ngày 15/12/2017"),
        ("Sờ, nắn vết thương; sờ Tài; ngày Ol/BC; chù ụ; CHÙA", "Sờ, nắn vết thương; sờ Tài; ngày Ol/BC; chù ụ; CHÙA"),
    ],
)
def test_what_a_scan_misread_is_read_where_its_words_leave_no_doubt(raw, folded):
    for written in (raw, unicodedata.normalize("NFD", raw)):
        view = fold(written)
        assert view.text == folded
        assert view.span(0, len(folded)) == (0, len(written))


def test_a_misread_day_and_body_of_a_task_are_found():
    record = cancu.parse(
        "KẾ HOẠCH\nII. TỔ CHỨC THỰC HIỆN\n1. Sờ Tài chính chủ trì, phối hợp với các sờ, ngành rà soát danh mục trước ngày 3O/6/2017.\n"
    )
    assert [(a.lead, a.deadline_range) for a in record.assignments] == [(("Sở Tài chính",), (None, "2017-06-30"))]
