"""Goals and budgets in texts written for this test: number, unit, comparator, year, level, ranges; and what is no goal."""

from pathlib import Path

import pytest

import cancu
from cancu.extract.goals.amounts import MONEY, money_of, number_of
from cancu.extract.goals.targets import find_targets
from cancu.extract.reading import reading_of
from cancu.extract.records import Document
from cancu.extract.source import Source
from cancu.extract.tasks.assignments import find_assignments
from cancu.ontology.tables import Tables

DATA = Path(__file__).parent / "data" / "targets"


def cases(name):
    for case in (DATA / name).read_text(encoding="utf-8").split("== ")[1:]:
        head, _, rest = case.partition("\n")
        title, _, kind = head.partition(" | ")
        text, _, expected = rest.partition("\n--\n")
        yield pytest.param(kind.strip(), text + "\n", expected.strip().splitlines(), id=title)


def found_in(text, kind):
    reading = reading_of(Source("case", text, "", ""), Tables.load())
    documents = (Document("D1", kind, None, None, None, None, None, None, None, (), 0, len(text)),)
    assigned = find_assignments(reading, documents)
    return find_targets(reading, documents, assigned.assignments), assigned.assignments


def told_target(target):
    words = f"{target.comparator} {target.value:g} {target.unit}"
    words += f" | by {target.by}" if target.by else ""
    words += f" | for {target.scope}" if target.scope else ""
    return words + (" | range" if target.group else "")


def told_budget(budget):
    words = f"{budget.currency} {budget.amount}"
    words += f" | by {budget.year}" if budget.year else ""
    return words + (f" | from {budget.source}" if budget.source else "")


CASES = list(cases("goals.txt"))


def test_counts():
    assert len(CASES) == 33
    assert sum(len(c.values[2]) for c in CASES) == 253


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_goals(kind, text, expected):
    goals, _ = found_in(text, kind)
    assert [told_target(t) for t in goals.targets] + [told_budget(b) for b in goals.budgets] == expected


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_ranges_quote_the_text(kind, text, expected):
    goals, _ = found_in(text, kind)
    for target in goals.targets:
        assert text[target.start : target.end] == target.text
        assert target.in_document == "D1"
    for budget in goals.budgets:
        assert text[budget.start : budget.end] == budget.text
    assert [t.id for t in goals.targets] == [f"T{i}" for i in range(1, len(goals.targets) + 1)]


def test_budget_columns_belong_to_their_tasks():
    rows = [
        "STT\tNhiệm vụ\tCơ quan chủ trì\tKinh phí (triệu đồng)",
        "1\tNâng cấp phần mềm\tSở Nội vụ\t1.250",
        "2\tTập huấn\tSở Tư pháp\t75,5",
        "3\tIn tài liệu\tSở Tài chính\t",
    ]
    goals, assignments = found_in("\n".join(rows), "Kế hoạch")
    assert [(b.amount, b.assignment) for b in goals.budgets] == [(1_250_000_000, "A1"), (75_500_000, "A2")]
    assert len(assignments) == 3


def test_budget_tables_name_unit_source_and_year():
    rows = [
        "Đơn vị tính: triệu đồng",
        "| TT | Nội dung | Đơn vị chủ trì | Kinh phí năm 2025 | Kinh phí năm 2026 | Nguồn kinh phí |",
        "|---|---|---|---|---|---|",
        "| 1 | Nâng cấp phần mềm | Sở Nội vụ | 1.250 | 800 | Ngân sách tỉnh |",
        "| 2 | Tập huấn | Sở Tư pháp | 75,5 | 500tr | Xã hội hóa |",
    ]
    goals, assignments = found_in("\n".join(rows), "Kế hoạch")
    assert [(b.amount, b.year, b.source, b.assignment) for b in goals.budgets] == [
        (1_250_000_000, "2025", "Ngân sách tỉnh", "A1"),
        (800_000_000, "2026", "Ngân sách tỉnh", "A1"),
        (75_500_000, "2025", "Xã hội hóa", "A2"),
        (500_000_000, "2026", "Xã hội hóa", "A2"),
    ]
    assert len(assignments) == 2


def test_columns_of_funds_under_a_unit_of_money_are_budgets():
    rows = [
        "Đơn vị tính: triệu đồng",
        "| TT | Nội dung | Tổng số | Ngân sách tỉnh | Xã hội hóa |",
        "|---|---|---|---|---|",
        "| 1 | Tập huấn | 150 | 100 | 50 |",
    ]
    goals, _ = found_in("\n".join(rows), "Kế hoạch")
    assert [(b.amount, b.source) for b in goals.budgets] == [
        (150_000_000, None),
        (100_000_000, "Ngân sách tỉnh"),
        (50_000_000, "Xã hội hóa"),
    ]
    goals, _ = found_in("\n".join(rows[1:]), "Kế hoạch")
    assert goals.budgets == ()


