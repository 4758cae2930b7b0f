"""The tables of knowledge: their rows hold together, and a user's own file adds to them or is told what is wrong."""

import dataclasses
import pickle
import re
import runpy
from pathlib import Path

import pytest

import cancu
from cancu.extract.citing.mentions import type_names
from cancu.ontology.table_checks import fault_of
from cancu.ontology.tables import Tables
from cancu.ontology.vocabulary import PREDICATES

TABLES = Tables.load()


def test_the_shipped_tables_are_there():
    assert len(TABLES.document_types) >= 45
    assert len(TABLES.issuers) >= 100
    assert len(TABLES.laws) >= 280
    assert len(TABLES.negatives) >= 10
    assert len(TABLES.units) >= 80
    assert TABLES is Tables.load()


def test_a_pickle_comes_back_as_the_same_tables(tmp_path):
    assert pickle.loads(pickle.dumps(TABLES)) is TABLES
    own = tmp_path / "own.toml"
    own.write_text('[[laws]]\nname = "Luật Hạnh phúc"\ntype = "Luật"\n', encoding="utf-8")
    mine = Tables.load(own)
    assert pickle.loads(pickle.dumps(mine)) is mine
    assert hash(mine) != hash(TABLES)


def test_successors_are_rows():
    keys = {row.key for row in TABLES.issuers}
    assert all(successor in keys for row in TABLES.issuers for successor in row.successors)


def test_abbreviations_name_one_type_in_a_family():
    """TT is Thông tư in State texts and Thông tri in the Party's; inside one family the first row wins, on purpose."""
    types = type_names(TABLES)
    assert types.by_symbol["state", "TT"] == "Thông tư"
    assert types.by_symbol["party", "TT"] == "Thông tri"
    assert types.by_symbol["state", "CT"] == "Chỉ thị"
    assert types.by_symbol["state", "DA"] in ("Dự án", "Đề án")


@pytest.mark.parametrize("row", TABLES.negatives, ids=lambda row: row.name)
def test_a_negative_matches_its_examples(row):
    assert row.examples
    for example in row.examples:
        assert re.search(row.pattern, example, re.IGNORECASE), example


def test_a_users_rows_are_added_and_take_the_place_of_shipped_ones(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[[document_types]]\nname = "Sổ tay"\nenglish = "Manual"\nabbreviations = ["ST"]\nfamilies = ["state"]\n\n'
        '[[issuers]]\nkey = "bo-cong-an"\nname = "Bộ Công an (mới)"\nsymbols = ["BCA"]\n',
        encoding="utf-8",
    )
    mine = Tables.load(own)
    assert len(mine.document_types) == len(TABLES.document_types) + 1
    assert len(mine.issuers) == len(TABLES.issuers)
    assert "Bộ Công an (mới)" in {row.name for row in mine.issuers}
    assert "Bộ Công an (mới)" not in {row.name for row in TABLES.issuers}


def test_an_own_type_is_cited(tmp_path):
    cited = runpy.run_path(str(Path(__file__).with_name("marked.py")))["cited"]
    own = tmp_path / "own.toml"
    own.write_text(
        '[[document_types]]\nname = "Sổ tay"\nenglish = "Manual"\nabbreviations = ["ST"]\n', encoding="utf-8"
    )
    (citation,) = cited("theo Sổ tay số 12/ST-UBND của UBND tỉnh", tables=Tables.load(own)).citations
    assert (citation.type, citation.number) == ("Sổ tay", "12/ST-UBND")


