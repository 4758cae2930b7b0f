"""As of a day: amendments, replacements, agencies and places; each question with two days that answer differently."""

import pytest

import cancu
from cancu.graph import query as q

BASE = "https://w3id.org/cancu/eli/vn/"
HEAD = "ỦY BAN NHÂN DÂN\nTỈNH {upper}\n-------\n\nSố: {number}\n\n{place}, ngày {day} tháng {month} năm {year}\n\nKẾ HOẠCH\n{title}\n\n"
CENTRAL = "CHÍNH PHỦ\n-------\n\nSố: {number}\n\nHà Nội, ngày {day} tháng {month} năm {year}\n\n{kind}\n{title}\n\n"


def plan(place, number, date, title, body):
    year, month, day = date.split("-")
    return (
        HEAD.format(upper=place.upper(), number=number, place=place, day=day, month=month, year=year, title=title)
        + body
    )


def central(kind, number, date, title, body):
    year, month, day = date.split("-")
    return CENTRAL.format(kind=kind, number=number, day=day, month=month, year=year, title=title) + body


# The decree of 2015 is amended in 2018, replaced in 2020; the plan of 2016 rests on it and is replaced in 2021.
TEXTS = {
    "a-2015.txt": central("NGHỊ ĐỊNH", "10/2015/NĐ-CP", "2015-03-01", "Về kiểm soát thủ tục hành chính", "Điều 5. Nguyên tắc\n2. Công khai, minh bạch.\n"),
    "b-2016.txt": plan(
        "Lào Cai", "41/KH-UBND", "2016-02-10", "Cải cách hành chính năm 2016",
        "Căn cứ Nghị định số 10/2015/NĐ-CP ngày 01/3/2015 của Chính phủ về kiểm soát thủ tục hành chính;\n"
        "Thực hiện Nghị quyết số 51/NQ-CP ngày 10/5/2014 của Chính phủ;\nỦy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Thông tin và Truyền thông chủ trì xây dựng cổng dịch vụ công của tỉnh.\n",
    ),
    "c-2018.txt": central(
        "NGHỊ ĐỊNH", "20/2018/NĐ-CP", "2018-01-10", "Sửa đổi Nghị định về kiểm soát thủ tục hành chính",
        "Điều 1. Sửa đổi, bổ sung khoản 2 Điều 5 Nghị định số 10/2015/NĐ-CP ngày 01/3/2015 của Chính phủ\n"
        "Điều 2. Hiệu lực thi hành\nNghị định này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2018.\n",
    ),
    "d-2020.txt": central(
        "NGHỊ ĐỊNH", "30/2020/NĐ-CP", "2020-02-01", "Về kiểm soát thủ tục hành chính",
        "Điều 9. Hiệu lực thi hành\n1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 4 năm 2020.\n"
        "2. Nghị định này thay thế Nghị định số 10/2015/NĐ-CP ngày 01/3/2015 của Chính phủ về kiểm soát thủ tục hành chính.\n",
    ),
    "e-2021.txt": plan(
        "Lào Cai", "9/KH-UBND", "2021-01-05", "Cải cách hành chính năm 2021",
        "Thực hiện Nghị quyết số 51/NQ-CP ngày 10/5/2014 của Chính phủ;\nỦy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
        "III. HIỆU LỰC\nKế hoạch này thay thế Kế hoạch số 41/KH-UBND ngày 10/02/2016 của Ủy ban nhân dân tỉnh Lào Cai.\n",
    ),
    "f-2017.txt": plan(
        "Hà Giang", "5/KH-UBND", "2017-03-01", "Công tác văn thư năm 2017",
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì rà soát danh mục hồ sơ.\n",
    ),
    "g-2019.txt": central(
        "NGHỊ ĐỊNH", "7/2019/NĐ-CP", "2019-05-05", "Về thí điểm liên thông thủ tục",
        "Điều 3. Hiệu lực thi hành\nNghị định này có hiệu lực từ ngày 20 tháng 6 năm 2019 đến hết ngày 31 tháng 12 năm 2021.\n",
    ),
}  # fmt: skip
DECREE, PLAN, RESOLUTION = "10/2015/NĐ-CP", "41/KH-UBND", "51/NQ-CP"
# question, parameters, columns that are compared, rows by day
EXPECTED = [
    ("state-at", {"document": DECREE}, ("effect", "by_number", "provision"), {
        "2015-02-28": {("not_yet", None, None)},
        "2018-02-28": {("stands", None, None)},
        "2018-03-01": {("partial_amends", "20/2018/NĐ-CP", "khoản 2 Điều 5")},
        "2020-04-01": {("partial_amends", "20/2018/NĐ-CP", "khoản 2 Điều 5"), ("replaces", "30/2020/NĐ-CP", None)},
    }),
    ("state-at", {"document": "7/2019/NĐ-CP"}, ("effect", "since"), {
        "2019-06-19": {("not_yet", None)},
        "2021-12-31": {("stands", "2019-06-20")},
        "2022-01-01": {("expired", "2022-01-01")},
    }),
    ("impacts", {"document": PLAN}, ("impact", "since", "by_number"), {
        "2021-01-04": set(), "2021-01-05": {("replaces", "2021-01-05", "9/KH-UBND")},
    }),
    ("based-on", {"document": PLAN}, ("number", "state"), {
        "2018-02-28": {(DECREE, "stands")}, "2018-03-01": {(DECREE, "amended")}, "2020-04-01": {(DECREE, "ended")},
    }),
    ("outdated-bases", {}, ("number", "basis_number", "dead_since"), {
        "2020-03-31": set(),
        "2020-04-01": {(PLAN, DECREE, "2020-04-01")},
        "2021-01-05": set(),  # the plan itself was replaced
    }),
    ("chain", {"document": PLAN}, ("base_label", "base_ended", "broken"), {
        "2016-02-09": set(),
        "2020-03-31": {("Nghị định 10/2015/NĐ-CP", False, False), ("Nghị quyết 51/NQ-CP", False, True)},
        "2020-04-01": {("Nghị định 10/2015/NĐ-CP", True, False), ("Nghị quyết 51/NQ-CP", False, True)},
    }),
    ("implements", {"document": RESOLUTION}, ("number", "state"), {
        "2016-02-09": set(),
        "2016-02-10": {(PLAN, "stands")},
        "2021-01-05": {(PLAN, "ended"), ("9/KH-UBND", "stands")},
    }),
    ("documents", {"status": "read"}, ("number", "state"), {
        "2015-02-28": set(),
        "2018-03-01": {(DECREE, "amended"), (PLAN, "stands"), ("20/2018/NĐ-CP", "stands"), ("5/KH-UBND", "stands")},
    }),
    ("little-implemented", {"fewer_than": 2}, ("label", "plans"), {
        "2016-02-09": set(), "2016-02-10": {("Nghị quyết 51/NQ-CP", 1)}, "2021-01-05": {("Nghị quyết 51/NQ-CP", 1)},
    }),
    ("carried-by", {"document": RESOLUTION}, ("agency", "now"), {
        "2016-02-09": set(),
        "2025-02-28": {("Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông")},
        "2025-03-01": {("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ")},
    }),
    ("led-by", {"agency": "Sở Khoa học và Công nghệ"}, ("agency", "number"), {
        "2025-02-28": set(), "2025-03-01": {("Sở Thông tin và Truyền thông", PLAN)},
    }),
    ("responsible-at", {"document": PLAN}, ("now", "document_state"), {
        "2020-12-31": {("Sở Thông tin và Truyền thông", "stands")},
        "2021-01-05": {("Sở Thông tin và Truyền thông", "replaced")},
        "2025-03-01": {("Sở Khoa học và Công nghệ", "replaced")},
    }),
    ("abolished-agencies", {}, ("agency", "successor"), {
        "2025-02-28": set(), "2025-03-01": {("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ")},
    }),
    ("coverage-gaps", {"document": RESOLUTION}, ("province", "documents"), {
        "2016-02-10": set(),
        "2017-03-01": {("Hà Giang", 1)},
        "2025-07-01": {("Tuyên Quang", 1)},
    }),
]  # fmt: skip
# A programme of 2018 with a target, replaced in 2023, and three plans: Hà Giang's rests on a decree that the Government
# replaced before, by an act with a day of effect in the past, and is replaced itself in 2022.
PROGRAMME = "50/NQ-CP"
OF_A_PROGRAMME = {
    "p-2018.txt": central(
        "NGHỊ QUYẾT", PROGRAMME, "2018-05-10", "Ban hành Chương trình phát triển chính quyền số giai đoạn 2018 - 2022",
        "Điều 1. Mục tiêu\n1. Đến năm 2020, tối thiểu 80% hồ sơ thủ tục hành chính được giải quyết trực tuyến.\n",
    ),
    "q-2019.txt": plan(
        "Hà Giang", "95/KH-UBND", "2019-03-01", "Cải cách hành chính năm 2019",
        "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính;\n"
        "Thực hiện Nghị quyết số 50/NQ-CP ngày 10/5/2018 của Chính phủ;\nỦy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
        "I. MỤC TIÊU\n1. Đến năm 2021, tối thiểu 60% hồ sơ thủ tục hành chính được giải quyết trực tuyến.\n\n"
        "II. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Thông tin và Truyền thông chủ trì xây dựng cổng dịch vụ công của tỉnh. Hoàn thành trước ngày 31/12/2025.\n",
    ),
    "r-2020.txt": plan(
        "Cao Bằng", "7/KH-UBND", "2020-01-15", "Cải cách hành chính năm 2020",
        "Thực hiện Nghị quyết số 50/NQ-CP ngày 10/5/2018 của Chính phủ;\nỦy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
        "I. MỤC TIÊU\n1. Đến năm 2020, tối thiểu 70% hồ sơ thủ tục hành chính được giải quyết trực tuyến.\n\n"
        "II. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Thông tin và Truyền thông chủ trì xây dựng cổng dịch vụ công của tỉnh. Hoàn thành trước ngày 30/6/2025.\n",
    ),
    "s-2019.txt": central(
        "NGHỊ ĐỊNH", "90/2019/NĐ-CP", "2019-07-01", "Về kiểm soát thủ tục hành chính",
        "Điều 9. Hiệu lực thi hành\n1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 02 năm 2019.\n"
        "2. Nghị định này thay thế Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính.\n",
    ),
    "t-2022.txt": plan(
        "Hà Giang", "12/KH-UBND", "2022-02-01", "Cải cách hành chính năm 2022",
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\nIII. HIỆU LỰC\n"
        "Kế hoạch này thay thế Kế hoạch số 95/KH-UBND ngày 01/3/2019 của Ủy ban nhân dân tỉnh Hà Giang.\n",
    ),
    "u-2023.txt": central(
        "NGHỊ QUYẾT", "60/NQ-CP", "2023-01-01", "Về chính quyền số",
        "Điều 2. Nghị quyết này thay thế Nghị quyết số 50/NQ-CP ngày 10/5/2018 của Chính phủ.\n",
    ),
}  # fmt: skip
EXPECTED_OF_A_PROGRAMME = [
    ("weaker-targets", {}, ("number", "how", "value", "state"), {
        "2019-02-28": set(),
        "2019-03-01": {("95/KH-UBND", "weaker", 60, "stands")},
        "2022-02-01": {("95/KH-UBND", "weaker", 60, "ended"), ("7/KH-UBND", "weaker", 70, "stands")},
        "2023-01-01": {("95/KH-UBND", "weaker", 60, "ended"), ("7/KH-UBND", "weaker", 70, "parent_ended")},
    }),
    ("lag", {"document": PROGRAMME}, ("number", "province", "now", "days", "state"), {
        "2019-02-28": set(),
        "2020-01-15": {("95/KH-UBND", "Hà Giang", "Hà Giang", 295, "stands"), ("7/KH-UBND", "Cao Bằng", "Cao Bằng", 615, "stands")},
        "2025-07-01": {("95/KH-UBND", "Hà Giang", "Tuyên Quang", 295, "ended"), ("7/KH-UBND", "Cao Bằng", "Cao Bằng", 615, "stands")},
    }),
    ("tasks-due", {"since": "2025-01-01"}, ("deadline", "agency", "now", "number"), {
        "2020-01-14": {("2025-12-31", "Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông", "95/KH-UBND")},
        "2022-02-01": {("2025-06-30", "Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông", "7/KH-UBND")},
        "2025-03-01": {("2025-06-30", "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", "7/KH-UBND")},
    }),
    ("tasks-due", {"agency": "Sở Khoa học"}, ("number",), {"2025-02-28": set(), "2025-03-01": {("7/KH-UBND",)}}),
    # On 2019-06-30 nobody could know that the decree had ended in February.
    ("dead-bases", {}, ("number", "basis_number", "dead_since", "state"), {
        "2019-06-30": set(),
        "2019-07-01": {("95/KH-UBND", "63/2010/NĐ-CP", "2019-02-01", "stands")},
        "2022-02-01": {("95/KH-UBND", "63/2010/NĐ-CP", "2019-02-01", "ended")},
    }),
]  # fmt: skip
# Decree 46 sets its own end, is put off for ten weeks and prolonged; clause 2 of article 5 of decree 40 is put off by a
# decree that is repealed; decision 7 is suspended and comes back into force. The title of each act names no days.
DEFERRED, CUT, STOPPED, RESTING = "46/2026/NĐ-CP", "40/2025/NĐ-CP", "7/2025/NĐ-CP", "12/2026/NQ-CP"
OF_FORCE = {
    "a.txt": central(
        "NGHỊ ĐỊNH", DEFERRED, "2026-01-26", "Quy định về an toàn thực phẩm",
        "Điều 9. Nghị định này có hiệu lực thi hành từ ngày 26 tháng 01 năm 2026 đến hết ngày 31 tháng 12 năm 2027.\n",
    ),
    "b.txt": central(
        "NGHỊ QUYẾT", "09/2026/NQ-CP", "2026-02-04", "Về việc tạm ngưng hiệu lực thi hành Nghị định số 46/2026/NĐ-CP",
        "Điều 1. Tạm ngưng hiệu lực thi hành Nghị định số 46/2026/NĐ-CP ngày 26 tháng 01 năm 2026 của Chính phủ từ ngày 05 "
        "tháng 02 năm 2026 đến hết ngày 15 tháng 4 năm 2026.\n",
    ),
    "c.txt": central(
        "NGHỊ QUYẾT", "60/2027/NQ-CP", "2027-11-04", "Kéo dài thời gian thực hiện Nghị định số 46/2026/NĐ-CP",
        "Điều 1. Kéo dài thời gian thực hiện Nghị định số 46/2026/NĐ-CP ngày 26 tháng 01 năm 2026 của Chính phủ đến hết ngày "
        "31 tháng 12 năm 2029.\n",
    ),
    "d.txt": central(
        "NGHỊ QUYẾT", RESTING, "2026-03-04", "Về phí",
        "Căn cứ Nghị định số 46/2026/NĐ-CP ngày 26 tháng 01 năm 2026 của Chính phủ;\n"
        "Căn cứ khoản 2 Điều 5 Nghị định số 40/2025/NĐ-CP ngày 26 tháng 02 năm 2025 của Chính phủ;\n"
        "Căn cứ Nghị định số 7/2025/NĐ-CP ngày 10 tháng 01 năm 2025 của Chính phủ;\nĐiều 1. Mức phí.\n",
    ),
    "e.txt": central(
        "NGHỊ ĐỊNH", "11/2026/NĐ-CP", "2026-03-01", "Về việc ngưng hiệu lực một số quy định",
        "Điều 1. Ngưng hiệu lực khoản 2 Điều 5 Nghị định số 40/2025/NĐ-CP ngày 26 tháng 02 năm 2025 của Chính phủ.\n",
    ),
    "f.txt": central(
        "NGHỊ ĐỊNH", "70/2026/NĐ-CP", "2026-08-01", "Bãi bỏ văn bản",
        "Điều 1. Bãi bỏ Nghị định số 11/2026/NĐ-CP ngày 01 tháng 3 năm 2026 của Chính phủ.\n",
    ),
    "g.txt": central(
        "NGHỊ QUYẾT", "30/2026/NQ-CP", "2026-04-20", "Về việc đình chỉ thi hành văn bản",
        "Điều 1. Đình chỉ việc thi hành Nghị định số 7/2025/NĐ-CP ngày 10 tháng 01 năm 2025 của Chính phủ.\n",
    ),
    "h.txt": central(
        "NGHỊ QUYẾT", "50/2026/NQ-CP", "2026-09-10", "Về hiệu lực của văn bản",
        "Điều 1. Nghị định số 7/2025/NĐ-CP ngày 10 tháng 01 năm 2025 của Chính phủ tiếp tục có hiệu lực kể từ ngày 01 tháng "
        "10 năm 2026.\n",
    ),
}  # fmt: skip
EXPECTED_OF_FORCE = [
    ("state-at", {"document": DEFERRED}, ("effect", "holds", "since", "until", "by_number"), {
        "2026-02-04": {("stands", True, "2026-01-26", None, None)},
        "2026-02-05": {("defers", True, "2026-02-05", "2026-04-15", "09/2026/NQ-CP")},
        "2026-04-15": {("defers", True, "2026-02-05", "2026-04-15", "09/2026/NQ-CP")},
        "2026-04-16": {
            ("defers", False, "2026-02-05", "2026-04-15", "09/2026/NQ-CP"),
            ("stands", True, "2026-01-26", None, None),
        },
        "2028-01-01": {
            ("defers", False, "2026-02-05", "2026-04-15", "09/2026/NQ-CP"),
            ("extends", True, "2027-11-04", "2029-12-31", "60/2027/NQ-CP"),
            ("expired", False, "2028-01-01", None, DEFERRED),
        },
    }),
    ("state-at", {"document": CUT}, ("effect", "holds", "until", "provision"), {
        "2026-07-31": {("partial_defers", True, "2026-07-31", "khoản 2 Điều 5")},
        "2026-08-01": {
            ("partial_defers", False, "2026-07-31", "khoản 2 Điều 5"), ("stands", True, None, None),
        },
    }),
    ("state-at", {"document": STOPPED}, ("effect", "holds", "since", "until"), {
        "2026-04-19": {("stands", True, "2025-01-10", None)},
        "2026-09-30": {("suspends", True, "2026-04-20", "2026-09-30")},
        "2026-10-01": {("suspends", False, "2026-04-20", "2026-09-30"), ("resumes", True, "2026-10-01", None)},
    }),
    ("impacts", {"document": DEFERRED}, ("impact", "since", "until", "by_number"), {
        "2026-02-04": set(),
        "2026-02-05": {("defers", "2026-02-05", "2026-04-15", "09/2026/NQ-CP")},
        "2030-01-01": {
            ("defers", "2026-02-05", "2026-04-15", "09/2026/NQ-CP"),
            ("extends", "2027-11-04", "2029-12-31", "60/2027/NQ-CP"),
            ("expired", "2030-01-01", None, "60/2027/NQ-CP"),
        },
    }),
    ("based-on", {"document": RESTING}, ("number", "state"), {
        "2026-03-04": {(DEFERRED, "suspended"), (CUT, "partly_suspended"), (STOPPED, "stands")},
        "2026-04-20": {(DEFERRED, "stands"), (CUT, "partly_suspended"), (STOPPED, "suspended")},
        "2026-10-01": {(DEFERRED, "stands"), (CUT, "stands"), (STOPPED, "stands")},
        "2028-01-01": {(DEFERRED, "stands"), (CUT, "stands"), (STOPPED, "stands")},
        "2030-01-01": {(DEFERRED, "ended"), (CUT, "stands"), (STOPPED, "stands")},
    }),
    ("documents", {"status": "read"}, ("number", "state"), {
        "2026-02-04": {(DEFERRED, "stands"), ("09/2026/NQ-CP", "stands")},
        "2026-02-05": {(DEFERRED, "suspended"), ("09/2026/NQ-CP", "stands")},
    }),
    ("dead-bases", {}, ("number", "basis_number", "provision", "how", "dead_since", "dead_until"), {
        "2026-03-03": set(),
        "2026-03-04": {
            (RESTING, DEFERRED, None, "defers", "2026-02-05", "2026-04-15"),
            (RESTING, CUT, "khoản 2 Điều 5", "defers", "2026-03-01", "2026-07-31"),
        },
    }),
    ("outdated-bases", {}, ("number", "basis_number", "how", "dead_since", "dead_until"), {
        "2026-04-19": set(),
        "2026-04-20": {(RESTING, STOPPED, "suspends", "2026-04-20", "2026-09-30")},
        "2026-10-01": set(),
        "2030-01-01": {(RESTING, DEFERRED, "expired", "2030-01-01", None)},
    }),
]  # fmt: skip
# A plan that sets another target than the programme that it carries out, and is replaced in 2023.
OF_TARGETS = {
    "a.txt": central(
        "NGHỊ QUYẾT", PROGRAMME, "2018-05-10", "Ban hành Chương trình phát triển chính quyền số giai đoạn 2018 - 2022",
        "Điều 1. Mục tiêu\n1. Đến năm 2020, tối thiểu 80% hồ sơ thủ tục hành chính được giải quyết trực tuyến.\n",
    ),
    "b.txt": plan(
        "Hà Giang", "95/KH-UBND", "2019-03-01", "Cải cách hành chính năm 2019",
        "Thực hiện Nghị quyết số 50/NQ-CP ngày 10/5/2018 của Chính phủ;\nỦy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
        "I. MỤC TIÊU\n1. Đến năm 2020, tối thiểu 90% công chức được tập huấn.\n",
    ),
    "c.txt": plan(
        "Hà Giang", "12/KH-UBND", "2023-02-01", "Cải cách hành chính năm 2023",
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\nIII. HIỆU LỰC\n"
        "Kế hoạch này thay thế Kế hoạch số 95/KH-UBND ngày 01/3/2019 của Ủy ban nhân dân tỉnh Hà Giang.\n",
    ),
}  # fmt: skip
for _name, _place, _number, _day, _lead in (
    ("d.txt", "Hà Giang", "60/KH-UBND", "2019-04-01", "Sở Nội vụ"), ("e.txt", "Hà Giang", "61/KH-UBND", "2020-04-01", "Sở Tài chính"),
):  # fmt: skip
    OF_TARGETS[_name] = plan(
        _place, _number, _day, "Cải cách hành chính",
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\nII. NHIỆM VỤ\n\n"
        "STT\tNội dung công việc\tCơ quan chủ trì\tSản phẩm\tThời gian\n"
        f"1\tXây dựng cơ sở dữ liệu cán bộ\t{_lead}\tCơ sở dữ liệu cán bộ\tNăm 2021\n",
    )  # fmt: skip
