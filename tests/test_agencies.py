"""Names of bodies: where they begin and end, their canonical form, lists of them, and the entries of a source."""

from pathlib import Path

import pytest

import cancu
from cancu.extract.agents.bearers import lists_of
from cancu.extract.agents.bodies import bodies_of
from cancu.extract.reading import reading_of
from cancu.extract.records import Document, Signer
from cancu.extract.source import Source
from cancu.extract.tasks.assignments import find_assignments
from cancu.ontology.tables import Tables

DATA = Path(__file__).parent / "data" / "assignments"


def rows(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


NAMES, LISTS = rows("names.tsv"), rows("lists.tsv")


def test_counts():
    assert len(NAMES) == 143
    assert len(LISTS) == 46


@pytest.mark.parametrize(("text", "words", "name", "kind"), NAMES, ids=[n[0] for n in NAMES])
def test_name(text, words, name, kind):
    body = bodies_of(Tables.load()).at(text, 0)
    found = (text[: body.end], body.name, body.kind) if body else ("-", "-", "-")
    assert found == (words, name, kind)


@pytest.mark.parametrize(("text", "items"), LISTS, ids=[n[0] for n in LISTS])
def test_list(text, items):
    found = lists_of(Tables.load()).bounded(text, 0, len(text))
    assert [item.text(text) for item in found] == items.split(" + ")


def agencies_in(text, issuer, signer=None):
    reading = reading_of(Source("case", text, "", ""), Tables.load())
    document = Document("D1", "Kế hoạch", None, issuer, None, None, None, None, signer, (), 0, len(text))
    return find_assignments(reading, (document,)).agencies


def test_level_words_take_the_place_of_the_issuer():
    text = "UBND tỉnh giao Sở Nội vụ tham mưu. Tỉnh ủy, HĐND và Chủ tịch UBND tỉnh chỉ đạo Công an tỉnh."
    names = {a.name for a in agencies_in(text, "Ủy ban nhân dân tỉnh Hà Giang")}
    assert names >= {
        "Ủy ban nhân dân tỉnh Hà Giang",
        "Sở Nội vụ",
        "Tỉnh ủy Hà Giang",
        "Hội đồng nhân dân tỉnh Hà Giang",
        "Chủ tịch Ủy ban nhân dân tỉnh Hà Giang",
        "Công an tỉnh Hà Giang",
    }


def test_without_a_place_names_stay_bare():
    names = {a.name for a in agencies_in("UBND tỉnh và Tỉnh ủy chỉ đạo.", "Ủy ban nhân dân tỉnh")}
    assert names == {"Ủy ban nhân dân tỉnh", "Tỉnh ủy"}


@pytest.mark.parametrize(
    ("issuer", "office"),
    [
        ("Ủy ban nhân dân tỉnh Phú Thọ", "Ủy ban nhân dân tỉnh Phú Thọ"),
        ("Ủy ban nhân dân huyện Mai Châu", "Hội đồng nhân dân và Ủy ban nhân dân huyện Mai Châu"),
        ("Bộ Nội vụ", "Bộ Nội vụ"),
    ],
)
def test_a_chief_of_office_heads_that_of_the_issuer(issuer, office):
    names = {a.name for a in agencies_in("Giao Chánh Văn phòng theo dõi, báo cáo.", issuer)}
    assert f"Chánh Văn phòng {office}" in names


def test_a_numbered_district():
    names = {a.name for a in agencies_in("UBND quận giao Công an quận.", "Ủy ban nhân dân Quận 2")}
    assert names == {"Ủy ban nhân dân Quận 2", "Công an Quận 2"}


def test_variants_are_one_entry():
    text = "Ủy ban nhân dân (UBND) tỉnh Cà Mau ban hành. UBND tỉnh chỉ đạo. UBND tỉnh Cà Mau báo cáo."
    (agency,) = agencies_in(text, "Ủy ban nhân dân tỉnh Cà Mau")
    assert agency.name == "Ủy ban nhân dân tỉnh Cà Mau"
    assert len(agency.mentions) == 3
    assert agency.mentions_as == ("Ủy ban nhân dân (UBND) tỉnh Cà Mau", "UBND tỉnh", "UBND tỉnh Cà Mau")
    assert agency.key == "uy-ban-nhan-dan"


HEADER = "{body}\n-------\nSố: 45/KH\n{place}, ngày 12 tháng 3 năm 2024\n\nKẾ HOẠCH\nCải cách hành chính năm 2024\n\n"
TOLD = [
    ("UBND TỈNH HÀ GIANG", "UBND tỉnh giao Sở Tài chính.", "Ủy ban nhân dân tỉnh Hà Giang", "province", "Hà Giang"),
    ("UBND TỈNH HÀ GIANG", "UBND huyện Mèo Vạc báo cáo.", "Ủy ban nhân dân huyện Mèo Vạc", "district", "Mèo Vạc"),
    ("UBND TỈNH LÂM ĐỒNG", "UBND thành phố Đà Lạt.", "Ủy ban nhân dân thành phố Đà Lạt", "district", "Đà Lạt"),
    ("UBND TỈNH HÀ GIANG", "UBND thành phố Cần Thơ.", "Ủy ban nhân dân thành phố Cần Thơ", "province", "Cần Thơ"),
    ("UBND TỈNH HÀ GIANG", "UBND xã Lũng Cú báo cáo.", "Ủy ban nhân dân xã Lũng Cú", "commune", "Lũng Cú"),
    ("UBND TỈNH HÀ GIANG", "Báo Hà Giang đưa tin.", "Báo Hà Giang", "province", "Hà Giang"),
    ("UBND TỈNH HÀ GIANG", "Ban Tuyên giáo Tỉnh uỷ.", "Ban Tuyên giáo Tỉnh ủy Hà Giang", "province", "Hà Giang"),
    (
        "UBND TỈNH HÀ GIANG",
        "Nơi nhận:\n- Các PCVP;",
        "Phó Chánh Văn phòng Ủy ban nhân dân tỉnh Hà Giang",
        "province",
        "Hà Giang",
    ),
    ("UBND THÀNH PHỐ CẦN THƠ", "Nơi nhận:\n- TTTU;", "Thường trực Thành ủy Cần Thơ", "province", "Cần Thơ"),
    ("BỘ Y TẾ", "Nơi nhận:\n- Các Thứ trưởng;", "Thứ trưởng Bộ Y tế", None, None),
    ("BỘ Y TẾ", "Nơi nhận:\n- Lãnh đạo Bộ;", "Lãnh đạo Bộ Y tế", None, None),
    ("BỘ Y TẾ", "Nơi nhận:\n- Cổng Thông tin điện tử Bộ;", "Cổng Thông tin điện tử Bộ Y tế", "press", None),
    ("BỘ Y TẾ", "Cục Quản lý Dược báo cáo.", "Cục Quản lý Dược", "central", None),
    ("UBND TỈNH HÀ GIANG\nSỞ Y TẾ", "Nơi nhận:\n- Giám đốc, các Phó Giám đốc Sở;", "Phó Giám đốc Sở Y tế", None, None),
    (
        "UBND TỈNH HÀ GIANG",
        "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII.",
        "Đại hội Đảng bộ tỉnh Hà Giang lần thứ XVII",
        "party",
        None,
    ),
    ("SỞ Y TẾ ĐỒNG NAI", "Sở Y tế giao Thanh tra Sở.", "Thanh tra Sở Y tế Đồng Nai", "province", "Đồng Nai"),
    ("SỞ Y TẾ ĐỒNG NAI", "UBND tỉnh chỉ đạo.", "Ủy ban nhân dân tỉnh Đồng Nai", "province", "Đồng Nai"),
    ("UBND TỈNH HÀ GIANG", "Giám đốc các Sở: Nội vụ, Y tế;", "Giám đốc Sở Y tế", "province", None),
    (
        "BỘ Y TẾ",
        "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng.",
        "Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
        "party",
        None,
    ),
]


@pytest.mark.parametrize(("body", "text", "name", "level", "place"), TOLD, ids=[t[2] for t in TOLD])
def test_level_and_place(body, text, name, level, place):
    record = cancu.parse(HEADER.format(body=body, place="Hà Giang") + text + "\n")
    assert (level, place) in [(a.level, a.place) for a in record.agencies if a.name == name]


def test_a_name_in_no_row_has_the_key_of_its_kind():
    keys = {a.name: a.key for a in agencies_in("Báo Hà Giang, Cục Quản lý Dược.", "Ủy ban nhân dân tỉnh Hà Giang")}
    assert keys == {"Báo Hà Giang": "loai-28-bao", "Cục Quản lý Dược": "loai-6-cuc"}


def test_what_stands_behind_the_document_names_no_bodies():
    text = "UBND tỉnh giao Sở Nội vụ.\n"
    reading = reading_of(Source("case", text + "Đơn vị chủ quản:\nBộ Tư pháp\n", "", ""), Tables.load())
    issuer = "Ủy ban nhân dân tỉnh Hà Giang"
    document = Document("D1", "Kế hoạch", None, issuer, None, None, None, None, None, (), 0, len(text))
    assert "Bộ Tư pháp" not in {a.name for a in find_assignments(reading, (document,)).agencies}


def test_groups_count_only_where_they_bear_a_task():
    text = "Gửi UBND các huyện, thị xã.\n\nCác sở, ban, ngành có trách nhiệm báo cáo kết quả."
    groups = [a.name for a in agencies_in(text, "Ủy ban nhân dân tỉnh Cà Mau") if a.kind == "collective"]
    assert groups == ["Các sở, ban, ngành"]


def test_committees_and_groups_of_a_council_are_those_of_the_one_that_issues():
    text = (
        "Ban Kinh tế - Ngân sách thẩm tra. Các Ban Hội đồng nhân dân và đại biểu Hội đồng nhân dân tỉnh có trách nhiệm "
        "giám sát."
    )
    names = {a.name for a in agencies_in(text, "Hội đồng nhân dân tỉnh Hà Tĩnh")}
    assert names >= {
        "Ban Kinh tế - Ngân sách Hội đồng nhân dân tỉnh Hà Tĩnh",
        "Các Ban Hội đồng nhân dân tỉnh Hà Tĩnh",
    }


def test_departments_listed_behind_their_type_word_keep_the_signs_of_the_text():
    text = "Nơi nhận:\n- Các Sở: Quy hoạch Kiến trúc, Nội vụ;\n- Vụ trưởng các Vụ: Kế hoạch, Tài chính;\n"
    names = {a.name for a in agencies_in(text, "Ủy ban nhân dân thành phố Hà Nội")}
    assert names >= {"Sở Quy hoạch Kiến trúc", "Sở Nội vụ"}
    assert not {n for n in names if "Kế hoạch - Tài chính" in n}


ISSUED = [
    (
        "Ủy ban nhân dân tỉnh Quảng Nam",
        "Các Ban Quản lý rừng phòng hộ Phú Ninh, Sông Kôn và A Vương, Sở Y tế báo cáo.",
        [f"Ban Quản lý rừng phòng hộ {place}" for place in ("Phú Ninh", "Sông Kôn", "A Vương")] + ["Sở Y tế"],
    ),
    ("Ủy ban nhân dân tỉnh Vĩnh Long", "Đài PTTH VL đưa tin.", ["Đài Phát thanh và Truyền hình Vĩnh Long"]),
    ("Công an tỉnh Quảng Ninh - Sở Giáo dục và Đào tạo", "Tỉnh ủy chỉ đạo.", ["Tỉnh ủy Quảng Ninh"]),
    ("Bệnh viện Đa khoa Hậu Nghĩa", "Giám đốc Bệnh viện giao.", ["Giám đốc Bệnh viện Đa khoa Hậu Nghĩa"]),
]


@pytest.mark.parametrize(("issuer", "text", "names"), ISSUED, ids=[i[1][:20] for i in ISSUED])
def test_shared_heads_initials_and_joint_issuers(issuer, text, names):
    assert [a.name for a in agencies_in(text, issuer)] == names


@pytest.mark.parametrize(
    "text",
    [
        "do Phó Chủ tịch Ủy ban nhân dân làm Trưởng ban",
        "Căn cứ Luật Tổ chức Chính phủ;",
        "Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân;",
        "Quyết định số 12/QĐ-UBND và Nghị quyết số 5/NQ-HĐND",
        "Bộ luật Lao động, Bộ Chỉ số cải cách hành chính",
        "Thông báo trên Cổng Dịch vụ công quốc gia",
        "Căn cứ Luật Ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân và Ủy ban nhân dân;",
    ],
)
def test_no_body(text):
    assert agencies_in(text, "Bộ Nội vụ") == ()


def test_offices_of_the_signature():
    signer = Signer("Nguyễn Văn A", "Phó Chủ tịch", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")
    names = {a.name for a in agencies_in("Kế hoạch.", "Ủy ban nhân dân tỉnh Long An", signer)}
    assert names == {"Chủ tịch Ủy ban nhân dân tỉnh Long An", "Phó Chủ tịch Ủy ban nhân dân tỉnh Long An"}


def test_the_head_of_a_central_office_signs_for_it():
    signer = Signer("Nguyễn Văn A", "Phó Chủ nhiệm", None, "KT. BỘ TRƯỞNG, CHỦ NHIỆM")
    names = {a.name for a in agencies_in("Thông báo.", "Văn phòng Chính phủ", signer)}
    assert "Phó Chủ nhiệm Văn phòng Chính phủ" in names


def test_every_mention_is_in_the_text():
    text = "Sở Y tế, Sở Tài chính và UBND tỉnh phối hợp. Sở Y tế báo cáo."
    for agency in agencies_in(text, "Ủy ban nhân dân tỉnh Long An"):
        assert {text[a:b] for a, b in agency.mentions} == set(agency.mentions_as)


def test_successors_exist_and_dates_are_dates():
    rows_ = Tables.load().agencies
    keys = {row.key for row in rows_}
    assert all(successor in keys for row in rows_ for successor in row.successors)
    assert all(len(d) == 10 for row in rows_ for d in (row.valid_from, row.valid_to) if d)
    assert sum(1 for row in rows_ if row.valid_to == "2025-03-01") >= 12
    assert all(row.source for row in rows_)


def test_a_user_adds_a_body(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[[agencies]]\nkey = "vien-x"\nname = "Tổ Đề án Sông Xanh"\nsource = "own"\n', encoding="utf-8")
    body = bodies_of(Tables.load(path)).at("Tổ Đề án Sông Xanh chủ trì", 0)
    assert body is not None
    assert body.row is not None
    assert (body.name, body.row.key) == ("Tổ Đề án Sông Xanh", "vien-x")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("UBND TỈNH HÀ GIANG     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Ủy ban nhân dân tỉnh Hà Giang"),
        ("UBND TỈNH TIỀN GIANG CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Ủy ban nhân dân tỉnh Tiền Giang"),
        ("TỈNH ỦY BẮC GIANG    ĐẢNG CỘNG SẢN VIỆT NAM", "Tỉnh ủy Bắc Giang"),
    ],
)
def test_the_motto_beside_a_body_is_no_part_of_its_name(line, name):
    record = cancu.parse(f"{line}\nSố: 12/KH     Hà Giang, ngày 3 tháng 2 năm 2023\nKẾ HOẠCH\nCải cách hành chính\n")
    assert [agency.name for agency in record.agencies] == [name]
