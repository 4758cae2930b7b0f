"""Relations: marked sentences for every predicate, with reversed directions and partial repeals among them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import cancu
from cancu.extract.head.header import find_documents
from cancu.extract.layout import blocks
from cancu.extract.reading import Reading
from cancu.extract.records import Citation, Document
from cancu.extract.relating.force import FORCE
from cancu.extract.relating.governors import CueFinder, cue_finder
from cancu.extract.relating.relations import find_relations
from cancu.extract.source import Source, text_hash
from cancu.extract.view import fold
from cancu.ontology.tables import Cue, Tables

DATA = Path(__file__).parent / "data" / "relations"
PREDICATES = (
    "based_on",
    "implements",
    "amends",
    "replaces",
    "repeals",
    "guides",
    "promulgates",
    "approves",
    "proposes_amendment",
    "refers_to",
)
NUMBER = re.compile(r"\d+[a-zđ]?(?:/\d{4})?[/-][A-ZĐ][\w/&-]*|(?<=số )\d+$|(?<=số )\d+/\S+")


def cases() -> list[tuple[str, int, str, str, str]]:
    found = []
    for predicate in PREDICATES:
        lines = (DATA / f"{predicate}.txt").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                kind, sentence, expected = (part.strip() for part in line.split(" | "))
                found.append((predicate, number, kind, sentence.replace("\\n", "\n"), expected))
    return found


def citation(name: str, text: str, start: int) -> Citation:
    number = NUMBER.search(text)
    if number:
        kind = "numbered"
    elif re.match(r"(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\b", text):
        kind = "law_by_name"
    else:
        kind = "programme_by_name"
    types = r"Thông tư liên tịch|Chương trình hành động|Bộ luật|Luật|Pháp lệnh|Hiến pháp|Tờ trình|Công văn|Chương trình|\w+ \w+"
    kind_of = re.match(types, text)
    return Citation(
        id=name,
        start=start,
        end=start + len(text),
        text=text,
        kind=kind,
        type=kind_of[0].capitalize() if kind_of else None,
        number=number[0] if number else None,
        date=None,
        date_text=None,
        issuer=None,
        title=None,
        provision=None,
        in_document="D",
    )


def read_marks(sentence: str) -> tuple[str, list[Citation]]:
    """The sentence without its marks, and the citations that they mark: `{1:Luật Giá}`, one inside another at will."""
    plain: list[str] = []
    stack: list[tuple[str, int]] = []
    spans: list[tuple[str, int, int]] = []
    at = length = 0
    while at < len(sentence):
        mark = re.compile(r"\{(\d):").match(sentence, at)
        if mark:
            stack.append((mark[1], length))
            at = mark.end()
        elif sentence[at] == "}":
            name, start = stack.pop()
            spans.append((name, start, length))
            at += 1
        else:
            plain.append(sentence[at])
            length += 1
            at += 1
    text = "".join(plain)
    return text, [citation(n, text[a:b], a) for n, a, b in sorted(spans, key=lambda s: (s[1], -s[2]))]


def reading(text: str) -> Reading:
    view = fold(text)
    return Reading(Source("t", text, "", text_hash(text)), view, blocks(view.text), (), Tables.load())


def document(kind: str | None, text: str) -> Document:
    return Document("D", kind, None, None, None, None, None, None, None, (), 0, len(text))


def test_enough_sentences_for_every_predicate():
    stated = [word for *_, expected in cases() for word in re.findall(r"[a-z]+_?[a-z]+_?[a-z]*", expected)]
    for predicate in PREDICATES:
        assert sum(1 for case in cases() if case[0] == predicate) >= 20
        assert stated.count(predicate) >= 20, predicate
    assert len(cases()) >= 300
    assert sum("partial" in case[4] for case in cases()) >= 20


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case[0]}-{case[1]}")
def test_marked_sentence(case: tuple[str, int, str, str, str]):
    _, _, kind, sentence, expected = case
    text, citations = read_marks(sentence)
    relations = find_relations(reading(text), (document(kind, text),), citations)
    wanted, flags = set(), {}
    for triple in expected.split(";"):
        subject, predicate, object_, *more = triple.split()
        wanted.add((subject, predicate, object_))
        flags[subject, predicate, object_] = more
    assert {(r.subject, r.predicate, r.object) for r in relations} == wanted
    for relation in relations:
        more = flags[relation.subject, relation.predicate, relation.object]
        effect = relation.predicate in ("amends", "replaces", "repeals")
        if effect and relation.subject == "D":
            assert relation.partial == ("partial" in more)
        for basis in ("competence", "content"):
            if basis in more:
                assert relation.basis == basis
        assert text[relation.start : relation.end] == relation.evidence
        assert relation.evidence.strip()
        assert relation.rule


def of_force() -> list[tuple[str, str, str]]:
    text = (DATA / "force.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(part.strip() for part in line.replace("\\n", "\n").split(" | ")) for line in lines]  # type: ignore[misc]


def test_enough_sentences_for_every_effect_on_force():
    stated = [word for *_, expected in of_force() for word in expected.split()]
    for effect in FORCE:
        assert stated.count(effect) >= 6, effect
    assert len(of_force()) >= 45
    assert sum("D refers_to 1" in expected for *_, expected in of_force()) >= 15  # negatives
    assert stated.count("partial") >= 6
    assert sum(word.startswith("until=") for word in stated) >= 10


@pytest.mark.parametrize(("kind", "sentence", "expected"), of_force(), ids=lambda part: part[:60])
def test_an_effect_on_force_is_a_mention_with_its_effect(kind: str, sentence: str, expected: str):
    text, citations = read_marks(sentence)
    relations = find_relations(reading(text), (document(kind, text),), citations)
    wanted = {}
    for triple in expected.split(";"):
        subject, name, object_, *more = triple.split()
        wanted[subject, name, object_] = set(more)
    assert {(r.subject, r.name, r.object) for r in relations} == set(wanted)
    for relation in relations:
        if relation.effect is None:
            continue
        assert relation.predicate == "refers_to"
        days = {f"from={relation.effective_from}", f"until={relation.effective_until}"} - {"from=None", "until=None"}
        found = days | ({"partial"} if relation.partial else set())
        assert found == wanted[relation.subject, relation.name, relation.object]
        assert text[relation.start : relation.end] == relation.evidence


def test_a_lone_sentence_has_a_document_for_its_relations():
    text, citations = read_marks("Căn cứ {1:Nghị định số 63/2010/NĐ-CP} ngày 08 tháng 6 năm 2010 của Chính phủ;")
    documents = find_documents(reading(text))
    assert [d.type for d in documents] == [None]
    relations = find_relations(reading(text), documents, [replace(c, in_document=None) for c in citations])
    assert [(r.subject, r.predicate, r.object) for r in relations] == [("D1", "based_on", "1")]


def test_effect_carries_the_date_that_the_sentence_states():
    text, citations = read_marks("{1:Thông tư số 08/2010/TT-BNV} hết hiệu lực kể từ ngày 01 tháng 7 năm 2026.")
    (relation,) = find_relations(reading(text), (document("Thông tư", text),), citations)
    assert (relation.predicate, relation.effective_from) == ("repeals", "2026-07-01")


def test_every_citation_stands_in_a_relation():
    for *_, sentence, _ in cases():
        text, citations = read_marks(sentence)
        relations = find_relations(reading(text), (document(None, text),), citations)
        ends = {end for r in relations for end in (r.subject, r.object)}
        assert {c.id for c in citations} <= ends


def test_no_citations_and_no_documents_give_no_relations():
    assert find_relations(reading("Không có gì."), (document(None, "Không có gì."),), ()) == ()
    assert find_relations(reading(""), (), ()) == ()


def test_cost_grows_with_the_text():
    """The words looked at for one citation do not grow with the text: ten times the text is ten times the relations."""
    sentence = "Thực hiện {1:Nghị định số 63/2010/NĐ-CP} của Chính phủ, tổ chức theo {2:Luật Giá}.\n"
    text, citations = read_marks(sentence)
    many = text * 300
    copies = [
        replace(c, id=f"{c.id}-{n}", start=c.start + n * len(text), end=c.end + n * len(text))
        for n in range(300)
        for c in citations
    ]
    assert len(find_relations(reading(many), (document("Kế hoạch", many),), copies)) == 600


def test_every_cue_is_found_in_its_example():
    finder = cue_finder(Tables.load())
    rows = Tables.load().cues
    assert len(rows) >= 45
    for row in rows:
        lower = row.example.lower()
        if row.predicate in FORCE:  # counts right before the text alone
            lower = re.split(r"(?=(?:quyết định|nghị định|nghị quyết|thông tư) số)", lower)[0]
        found = {cue.phrase for cue in finder.find(lower, 0)}
        assert any(row.phrase.replace(",", "") in phrase for phrase in found), row


def test_a_cue_of_no_relation_is_named_with_the_remedy():
    tables = Tables(cues=(Cue("abolishes", "xóa bỏ"),))
    with pytest.raises(ValueError, match="'xóa bỏ': no relation is called 'abolishes'; use one of based_on"):
        CueFinder(tables)


def test_a_decision_promulgates_the_text_behind_it():
    text = (
        "QUYẾT ĐỊNH\nVề việc ban hành Quy chế\nỦY BAN NHÂN DÂN TỈNH LÀO CAI\nCăn cứ Luật Giá;\n"
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế tiếp công dân./.\nCHỦ TỊCH\nTrịnh Xuân Trường\n"
        "QUY CHẾ\nTiếp công dân\n(Ban hành kèm theo Quyết định số 7/QĐ-UBND)\nĐiều 1. Phạm vi\n"
    )
    documents = find_documents(reading(text))
    relations = find_relations(reading(text), documents, ())
    assert [(r.subject, r.predicate, r.object, r.evidence) for r in relations] == [
        ("D1", "promulgates", "D2", "Ban hành kèm theo Quyết định này")
    ]


def test_hard_line_breaks_cut_no_sentence():
    """A line that a fixed width broke off is no paragraph of its own, whatever it begins with."""
    filler = "Các cơ quan, đơn vị tiếp tục rà soát, đơn giản hóa thủ tục hành chính trong\n" * 9
    told = "Thực hiện {1:Nghị quyết số 76/NQ-CP} ngày 15 tháng 7 năm 2021 của Chính phủ ban hành\n{2:Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030};\n{3:Kế hoạch số 12/KH-UBND} của tỉnh."  # fmt: skip
    text, citations = read_marks(filler + "phạm vi quản lý.\n" + told)
    relations = find_relations(reading(text), (document("Kế hoạch", text),), citations)
    assert {(r.subject, r.predicate, r.object) for r in relations} == {
        ("D", "implements", "1"),
        ("1", "promulgates", "2"),
        ("D", "implements", "3"),
    }


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Các đơn vị báo cáo. Nghị định số 70/2018/NĐ-CP được ban hành.", "Nghị định số 70/2018/NĐ-CP"),
        ("The circular is based on Decree No. 70/2018/ND-CP dated May 15, 2018.", "is based on"),
        ("Các trường hợp thuộc khoản 7 và 8 Điều 16 của Nghị định số 70/2018/NĐ-CP.", "của"),
        ("Người vi phạm khoản 5 Điều 16 Nghị định số 70/2018/NĐ-CP bị xử lý.", "vi phạm"),
        ("Khoản 5 Điều 16 Nghị định số 70/2018/NĐ-CP có quy định.", "Khoản 5 Điều 16"),
        ("Văn phòng UBND; Nghị định số 70/2018/NĐ-CP.", "Nghị định số 70/2018/NĐ-CP"),
        ("Kể từ ngày Nghị định số 70/2018/NĐ-CP có hiệu lực, các đơn vị rà soát.", "Kể từ ngày"),
        ("Báo cáo kết quả thực hiện theo đúng: Nghị định số 70/2018/NĐ-CP.", "thực hiện"),
        ("Mức chi theo: Nghị định số 70/2018/NĐ-CP.", "theo"),
    ],
)
def test_the_evidence_of_a_mention_is_the_word_it_hangs_on(text, evidence):
    (relation,) = cancu.parse(text).relations
    assert relation.evidence == evidence
    assert text[relation.start : relation.end] == evidence


def test_citations_that_are_joined_have_no_other_ones_text_as_evidence():
    text = "Nghị định số 1/2020/NĐ-CP, Nghị định số 2/2020/NĐ-CP và Nghị định số 3/2020/NĐ-CP còn bất cập."
    record = cancu.parse(text)
    assert [(r.predicate, r.evidence) for r in record.relations] == [("refers_to", c.text) for c in record.citations]
    (_, short) = cancu.parse(
        "Theo Nghị định số 1/2020/NĐ-CP (sau đây gọi tắt là Nghị định số 1/2020/NĐ-CP)."
    ).relations[:2]
    assert short.evidence == "sau đây gọi tắt là"