OF_TARGETS["f.txt"] = plan(
    "Hà Giang", "70/KH-UBND", "2022-02-01", "Cải cách hành chính năm 2022",
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\nIII. HIỆU LỰC\n"
    "Kế hoạch này thay thế Kế hoạch số 60/KH-UBND ngày 01/4/2019 của Ủy ban nhân dân tỉnh Hà Giang.\n",
)  # fmt: skip
EXPECTED_OF_TARGETS = [
    ("same-task", {}, ("description", "difference", "state"), {
        "2020-03-31": set(),
        "2020-04-01": {("Xây dựng cơ sở dữ liệu cán bộ", "lead", "stands")},
        "2022-02-01": {("Xây dựng cơ sở dữ liệu cán bộ", "lead", "ended")},
    }),
    ("overlapping-leads", {}, ("output", "state"), {
        "2020-03-31": set(),
        "2020-04-01": {("Cơ sở dữ liệu cán bộ", "stands")},
        "2022-02-01": {("Cơ sở dữ liệu cán bộ", "ended")},
    }),
    ("missing-targets", {}, ("number", "value", "state"), {
        "2019-02-28": set(),
        "2019-03-01": {("95/KH-UBND", 80, "stands")},
        "2023-02-01": {("95/KH-UBND", 80, "ended")},
    }),
    ("cited-by", {"document": PROGRAMME}, ("number", "relation", "state"), {
        "2019-02-28": set(),
        "2019-03-01": {("95/KH-UBND", "implements", "stands")},
        "2023-02-01": {("95/KH-UBND", "implements", "ended")},
    }),
]  # fmt: skip
# A decision that is in force ten days after its signature: its first article gets another lead, the whole is suspended
# for six weeks, and it runs out when the act that prolonged it says.
DUTIES = "1500/QĐ-UBND"
_OF_DUTIES = "Quyết định số 1500/QĐ-UBND ngày 10/5/2020 của Ủy ban nhân dân tỉnh Lào Cai"
OF_DUTIES = {
    name: plan("Lào Cai", number, day, title, f"QUYẾT ĐỊNH:\n\n{body}").replace("KẾ HOẠCH\n", "QUYẾT ĐỊNH\n")
    for name, number, day, title, body in (
        ("a.txt", DUTIES, "2020-05-10", "Về phân công nhiệm vụ chuyển đổi số",
         ("Điều 1. Sở Thông tin và Truyền thông chủ trì, phối hợp với Sở Nội vụ xây dựng cổng dịch vụ công của tỉnh.\n"
         "Điều 2. Quyết định này có hiệu lực từ ngày 20 tháng 5 năm 2020 đến hết ngày 31 tháng 12 năm 2023.\n")),
        ("b.txt", "2200/QĐ-UBND", "2021-07-10", "Sửa đổi Quyết định số 1500/QĐ-UBND",
         (f"Điều 1. Sửa đổi Điều 1 {_OF_DUTIES} như sau:\n“Điều 1. Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Nội vụ "
         "xây dựng cổng dịch vụ công của tỉnh.”\nĐiều 2. Quyết định này có hiệu lực từ ngày 15 tháng 7 năm 2021.\n")),
        ("c.txt", "3100/QĐ-UBND", "2022-03-01", "Đình chỉ thi hành Quyết định số 1500/QĐ-UBND",
         f"Điều 1. Tạm đình chỉ việc thi hành {_OF_DUTIES} từ ngày 05 tháng 3 năm 2022 đến hết ngày 15 tháng 4 năm 2022.\n"),
        ("d.txt", "3000/QĐ-UBND", "2023-12-20", "Kéo dài thời gian thực hiện Quyết định số 1500/QĐ-UBND",
         f"Điều 1. Kéo dài thời gian thực hiện {_OF_DUTIES} đến hết ngày 30 tháng 6 năm 2025.\n"),
    )
}  # fmt: skip
_OLD_LEAD, _NEW_LEAD, _AT = "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", "lao-cai.1991/ubnd/"
_AMENDED = ("2021-07-15", None, f"{BASE}{_AT}2021/2200-qd-ubnd", "Điều 1")
EXPECTED_OF_DUTIES = [
    ("responsible-at", {"document": DUTIES, "agency": "Thông tin"},
     ("agency", "now", "new_lead", "document_state", "since", "replaced_by", "changed_by", "provision"), {
        "2020-05-09": {(_OLD_LEAD, _OLD_LEAD, None, "not_yet", None, None, None, None)},
        "2020-05-19": {(_OLD_LEAD, _OLD_LEAD, None, "not_yet", None, None, None, None)},
        "2020-05-20": {(_OLD_LEAD, _OLD_LEAD, None, "stands", None, None, None, None)},
        "2021-07-14": {(_OLD_LEAD, _OLD_LEAD, None, "stands", None, None, None, None)},
        "2021-07-15": {(_OLD_LEAD, _NEW_LEAD, _NEW_LEAD, "amended", *_AMENDED)},
        "2022-04-15": {
            (_OLD_LEAD, _NEW_LEAD, _NEW_LEAD, "suspended", "2022-03-05", None, f"{BASE}{_AT}2022/3100-qd-ubnd", None)
        },
        "2022-04-16": {(_OLD_LEAD, _NEW_LEAD, _NEW_LEAD, "amended", *_AMENDED)},
        "2025-06-30": {(_OLD_LEAD, _NEW_LEAD, _NEW_LEAD, "amended", *_AMENDED)},
        "2025-07-01": {(_OLD_LEAD, _NEW_LEAD, _NEW_LEAD, "expired", "2025-07-01", None, None, None)},
    }),
    ("responsible-at", {"document": DUTIES, "agency": "Nội vụ"}, ("now", "new_lead", "document_state"), {
        "2021-07-14": {("Sở Nội vụ", None, "stands")}, "2021-07-15": {("Sở Nội vụ", None, "amended")},
    }),
]  # fmt: skip
ALL = [("kg", *case) for case in EXPECTED] + [("programme", *case) for case in EXPECTED_OF_A_PROGRAMME]
ALL += [("force", *case) for case in EXPECTED_OF_FORCE] + [("targets", *case) for case in EXPECTED_OF_TARGETS]
ALL += [("duties", *case) for case in EXPECTED_OF_DUTIES]
CASES = [(of, name, given, columns, day, rows) for of, name, given, columns, days in ALL for day, rows in days.items()]