INDICATORS = [
    ("Tỷ lệ hộ nghèo giảm còn dưới 3% vào năm 2025", ["Tỷ lệ hộ nghèo"]),
    ("100% số xã có điểm bưu điện", ["số xã có điểm bưu điện"]),
    ("Bảo đảm 90% trở lên ý kiến được trả lời", ["ý kiến được trả lời"]),
    ("Thu nhập bình quân đầu người đạt 65 triệu đồng/người/năm", ["Thu nhập bình quân đầu người"]),
    ("Tổng thu ngân sách phấn đấu đạt trên 15 tỷ đồng", ["Tổng thu ngân sách"]),
    ("Tốc độ tăng trưởng (GRDP) đạt 9 - 10%", ["Tốc độ tăng trưởng (GRDP)"] * 2),
    ("Năm 2024 hỗ trợ 1.240 hộ nghèo xây nhà", ["hộ nghèo xây nhà"]),
    ("Tăng tỷ lệ bao phủ từ 85% năm 2023 lên 92%", ["tỷ lệ bao phủ"]),
    ("Kinh phí thực hiện: 500 triệu đồng từ ngân sách tỉnh", ["Kinh phí thực hiện"]),
    ("Giảm tai nạn giao thông 5% so với năm 2023", ["Giảm tai nạn giao thông"]),
    ("Hoàn thành 12 km đường giao thông", ["đường giao thông"]),
]


@pytest.mark.parametrize(("text", "named"), INDICATORS, ids=[i[0] for i in INDICATORS])
def test_what_is_measured(text, named):
    goals, _ = found_in(f"II. NHIỆM VỤ\n1. {text}.\n", "Kế hoạch")
    assert [target.indicator for target in goals.targets] == named


NUMBERS = [
    ("49.694", "49694"),
    ("1.250", "1250"),
    ("1.234,5", "1234.5"),
    ("12,5", "12.5"),
    ("2.5", "2.5"),
    ("1.500.000", "1500000"),
    ("1,500,000", "1500000"),
    ("05", "5"),
    ("2,345", "2.345"),
    ("1.500.00", "1500"),
]
AMOUNTS = [
    ("49.694 triệu đồng", 49_694_000_000, "VND"),
    ("1.250 tỷ đồng", 1_250_000_000_000, "VND"),
    ("2,5 tỷ đồng", 2_500_000_000, "VND"),
    ("350.000.000 đồng", 350_000_000, "VND"),
    ("350.000.000đ", 350_000_000, "VND"),
    ("80 triệu", 80_000_000, "VND"),
    ("15 nghìn tỷ đồng", 15_000_000_000_000, "VND"),
    ("1,2 nghìn tỷ;", 1_200_000_000_000, "VND"),
    ("350 000 000 đồng", 350_000_000, "VND"),
    ("50 trđ", 50_000_000, "VND"),
    ("45 tỉ VNĐ", 45_000_000_000, "VND"),
    ("800 tỷ từ ngân sách", 800_000_000_000, "VND"),
    ("2 - 3 tỷ đồng", 3_000_000_000, "VND"),
    ("120 triệu USD", 120_000_000, "USD"),
    ("1.000 đô la Mỹ", 1000, "USD"),
]


@pytest.mark.parametrize(("words", "value"), NUMBERS)
def test_numbers(words, value):
    assert number_of(words) == pytest.approx(type(number_of("1"))(value))


@pytest.mark.parametrize(("words", "amount", "currency"), AMOUNTS)
def test_amounts(words, amount, currency):
    match = MONEY.search(words)
    assert match
    assert (money_of(match).amount, money_of(match).currency) == (amount, currency)


@pytest.mark.parametrize("words", ["40/2010 đồng ý", "Điều 5 đồng thời", "12 hội đồng", "03 tổ đồng bào"])
def test_no_amount(words):
    assert not MONEY.search(words)


@pytest.mark.parametrize(
    ("words", "comparator"), [("ít hơn", "<"), ("thấp hơn", "<"), ("nhiều hơn", ">"), ("không ít hơn", ">=")]
)
def test_less_and_more_than_a_share(words, comparator):
    (target,) = cancu.parse(f"KẾ HOẠCH\nPhấn đấu tỷ lệ hộ nghèo {words} 3%.").targets
    assert target.comparator == comparator
