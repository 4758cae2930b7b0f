"""Seeded mutations of real paragraphs and generated sentences: no exception, offsets exact, ids whole.

    python benchmarks/robustness.py [--count 100000] [--seed 1] [--only NUMBER] [--texts samples]

Each case is made from (seed, number) alone, so `--only NUMBER` replays a failure. The test suite runs the first few thousand.
"""

from __future__ import annotations

import argparse
import random
import time
import traceback
from pathlib import Path

import cancu

GLUE = [" ", "\n", "\t", ", ", "; ", " và ", "\u00a0", "|", ". ", " - ", "(", ")", "“", "”", "\r\n", "\u00ad", "\u200b"]
WORDS = [
    "Căn cứ", "Nghị định số", "63/2010/NĐ-CP", "Quyết định", "số", "883/QĐ-UBND", "ngày 08 tháng 6 năm 2010", "của Chính phủ",
    "về việc", "ban hành", "Chương trình", "giai đoạn 2021 - 2030", "Luật Đất đai", "khoản 2 Điều 5", "Giao", "Sở Nội vụ",
    "chủ trì", "phối hợp với", "Sở Tài chính, Sở Kế hoạch và Đầu tư", "trước ngày 30/6/2024", "100%", "tối thiểu 85%",
    "49.694 triệu đồng", "thay thế", "bãi bỏ", "sửa đổi, bổ sung", "07-CT/TU", "45/2019/QH14", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH", "KẾ HOẠCH", "STT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian", "Quý II", "hàng năm", "Thường xuyên",
    "Điều 1.", "a)", "1.", "I.", "- ", "(Ban hành kèm theo", "hết hiệu lực", "kể từ ngày", "Nghị định này", "sau đây gọi là",
    "Số:      /KH-UBND", "\ud800", "e\u0302\u0301", "QÐ", "С", "😀", "\x00", "1" * 40, "/" * 30, "-" * 30, "Đ" * 30,
]  # fmt: skip


def paragraphs(folder):
    texts = [p.open(encoding="utf-8", newline="").read() for p in sorted(Path(folder).rglob("*.txt"))]
    pieces = [piece for text in texts for piece in text.split("\n\n") if piece.strip()]
    return pieces + [text[i : i + 600] for text in texts for i in range(0, len(text), 5000)]


def mutated(text, rng):
    """`text` (at most 1,500 characters of it) with one to five small damages."""
    start = rng.randrange(max(1, len(text) - 1500))
    chars = list(text[start : start + 1500])
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(chars) + 1)
        kind = rng.randrange(6)
        if kind == 0:
            del chars[at : at + rng.randint(1, 12)]
        elif kind == 1:
            chars[at:at] = rng.choice(GLUE)
        elif kind == 2:
            chars[at:at] = rng.choice(WORDS)
        elif kind == 3:
            chars[at : at + 30] = "".join(chars[at : at + 30]).swapcase()
        elif kind == 4:
            chars[at:at] = chars[max(0, at - 60) : at]
        else:
            chars[at : at + 1] = chr(
                rng.choice([rng.randrange(32, 0x250), rng.randrange(0x300, 0x370), rng.randrange(0x1E00, 0x2100)])
            )
    return "".join(chars)


def generated(rng):
    return "".join(rng.choice(WORDS) + rng.choice(GLUE) for _ in range(rng.randint(1, 40)))


def case(seed, number, pieces):
    """The text of one case, from its seed and number alone."""
    rng = random.Random(f"{seed}:{number}")
    return generated(rng) if number % 3 == 0 else mutated(rng.choice(pieces), rng)


def check(text):
    """Parse `text` and raise AssertionError where the record breaks a promise."""
    record = cancu.parse(text)
    ids = [
        x.id
        for part in ("documents", "citations", "relations", "assignments", "agencies", "targets", "budgets")
        for x in getattr(record, part)
    ]
    assert len(ids) == len(set(ids)), "ids are not unique"
    ends = {d.id for d in record.documents} | {c.id for c in record.citations}
    for part in ("citations", "targets", "budgets", "references", "aliases"):
        for item in getattr(record, part):
            assert text[item.start : item.end] == item.text, f"{part} {item}"
    for citation in record.citations:
        assert all(0 <= a < b <= len(text) for a, b in citation.spans.values()), f"spans of {citation}"
        assert all(text[p.start : p.end].split() == p.text.split() or p.text in text for p in citation.provisions)
    for relation in record.relations:
        assert relation.subject in ends and relation.object in ends, f"loose {relation}"
        assert 0 <= relation.start <= relation.end <= len(text), f"evidence of {relation}"
        assert relation.subject != relation.object, f"self {relation}"
    for task in record.assignments:
        assert 0 <= task.start < task.end <= len(text), f"range of {task}"
        assert task.lead or task.cooperate or task.responsible or task.monitor, f"nobody bears {task}"
        for bearer in task.bearers:
            assert 0 <= bearer.start < bearer.end <= len(text), f"bearer of {task}"
    for agency in record.agencies:
        assert all(0 <= a < b <= len(text) for a, b in agency.mentions), f"mentions of {agency}"
    assert cancu.Record.from_dict(record.to_dict()) == record, "does not survive its own JSON form"


def failures(count, seed, pieces, *, first=0):
    """(number, text, traceback) of each case that fails."""
    for number in range(first, first + count):
        text = case(seed, number, pieces)
        try:
            check(text)
        except Exception:
            yield number, text, traceback.format_exc()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--texts", type=Path, default=Path(__file__).parent.parent / "samples")
    options = parser.parse_args()
    pieces = paragraphs(options.texts)
    begin = time.perf_counter()
    first, count = (options.only, 1) if options.only is not None else (0, options.count)
    failed = 0
    for number, text, trace in failures(count, options.seed, pieces, first=first):
        failed += 1
        if failed <= 10:
            print(f"case {number}: {text!r}\n{trace}")
    print(f"{count} cases, {failed} failed, {time.perf_counter() - begin:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