def corpus(folder, texts):
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return cancu.build(folder)


@pytest.fixture(scope="module")
def kg(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("as-of"), TEXTS)


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("programme"), OF_A_PROGRAMME)


@pytest.fixture(scope="module")
def force(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("force"), OF_FORCE)


@pytest.fixture(scope="module")
def targets(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("targets"), OF_TARGETS)


@pytest.fixture(scope="module")
def duties(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("duties"), OF_DUTIES)


@pytest.fixture(scope="module")
def engines(kg, programme, force, targets, duties, on_rdflib):
    corpora = {"kg": kg, "programme": programme, "force": force, "targets": targets, "duties": duties}
    return {name: (of, on_rdflib(of.export("nq", runs=True))) for name, of in corpora.items()}


def plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize(
    ("of", "name", "given", "columns", "day", "rows"), CASES, ids=[f"{c[1]} {c[4]}" for c in CASES]
)
def test_rows_of_the_day(engines, of, name, given, columns, day, rows):
    kg, rdflib_engine = engines[of]
    found = kg.ask(name, **given, as_of=day)
    assert {tuple(plain(row[column]) for column in columns) for row in found} == rows
    assert q.ask(rdflib_engine, name, {**given, "as_of": day}).rows == found.rows


def test_every_question_that_takes_a_day_has_two_that_differ():
    takes = {name for name, asked in q.questions().items() if any(p.name == "as_of" for p in asked.parameters)}
    assert takes == {name for _, name, *_ in ALL}
    assert len(CASES) >= 100
    for _, name, _, _, by_day in ALL:
        assert len(set(map(frozenset, by_day.values()))) >= 2, name


