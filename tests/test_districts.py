"""Districts: one body has one identity whichever way it comes in, and every one of them has ended.

Source of the dates: Nghị quyết 203/2025/QH15 and Luật 72/2025/QH15 (no districts since 2025-07-01), Nghị quyết
1111/NQ-UBTVQH14 (thành phố Thủ Đức), Nghị quyết 15/2008/QH12 (Hà Tây).
"""

import runpy
from pathlib import Path

import pytest

import cancu
from cancu.graph.resolution import CatalogueEntry
from cancu.graph.resolve import resolve

MAKE = runpy.run_path(str(Path(__file__).with_name("identity.py")))
path = MAKE["path"]
BODY = "soc-trang.1992/huyen-my-xuyen/ubnd"
CITED = "Quyết định số 12/QĐ-UBND ngày 05/3/2019 của {} về việc phân công;"


def paper(issuer="TỈNH SÓC TRĂNG", date="15/01/2020", place="Sóc Trăng", basis="", tasks=()):
    """A plan with its head, one basis and tasks."""
    day, month, year = date.split("/")
    head = f"ỦY BAN NHÂN DÂN\n{issuer}\nSố: 12/KH-UBND\n\n{place}, ngày {day} tháng {month} năm {year}\n\n"
    title = f"KẾ HOẠCH\nCải cách hành chính năm {year}\n\nCăn cứ {basis or 'Nghị quyết số 76/NQ-CP của Chính phủ;'}\n\n"
    listed = "".join(f"{n}. {task}\n" for n, task in enumerate(tasks, 1))
    return f"{head}{title}I. NHIỆM VỤ\n{listed}\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\n"


def resolved(text, catalogue=()):
    record = cancu.parse(text)
    return record, resolve([record], catalogue=catalogue)


def bodies(text):
    """The key, or the IRI, of each body that a text names, with its level and rule."""
    record, found = resolved(text)
    known = ((agency.name, found.agencies[record.source, agency.id]) for agency in record.agencies)
    return {name: (body.key or path(body.iri), body.level, body.rule) for name, body in known}


def basis(text):
    record, found = resolved(text)
    return path(found.citations[record.source, record.citations[0].id].iri)


@pytest.mark.parametrize(
    ("issuer", "named"),
    [
        ("TỈNH SÓC TRĂNG", "UBND huyện Mỹ Xuyên"),
        ("TỈNH LÀO CAI", "UBND huyện Mỹ Xuyên, tỉnh Sóc Trăng"),
        ("HUYỆN MỸ XUYÊN\nTỈNH SÓC TRĂNG", "UBND huyện"),
        ("HUYỆN KẾ SÁCH\nTỈNH SÓC TRĂNG", "UBND huyện Mỹ Xuyên"),
    ],
)
def test_one_body_whichever_way_it_comes_in(issuer, named):
    text = paper(issuer, basis=CITED.format(named), tasks=[f"{named} chủ trì xây dựng báo cáo."])
    assert basis(text) == f"{BODY}/2019/12-qd-ubnd"
    leads = {key for key, _, _ in bodies(text).values()}
    assert BODY in leads
    assert not any("x-uy-ban" in key for key in leads)
    record = cancu.parse(text)
    row = CatalogueEntry("12/QĐ-UBND", "UBND huyện Mỹ Xuyên, tỉnh Sóc Trăng", "2019-03-05", "Quyết định")
    found = resolve([record], catalogue=[row])
    assert f"{BODY}/2019/12-qd-ubnd" in {path(iri) for iri in found.catalogue}


@pytest.mark.parametrize(
    ("issuer", "date", "named"),
    [
        ("TỈNH LÀO CAI", "15/01/2020", "UBND huyện Mỹ Xuyên"),  # it is in another province
        ("TỈNH SÓC TRĂNG", "15/01/2020", "UBND huyện Bát Xát"),
        ("TỈNH SÓC TRĂNG", "15/01/2020", "UBND huyện Không Có"),  # no table has it
        ("HUYỆN MỸ XUYÊN", "15/01/2020", "UBND huyện Mỹ Xuyên"),  # nothing says the province
        ("TỈNH TÂY NINH", "15/01/2026", "UBND huyện Châu Thành"),  # one in Long An, one in the old Tây Ninh
        ("TỈNH SÓC TRĂNG", "15/01/2020", "UBND xã Đại Tâm"),  # the district is not said
    ],
)
def test_a_wrong_province_is_worse_than_none(issuer, date, named):
    text = paper(issuer, date, basis=CITED.format(named), tasks=[f"{named} chủ trì xây dựng báo cáo."])
    assert basis(text) == "-"
    key, _, rule = bodies(text)[cancu.parse(text).citations[0].issuer]
    assert (key.partition("#")[0], rule) == ("file/text", "A5")


@pytest.mark.parametrize(
    ("name", "key", "level"),
    [
        ("Phòng Nội vụ huyện Mỹ Xuyên", "soc-trang.1992/huyen-my-xuyen/phong-noi-vu", "district"),
        ("Huyện ủy Mỹ Xuyên", "soc-trang.1992/huyen-my-xuyen/huyen-uy", "party"),
        ("UBND thành phố Sóc Trăng", "soc-trang.1992/thanh-pho-soc-trang/ubnd", "district"),
        # a city since 2007: the table has the name with the kind of its last years
        ("UBND thị xã Sóc Trăng", "soc-trang.1992/thi-xa-soc-trang/ubnd", "district"),
        ("UBND xã Đại Tâm, huyện Mỹ Xuyên", "soc-trang.1992/huyen-my-xuyen/xa-dai-tam/ubnd", "commune"),
    ],
)
def test_bodies_of_districts_and_communes(name, key, level):
    found = bodies(paper(tasks=[f"{name} chủ trì xây dựng báo cáo."])).values()
    assert (key, level, "A3") in found


def test_a_body_that_no_table_has_is_of_its_district():
    for issuer, named in (("TỈNH SÓC TRĂNG", ""), ("TỈNH LÀO CAI", ", tỉnh Sóc Trăng")):
        text = paper(issuer, tasks=[f"Trung tâm Văn hóa huyện Mỹ Xuyên{named} chủ trì xây dựng báo cáo."])
        keys = [key for key, _, _ in bodies(text).values() if "trung-tam" in key]
        assert [key.rpartition("-")[0] for key in keys] == ["soc-trang.1992/huyen-my-xuyen/x-trung-tam-van-hoa"]


def test_a_text_of_the_merged_province_means_the_district_that_was():
    text = paper(
        "THÀNH PHỐ CẦN THƠ",
        "15/01/2026",
        "Cần Thơ",
        basis=CITED.format("UBND huyện Mỹ Xuyên"),
        tasks=["UBND huyện Mỹ Xuyên chủ trì xây dựng báo cáo."],
    )
    assert basis(text) == f"{BODY}/2019/12-qd-ubnd"
    assert bodies(text)["Ủy ban nhân dân huyện Mỹ Xuyên"] == (BODY, "district", "A3")
