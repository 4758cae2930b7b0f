"""Which amount is a part of which, and the finding where the parts exceed the whole."""

import pytest

import cancu

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
-------
Số: 12/KH-UBND
Lào Cai, ngày 5 tháng 1 năm 2022

KẾ HOẠCH
Phát triển thủy lợi năm 2022

III. KINH PHÍ THỰC HIỆN
"""
# Lines, and the amounts in tỷ đồng: of each its parts.
CASES = [
    (
        "Tổng kinh phí: 100 tỷ đồng, trong đó: ngân sách trung ương 60 tỷ đồng; ngân sách tỉnh 40 tỷ đồng.",
        {100: [60, 40]},
    ),
    (
        "Tổng kinh phí 100 tỷ đồng (trong đó ngân sách tỉnh 70 tỷ đồng, ngân sách huyện 30 tỷ đồng), vốn vay 20 tỷ đồng.",
        {100: [70, 30]},
    ),
    (
        "Tổng kinh phí 100 tỷ đồng từ ngân sách nhà nước, gồm: vốn đầu tư 90 tỷ đồng, vốn sự nghiệp 10 tỷ đồng.",
        {100: [90, 10]},
    ),
    (
        (
            "Tổng kinh phí: 100 tỷ đồng. Trong đó:\n- Ngân sách trung ương: 60 tỷ đồng (năm 2022: 20 tỷ đồng, năm 2023: 41 tỷ đồng);\n"
            "- Ngân sách tỉnh: 40 tỷ đồng.\n2. Kinh phí tuyên truyền: 5 tỷ đồng."
        ),
        {100: [60, 40]},
    ),
    # An inner whole keeps its own parts.
    (
        "Tổng kinh phí 100 tỷ đồng, gồm: ngân sách tỉnh 60 tỷ đồng, trong đó vốn sự nghiệp 20 tỷ đồng; ngân sách huyện 40 tỷ đồng.",
        {100: [60, 40], 60: [20]},
    ),
    # The same money split by source and by year: one of them counts.
    (
        "Tổng kinh phí 100 tỷ đồng, trong đó: ngân sách tỉnh 70 tỷ đồng, ngân sách huyện 30 tỷ đồng; năm 2022 55 tỷ đồng, năm 2023 45 tỷ đồng.",
        {100: [70, 30]},
    ),
    # No words say that one is in the other; another sentence; another currency.
    ("Kinh phí tuyên truyền 100 tỷ đồng. Ngân sách tỉnh 200 tỷ đồng.", {}),
    ("Kinh phí 100 tỷ đồng, trong đó có nhiều nguồn. Kinh phí tập huấn 200 tỷ đồng.", {}),
]


def record(text):
    return cancu.parse(HEAD + text + "\n")


def tree(budgets):
    amounts = {b.id: b.amount for b in budgets}
    found = {}
    for budget in budgets:
        if budget.part_of:
            found.setdefault(amounts[budget.part_of] // 10**9, []).append(budget.amount // 10**9)
    return found


@pytest.mark.parametrize(("text", "expected"), CASES, ids=lambda v: str(v)[:40])
def test_parts_are_those_that_the_text_lists(text, expected):
    assert tree(record(text).budgets) == expected


TABLE = """<p>Số: 12/KH-UBND</p><p>KẾ HOẠCH</p><p>Phát triển thủy lợi năm 2022</p><table>
<tr><th>STT</th><th>Nội dung công việc</th><th>Cơ quan chủ trì</th><th>Kinh phí (tỷ đồng)</th></tr>{}</table>"""


def row(*cells):
    return f"<tr>{''.join(f'<td>{c}</td>' for c in cells)}</tr>"


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [(("1", "2"), {100: [60, 40]}), (("I", "1"), {}), (("1", "1.1"), {})],  # rows under other rows are not added
    ids=["side by side", "sections", "steps"],
)
def test_the_total_of_a_table_sums_rows_that_stand_side_by_side(tmp_path, numbers, expected):
    one, other = numbers
    rows = row(one, "Kiên cố hóa kênh mương", "Sở Tài chính", "60") + row(
        other, "Nạo vét kênh mương", "Sở Nội vụ", "40"
    )
    path = tmp_path / "a.html"
    path.write_text(TABLE.format(rows + row("", "Tổng cộng", "", "100")), encoding="utf-8")
    found = cancu.parse(path)
    assert [b.amount // 10**9 for b in found.budgets] == [60, 40, 100]
    assert tree(found.budgets) == expected


def test_parts_above_the_whole_are_found(tmp_path):
    for name, part in (("sound", 40), ("over", 50)):
        text = f"Tổng kinh phí: 100 tỷ đồng, trong đó: ngân sách trung ương 60 tỷ đồng; ngân sách tỉnh {part} tỷ đồng."
        (tmp_path / f"{name}.txt").write_text(HEAD.replace("12/", f"{part}/") + text, encoding="utf-8")
    report = cancu.build(tmp_path).validate()
    (found,) = [r for r in report.results if r.shape.endswith("#PartsWithinTotal")]
    assert (found.severity, found.source, found.quote, found.value) == (
        "Warning",
        "over.txt",
        "100 tỷ đồng",
        "110000000000",
    )
    assert "Các khoản thành phần cộng lại lớn hơn tổng kinh phí" in report.text("vi")
    assert "The parts of an amount add up to more than the whole" in report.text("en")


def test_a_record_keeps_it():
    budgets = record(CASES[0][0]).budgets
    assert [b.part_of for b in budgets] == [None, "B1", "B1"]
    again = cancu.Record.from_dict(record(CASES[0][0]).to_dict())
    assert again.budgets == budgets