def test_without_a_day_nothing_is_left_out(kg, programme):
    assert {r["number"] for r in kg.ask("implements", document=RESOLUTION)} == {PLAN, "9/KH-UBND"}
    assert [r["agency"] for r in kg.ask("led-by", agency="Sở Khoa học và Công nghệ")] == []
    assert {r["province"] for r in kg.ask("coverage-gaps", document=RESOLUTION)} == {"Hà Giang"}
    due = programme.ask("tasks-due", since="2025-01-01")
    assert {(r["number"], r["now"]) for r in due} == {
        ("95/KH-UBND", "Sở Thông tin và Truyền thông"),
        ("7/KH-UBND", "Sở Thông tin và Truyền thông"),
    }
    for name in ("weaker-targets", "lag", "dead-bases"):
        rows = programme.ask(name, **({"document": PROGRAMME} if name == "lag" else {}))
        assert "95/KH-UBND" in rows.column("number")


def test_the_help_says_how_to_give_a_day():
    from click.testing import CliRunner

    from cancu.cli import main

    told = CliRunner().invoke(main, ["ask", "--help"]).output
    assert "--as-of DATE" in told
    assert "--document X" in told
    for name in ("state-at", "unresolved"):
        assert "document" in {p.name for p in q.question(name).parameters}
    assert not [name for name, asked in q.questions().items() if "source" in {p.name for p in asked.parameters}]