@pytest.mark.parametrize(("annexed", "types"), [("true", ["Quyết định", "Sổ tay"]), ("false", ["Quyết định"])])
def test_a_type_of_the_users_own_may_be_issued_with_a_decision(tmp_path, annexed, types):
    own = tmp_path / "own.toml"
    own.write_text(f'[[document_types]]\nname = "Sổ tay"\nenglish = "Manual"\nannexed = {annexed}\n', encoding="utf-8")
    text = """ỦY BAN NHÂN DÂN
TỈNH AN GIANG
-------
Số: 15/2019/QĐ-UBND
An Giang, ngày 4 tháng 3 năm 2019

QUYẾT ĐỊNH
Ban hành Sổ tay một cửa

Điều 1. Ban hành kèm theo Quyết định này Sổ tay một cửa.

SỔ TAY
Một cửa
(Ban hành kèm theo Quyết định số 15/2019/QĐ-UBND ngày 4 tháng 3 năm 2019 của UBND tỉnh An Giang)

I. Nội dung
"""
    assert [d.type for d in cancu.parse(text, tables=Tables.load(own)).documents] == types


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ('[[document_types]]\nname = "A"\nenglish = "B"\nabbreviation = ["C"]\n', 4, "unknown key 'abbreviation'"),
        ('[[issuers]]\nkey = "a"\nname = "A"\n\n[[issuers]]\nkey = "b"\nsymbols = "B"\n', 7, "a list of strings"),
        ('[[laws]]\nname = "Luật A"\n', 1, "needs type"),
        ('[[document_type]]\nname = "A"\n', 1, "the tables are"),
        ('[[laws]]\nname = "Luật A"\ntype = "Luật"\nacts = [["1/2020/QH14", "2020"]]\n', 4, "a list of [number, year]"),
        ('[[cues]]\npredicate = "amends"\nphrase = 5\n', 3, "a string"),
        ('[[agencies]]\nkey = "a"\nname = "A"\nkind = "odd"\n', 4, "one of specific, collective"),
        ('[[agencies]]\nkey = "a"\nname = "A"\nlevel = "galaxy"\n', 4, "not 'galaxy'"),
        ('[[agencies]]\nkey = "a"\nname = "A"\n\nvalid_from = "2025-13-45"\n', 5, "a date such as"),
        ('[[agencies]]\nkey = "a"\nname = "A"\nvalid_to = "20250301"\n', 4, "a date such as"),
        ('[[document_types]]\nname = "A"\nenglish = "B"\nfamilies = ["state", "zzz"]\n', 4, "not 'zzz'"),
        ('[[document_types]]\nname = "A"\nenglish = "B"\nlevel = "Z"\n', 4, "one of C, L, P, X"),
        ('[[number_families]]\nname = "a"\npattern = "(((("\n', 3, "no regular expression: missing )"),
        ('[[number_families]]\nname = "a"\npattern = "{n}/{z}"\n', 3, "{z}; the placeholders are {n}"),
        ('[[number_families]]\nname = "a"\npattern = "{n}/(?P<x>A)"\n', 3, "a group 'x'"),
        ('[[number_families]]\nname = "a"\npattern = "{n}/(?P<b1>A)"\n', 3, "called n, y, t or i"),
        ('[[negatives]]\nname = "a"\npattern = "(((("\n', 3, "no regular expression"),
        ('[[negatives]]\nname = "a"\npattern = "(?i)quý"\n', 3, "global flags not at the start"),
        ('[[cues]]\npredicate = "zzz"\nphrase = "a"\n', 2, "one of based_on, implements"),
        ('[[roles]]\nrole = "zzz"\nphrase = "a"\n', 2, "not 'zzz'"),
        ('[[headings]]\nfield = "zzz"\nphrase = "a"\n', 2, "not 'zzz'"),
        ('[[laws]]\nname = "Luật A"\ntype = "Luật"\nacts = [["1/2020/QH14", 2020],\n\n', 4, "end of document"),
        ('[[laws]]\nname = """A\ntype = "Luật"\n\n[[laws]]\nname = "Luật B"\ntype = "Luật"\n', 2, "end of document"),
        ('[[laws]]\nname = "A" 5\n', 2, "not TOML"),
        ('[[document_types]]\nname = "A"\nenglish = "B"\nabbreviations = ["C N/"]\n', 4, "not 'C N/'"),
        ('[[document_types]]\nname = "A"\nenglish = "B"\nabbreviations = [""]\n', 4, "letters and digits"),
        ('[[issuers]]\nkey = "a"\nname = "A"\nsymbols = ["A B"]\n', 4, "letters and digits"),
        (
            '[[laws]]\nname = "A"\ntype = "Luật"\n\n[[laws]]\nname = "B"\ntype = "Luật"\n\n[[laws]]\nname = "A"\ntype = "Luật"\n',
            9,
            "name 'A' is that of the row at line 1",
        ),
        (
            '[[places]]\ncode = "1"\nname = "A"\nkind = "tỉnh"\nslug = "a"\n[[places]]\ncode = "1"\nname = "B"\nkind = "tỉnh"\nslug = "b"\n',
            6,
            "the row at line 1; keep one",
        ),
    ],
)
def test_an_error_names_file_line_and_remedy(tmp_path, content, line, said):
    own = tmp_path / "own.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(f"{own}, line {line}: ")) as error:
        Tables.load(own)
    assert said in str(error.value)


