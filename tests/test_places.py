"""Places in time, and the bodies that govern them."""

import pytest

from cancu.ontology.areas import areas_of, place_key
from cancu.ontology.issuers import issuer_key, issuers_of
from cancu.ontology.symbols import symbol
from cancu.ontology.tables import Tables

TABLES = Tables.load()
AREAS = areas_of(TABLES)
ISSUERS = issuers_of(TABLES)
PLACES = (*TABLES.places, *TABLES.districts)


def valid_on(day):
    return [
        p
        for p in PLACES
        if p.parent is None and (p.valid_from or "") <= day and (p.valid_to is None or p.valid_to > day)
    ]


def districts_on(day):
    return [p for p in TABLES.districts if (p.valid_from or "") <= day < (p.valid_to or "9")]


@pytest.mark.parametrize(
    ("day", "provinces"),
    [
        ("2026-01-01", 34),  # Nghị quyết 202/2025/QH15
        ("2025-06-30", 63),
        ("2008-08-01", 63),  # Nghị quyết 15/2008/QH12
        ("2008-07-31", 64),  # Nghị quyết 22/2003/QH11
        ("2003-12-31", 61),
        ("1996-12-31", 53),
    ],
)
def test_the_number_of_provinces_in_each_epoch(day, provinces):
    assert len(valid_on(day)) == provinces


@pytest.mark.parametrize(
    ("day", "districts"),
    [
        ("2019-06-30", 713),  # the figures of the statistical office
        ("2020-06-30", 707),  # Nghị quyết 830, 837, 864, 867, 897/NQ-UBTVQH14
        ("2021-06-30", 705),  # Nghị quyết 1111/NQ-UBTVQH14
        ("2025-06-30", 696),
        ("2025-07-01", 0),  # Nghị quyết 203/2025/QH15
    ],
)
def test_the_number_of_districts(day, districts):
    found = districts_on(day)
    assert len(found) == districts
    names = [(p.parent, p.kind, p.name) for p in found]
    assert len(set(names)) == len(names)
    assert all(p.parent is not None for p in found)


def test_rows_are_sound():
    keys = [place_key(p) if p.parent is None else f"{p.parent}/{place_key(p)}" for p in PLACES]
    assert len(PLACES) > 860
    assert len(set(keys)) == len(keys)
    refs = {f"{p.code}@{p.valid_from or ''}": p for p in PLACES}
    assert len(refs) == len(PLACES)
    for place in PLACES:
        assert place.source, place.name
        if place.valid_from and place.valid_to:
            assert place.valid_from < place.valid_to
        for successor in (place.successor or "").split("|"):
            if successor:
                heir = refs[successor]
                assert (heir.valid_from or "") <= place.valid_to < (heir.valid_to or "9"), place.name
        if place.parent:
            assert refs[place.parent].parent is None
            # A district that went on under the province of today has one row, under it.
            assert place.valid_to <= (refs[place.parent].valid_to or "9")


def test_no_code_means_two_provinces_on_one_day():
    for day in ("1995-06-01", "2005-06-01", "2024-06-01", "2026-06-01"):
        codes = [p.code for p in valid_on(day)]
        names = [p.name for p in valid_on(day)]
        assert len(set(codes)) == len(codes)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("15", "Yên Bái", "Lào Cai"),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
    ],
)
def test_codes_that_were_used_again(code, before, after):
    assert [p.name for p in valid_on("2025-06-30") if p.code == code] == [before]
    assert [p.name for p in valid_on("2025-07-01") if p.code == code] == [after]


def test_every_province_of_2025_06_30_has_a_successor_or_goes_on():
    now = {place_key(p) for p in valid_on("2026-01-01")}
    for place in valid_on("2025-06-30"):
        key = place_key(place)
        assert key in now or set(AREAS.successors(key)) <= now