def test_on_the_command_line(kg, tmp_path):
    from click.testing import CliRunner

    from cancu.cli import main

    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    runner = CliRunner()
    paths = [str(tmp_path / name) for name in TEXTS]
    assert runner.invoke(main, ["build", *paths, "-o", str(tmp_path / "kg")]).exit_code == 0
    for day, state in (("2018-02-28", "stands"), ("2020-04-01", "ended")):
        asked = ["ask", str(tmp_path / "kg"), "based-on", "--document", PLAN, "--as-of", day, "-f", "csv"]
        assert f",{state}," in runner.invoke(main, asked).output


# Impacts as resources


def test_an_impact_has_its_kind_scope_and_days(kg):
    rows = kg.query("""
        SELECT ?kind ?from ?to ?stated ?day ?part ?whole WHERE {
          ?impact a cancu:LegalImpact ; cancu:impactFrom/eli:id_local ?from ; cancu:impactTo/eli:id_local ?to ;
            cancu:impactType ?type ; cancu:earliestEffect ?day .
          OPTIONAL { ?impact cancu:effectiveFrom ?stated } OPTIONAL { ?impact cancu:impactScope/rdfs:label ?part }
          BIND(EXISTS { ?impact a cancu:Termination } AS ?whole) BIND(STRAFTER(STR(?type), "#") AS ?kind)
        } ORDER BY ?day""")
    assert [tuple(plain(v) for v in row) for row in rows.rows] == [
        ("Amendment", "20/2018/NĐ-CP", DECREE, None, "2018-03-01", "khoản 2 Điều 5", False),
        ("Replacement", "30/2020/NĐ-CP", DECREE, None, "2020-04-01", None, True),
        ("Replacement", "9/KH-UBND", PLAN, None, "2021-01-05", None, True),
        ("Expiry", "7/2019/NĐ-CP", "7/2019/NĐ-CP", "2022-01-01", "2022-01-01", None, True),
    ]
    (row,) = kg.query("SELECT ?last { ?d cancu:expiresOn ?first ; eli:date_no_longer_in_force ?last }").rows
    assert plain(row[0]) == "2021-12-31"