def test_the_shipped_rows_pass_the_checks_of_a_users():
    rows = [row for table in dataclasses.fields(Tables) if table.name[0] != "_" for row in getattr(TABLES, table.name)]
    assert len(rows) > 2000
    for row in rows:
        for key, value in ((f.name, getattr(row, f.name)) for f in dataclasses.fields(row)):
            assert not value or fault_of(type(row).__name__, key, value) is None, (row, key)


def test_a_cue_states_a_relation_of_the_vocabulary():
    said = fault_of("Cue", "predicate", "zzz") or ""
    assert said.split(", not ")[0].removeprefix("predicate is to be one of ").split(", ") == list(PREDICATES)


def test_an_empty_string_is_no_value(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[[agencies]]\nkey = "a"\nname = "A"\nvalid_to = ""\nlevel = ""\n', encoding="utf-8")
    (row,) = (row for row in Tables.load(own).agencies if row.key == "a")
    assert (row.valid_to, row.level) == (None, None)


def test_the_path_of_the_file_does_for_the_tables(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[[document_types]]\nname = "Sổ tay"\nenglish = "Manual"\nabbreviations = ["ST"]\n', encoding="utf-8"
    )
    text = "Thực hiện Sổ tay số 12/ST-UBND ngày 5/6/2023 của UBND tỉnh Vĩnh Phúc."
    for tables in (own, str(own), Tables.load(own)):
        assert [c.type for c in cancu.parse(text, tables=tables).citations] == ["Sổ tay"]
    with pytest.raises(TypeError, match="the path of a TOML file, not dict"):
        cancu.parse(text, tables={})  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="the path of a TOML file, not list"):
        cancu.build([], tables=[])  # pyright: ignore[reportArgumentType]


def test_broken_toml_and_missing_files_are_told(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text("[[laws]\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        Tables.load(own)
    own.write_bytes(b'[[laws]]\nname = "\xff"\n')
    with pytest.raises(ValueError, match="line 2: not UTF-8"):
        Tables.load(own)
    for path, error in ((tmp_path / "none.toml", FileNotFoundError), (tmp_path, IsADirectoryError)):
        with pytest.raises(error, match=re.escape(f"{path}: ")) as raised:
            Tables.load(path)
        assert "path of a TOML file" in str(raised.value)
        assert "Errno" not in str(raised.value)


def test_a_unit_of_ones_own_is_counted_whole(tmp_path):
    text = "KẾ HOẠCH\nI. Mục tiêu\nĐến năm 2025 thành lập mới 12 tổ thủy nông nội đồng; nâng cấp 30 trạm y tế xã."
    own = tmp_path / "own.toml"
    own.write_text(
        '[[units]]\nname = "tổ thủy nông"\n\n[[units]]\nname = "trạm y tế"\ncounted = false\n', encoding="utf-8"
    )
    shipped = [(target.value, target.unit) for target in cancu.parse(text).targets]
    mine = [(target.value, target.unit) for target in cancu.parse(text, tables=Tables.load(own)).targets]
    assert shipped == [(12.0, "tổ"), (30.0, "trạm y tế")]
    assert mine == [(12.0, "tổ thủy nông")]