@pytest.mark.parametrize(
    ("text", "when", "key"),
    [
        ("Ủy ban nhân dân tỉnh Lào Cai", "2021-12-28", "lao-cai.1991/ubnd"),
        ("UBND tỉnh Lào Cai", "2025-07-01", "lao-cai.2025/ubnd"),
        ("UBND tỉnh Lào Cai", "2025-06-30", "lao-cai.1991/ubnd"),
        ("UBND tỉnh Lào Cai", "2025", None),
        ("UBND tỉnh Lào Cai", None, None),
        ("UBND tỉnh Thanh Hóa", None, "thanh-hoa/ubnd"),
        ("Uỷ ban nhân dân tỉnh Thanh Hoá", None, "thanh-hoa/ubnd"),
        ("UBND tỉnh Hà Tây", "2007-01-01", "ha-tay.1991/ubnd"),
        ("UBND tỉnh Hà Tây", "2010-01-01", None),
        ("UBND thành phố Hà Nội", "2008", None),
        ("UBND tỉnh Cần Thơ", "2000-01-01", "can-tho.1992/ubnd"),
        ("UBND thành phố Cần Thơ", "2014", "can-tho.2004/ubnd"),
        ("UBND thành phố Thanh Hóa", "2014", None),
        ("UBND thành phố Lào Cai", "2026-01-01", None),
        ("Thành ủy Sóc Trăng", "2020-01-01", None),
        ("UBND thành phố Huế", "2021", None),
        ("UBND thành phố Huế", "2025-03-01", "hue.2025/ubnd"),
        ("UBND tỉnh Đắc Lắc", "2010", "dak-lak.2004/ubnd"),
        ("UBND tỉnh Bà Rịa – Vũng Tàu", "2010", "ba-ria-vung-tau.1991/ubnd"),
        ("UBND TP. Hồ Chí Minh", "2010", "ho-chi-minh.1976/ubnd"),
        ("UBND TPHCM", "2026-01-01", "ho-chi-minh.2025/ubnd"),
        ("Ủy ban nhân dân Quận 2", "2011-10-21", "ho-chi-minh.1976/quan-2.1997/ubnd"),
        ("Ủy ban nhân dân Quận 2, thành phố Hồ Chí Minh", "2011-10-21", "ho-chi-minh.1976/quan-2.1997/ubnd"),
        ("Ủy ban nhân dân Quận 2", "2022-01-01", None),
        ("UBND huyện Mỹ Xuyên, tỉnh Sóc Trăng", "2015", "soc-trang.1992/huyen-my-xuyen/ubnd"),
        ("UBND huyện Mỹ Xuyên", "2015", None),
        ("UBND huyện Mỹ Xuyên, thành phố Cần Thơ", "2026-01-01", None),
        ("UBND xã Bát Xát, tỉnh Lào Cai", "2026-01-01", "lao-cai.2025/xa-bat-xat/ubnd"),
        # two districts of one province may have communes of one name
        ("UBND xã Bát Xát, tỉnh Lào Cai", "2015-01-01", None),
        ("UBND xã Quang Kim, huyện Bát Xát, tỉnh Lào Cai", "2015", "lao-cai.1991/huyen-bat-xat/xa-quang-kim/ubnd"),
        ("Phòng Nội vụ huyện Bát Xát, tỉnh Lào Cai", "2015", "lao-cai.1991/huyen-bat-xat/phong-noi-vu"),
        ("UBND quận Thủ Đức, thành phố Hồ Chí Minh", "2020", "ho-chi-minh.1976/quan-thu-duc.1997/ubnd"),
        ("UBND quận Thủ Đức, thành phố Hồ Chí Minh", "2021-06-01", None),
        (
            "UBND thành phố Thủ Đức, thành phố Hồ Chí Minh",
            "2021-06-01",
            "ho-chi-minh.1976/thanh-pho-thu-duc.2021/ubnd",
        ),
        ("UBND thành phố Thủ Đức", "2021-06-01", None),
        ("UBND huyện Đông Sơn, tỉnh Thanh Hóa", "2024-12-31", "thanh-hoa/huyen-dong-son/ubnd"),
        ("UBND huyện Đông Sơn, tỉnh Thanh Hóa", "2025-02-01", None),
        ("UBND huyện Ba Vì, tỉnh Hà Tây", "2007", "ha-tay.1991/huyen-ba-vi/ubnd"),
        ("UBND huyện Ba Vì, thành phố Hà Nội", "2010", "ha-noi.2008/huyen-ba-vi.2008/ubnd"),
        ("Hội đồng nhân dân tỉnh Lào Cai khóa XIII", "2012", "lao-cai.1991/hdnd"),
        ("Tỉnh ủy Lào Cai", "2020-12-11", "lao-cai.1991/tinh-uy"),
        ("Ban Thường vụ Tỉnh ủy Lào Cai", "2020-12-11", "lao-cai.1991/tinh-uy"),
        ("Thành ủy Hồ Chí Minh", "2015-01-01", "ho-chi-minh.1976/tinh-uy"),
        ("Sở Nội vụ tỉnh Lào Cai", "2015", "lao-cai.1991/so-noi-vu"),
        ("Bộ trưởng Bộ Nội vụ", None, "bo-noi-vu"),
        ("Thống đốc Ngân hàng Nhà nước", None, "ngan-hang-nha-nuoc"),
        ("Thủ tướng Chính phủ", None, "thu-tuong-chinh-phu"),
        ("Chính Phủ", None, "chinh-phu"),
        ("Bộ Chính trị", None, "trung-uong"),
        ("Ban Chấp hành Trung ương Đảng", None, "trung-uong"),
        ("Ủy ban nhân dân tỉnh", "2012", None),
        ("UBND", "2012", None),
        ("Công ty Cổ phần Sao Mai", None, None),
        ("", None, None),
    ],
)
def test_issuers_by_their_names(text, when, key):
    assert issuer_key(text, when) == key