def test_an_expiry_shows_the_sentence_that_says_it(kg):
    said = "Nghị định này có hiệu lực từ ngày 20 tháng 6 năm 2019 đến hết ngày 31 tháng 12 năm 2021."
    for name in ("state-at", "impacts"):
        (row,) = kg.ask(name, document="7/2019/NĐ-CP")
        assert row["source"] == "g-2019.txt"
        assert row["quote"].endswith(said)
        assert kg.text("g-2019.txt")[row["start"] : row["end"]] == row["quote"]


def test_a_suspension_shows_the_sentence_and_the_direction(force):
    (row,) = force.ask("impacts", document=STOPPED, as_of="2026-09-01")
    assert (row["impact"], row["by_number"], row["number"]) == ("suspends", "30/2026/NQ-CP", STOPPED)
    assert row["quote"].startswith("Đình chỉ việc thi hành Nghị định số 7/2025/NĐ-CP")
    assert force.text("g.txt")[row["start"] : row["end"]] == row["quote"]
    said = {(r["aspect"], r["direction"]) for r in force.ask("about", document=STOPPED)}
    assert said >= {("suspends", "to"), ("resumes", "to"), ("based_on", "to")}
    assert force.validate().violations == ()
    assert force.outcome.breaches == ()


def test_effects_on_force_are_properties_of_their_own(force):
    pairs = force.query("""SELECT ?p ?from ?to WHERE {
        VALUES ?p { cancu:suspends cancu:defersForce cancu:partiallySuspends cancu:extendsForce cancu:resumesForce }
        ?a ?p ?b . ?a eli:changes ?b ; eli:id_local ?from . ?b eli:id_local ?to } ORDER BY ?p""")
    found = {(str(row[0]).rpartition("#")[2], row[1], row[2]) for row in pairs.rows}
    assert found == {
        ("suspends", "30/2026/NQ-CP", STOPPED),
        ("defersForce", "09/2026/NQ-CP", DEFERRED),
        ("partiallySuspends", "11/2026/NĐ-CP", CUT),
        ("extendsForce", "60/2027/NQ-CP", DEFERRED),
        ("resumesForce", "50/2026/NQ-CP", STOPPED),
    }
    whole = force.query("SELECT ?n { ?i a cancu:Interruption ; cancu:impactTo/eli:id_local ?n }")
    assert set(whole.column("n")) == {DEFERRED, STOPPED}


