"""What kind of body a name is of."""

import pytest

from cancu.ontology.agency_kinds import agency_kinds, kind_of
from cancu.ontology.tables import Tables


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Bộ Nội vụ", "ministry"),
        ("Bộ Chính trị", "party-body"),
        ("Bộ Chỉ huy quân sự tỉnh Lào Cai", "military"),
        ("Ngân hàng Nhà nước Việt Nam", "ministerial-level-agency"),
        ("Ngân hàng Chính sách xã hội", "enterprise"),
        ("Đài Truyền hình Việt Nam", "government-agency"),
        ("Đài Truyền hình tỉnh", "press"),
        ("UBND huyện Mỹ Xuyên", "peoples-committee"),
        ("Hội đồng nhân dân tỉnh", "peoples-council"),
        ("Hội Nông dân tỉnh", "mass-organisation"),
        ("Sở Văn hóa, Thể thao và Du lịch", "department"),
        ("Phòng Tư pháp", "division"),
        ("Phòng Thương mại và Công nghiệp Việt Nam", "mass-organisation"),
        ("Phòng Cảnh sát giao thông", "police"),
        ("Tòa án nhân dân tỉnh", "court"),
        ("Viện kiểm sát nhân dân tối cao", "procuracy"),
        ("Trường Chính trị tỉnh", "school"),
        ("Bệnh viện Đa khoa tỉnh", "hospital"),
        ("Công ty Điện lực", "enterprise"),
        ("Ban Chỉ đạo 389 quốc gia", "steering-committee"),
        ("Tổ dân phố số 3", None),
        ("", None),
    ],
)
def test_kind(name, kind):
    assert kind_of(name) == kind


def test_most_bodies_of_the_tables_have_a_kind():
    tables = Tables.load()
    names = [row.name for row in (*tables.issuers, *(a for a in tables.agencies if a.kind == "specific"))]
    assert sum(kind_of(name) is not None for name in names) > 0.8 * len(names)


def test_no_words_are_of_two_kinds():
    words = [word.casefold() for kind in agency_kinds() for word in kind.words]
    assert len(words) == len(set(words)) > 100
    assert all(kind.name and kind.english and kind.source for kind in agency_kinds())


def test_a_body_of_the_graph_has_its_kind(samples_kg):
    rows = samples_kg.query(
        "SELECT DISTINCT ?name ?kind WHERE { ?a rdfs:label ?name ; org:classification ?k"
        " BIND(REPLACE(STR(?k), '^.*/', '') AS ?kind) FILTER(STRSTARTS(?name, 'Sở ')) }"
    )
    assert {"department", "specific"} == {row["kind"] for row in rows}