@pytest.mark.parametrize(
    ("text", "scope", "level"),
    [
        ("Ủy ban nhân dân tỉnh", "tỉnh", "province"),
        ("Ủy ban nhân dân quận", "quận", "district"),
        ("Ủy ban nhân dân thành phố", "thành phố", "unknown"),
        ("Tỉnh ủy", "tỉnh", "party"),
        ("Quận ủy", "quận", "party"),
        ("UBND xã", "xã", "commune"),
        ("Ủy ban nhân dân", "", "unknown"),
        ("UBND huyện Mỹ Xuyên", "huyện mỹ xuyên", "district"),
        ("UBND thành phố Thanh Hóa", "thành phố thanh hóa", "district"),
        ("UBND xã Đại Tâm, huyện Mỹ Xuyên", "xã đại tâm huyện mỹ xuyên", "commune"),
    ],
)
def test_words_that_leave_the_place_open(text, scope, level):
    match = ISSUERS.match(text)
    assert (match.key, match.scope, match.level) == (None, scope, level)


def test_bodies_are_kept_apart_that_share_a_word():
    a = issuer_key("Ban Chỉ đạo cải cách hành chính tỉnh Lào Cai", "2015")
    b = issuer_key("Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai", "2015")
    assert a
    assert b
    assert a != b
    assert a.startswith("lao-cai.1991/x-ban-chi-dao-cai-cach-hanh-chinh")
    assert ISSUERS.match_body("Ban Bí thư").key != ISSUERS.match_body("Ban Chấp hành Trung ương").key
    assert ISSUERS.match_body("Bộ trưởng Bộ Nội vụ").key == "bo-noi-vu/bo-truong"


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        ("63/2010/NĐ-CP", ["chinh-phu"]),
        ("07/CT-TTg", ["thu-tuong-chinh-phu"]),
        ("45/2019/QH14", ["quoc-hoi"]),
        ("01/2018/UBTVQH14", ["uy-ban-thuong-vu-quoc-hoi"]),
        ("52-NQ/TW", ["trung-uong"]),
        ("71/2007/TTLT/BTC-BNV", ["bo-tai-chinh"]),
        ("01/2017/TTLT-BCA-BQP-BTC-BNN&PTNT-VKSNDTC", ["bo-cong-an"]),
        ("883/QĐ-UBND", ["uy-ban-nhan-dan"]),
        ("05/2016/NQ-HĐND8", ["hoi-dong-nhan-dan"]),
        ("12/QĐ-XYZ", []),
        ("126", []),
    ],
)
def test_issuers_by_their_letters(number, keys):
    assert [body.key for body in ISSUERS.by_symbol(symbol(number))] == keys


def test_a_users_table_changes_nothing_for_others(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[issuers]]\nkey = "tap-doan-x"\nname = "Tập đoàn X"\nsymbols = ["TĐX"]\n', encoding="utf-8")
    mine = Tables.load(path)
    assert issuer_key("Tập đoàn X", tables=mine) == "tap-doan-x"
    assert issuer_key("Tập đoàn X") is None