def test_a_rejected_resumption_leaves_the_suspension(force, tmp_path):
    for name, text in OF_FORCE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    kg = cancu.build([tmp_path / name for name in OF_FORCE], store=tmp_path / "kg")
    rows = [row for row in kg.review_table().to_dicts() if row["relation"] == "resumes"]
    assert len(rows) == 1
    kg = kg.review([rows[0] | {"decision": "reject"}], reviewer="A")
    (row,) = kg.ask("state-at", document=STOPPED)
    assert (row["effect"], row["holds"], row["until"]) == ("suspends", True, None)
    corrected = kg.review([rows[0] | {"decision": "correct", "new_relation": "repeals"}], reviewer="A")
    assert {r["effect"] for r in corrected.ask("state-at", document=STOPPED)} == {"suspends", "repeals"}
    assert corrected.validate().violations == ()


def test_a_provision_is_part_of_its_work(kg):
    (row,) = kg.query("""SELECT DISTINCT ?part ?label ?number ?cited WHERE {
        ?part a eli:LegalResourceSubdivision ; rdfs:label ?label ; eli:is_part_of/eli:id_local ?number .
        ?citation cancu:citedProvision ?part ; cancu:citedText ?cited }""").rows
    assert row[0].endswith("/10-2015-nd-cp/dieu-5/khoan-2")
    assert row[1:3] == ("khoản 2 Điều 5", DECREE)


def test_a_rejected_claim_has_no_impact(kg, tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    kg = cancu.build([tmp_path / name for name in TEXTS], store=tmp_path / "kg")
    table = kg.review_table().to_dicts()
    replaced = [row | {"decision": "reject"} for row in table if row["relation"] == "replaces"]
    assert len(replaced) == 2
    kg = kg.review(replaced, reviewer="A")
    kinds = kg.query(
        "SELECT ?kind { ?i cancu:impactType ?type BIND(STRAFTER(STR(?type), '#') AS ?kind) } ORDER BY ?kind"
    )
    assert kinds.column("kind") == ["Amendment", "Expiry"]
    assert kg.validate().violations == ()


def test_impacts_as_a_table(kg, tmp_path):
    import csv

    kg.export_tables(tmp_path)
    rows = list(csv.DictReader((tmp_path / "impacts.csv").open(encoding="utf-8", newline="")))
    found = sorted((r["earliest_effect"], r["kind"], r["partial"], r["provision"], bool(r["claim"])) for r in rows)
    assert found == [
        ("2018-03-01", "Amendment", "true", "khoản 2 Điều 5", True),
        ("2020-04-01", "Replacement", "", "", True),
        ("2021-01-05", "Replacement", "", "", True),
        ("2022-01-01", "Expiry", "", "", False),
    ]
