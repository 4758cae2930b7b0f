"""The grammar of document numbers: each family's examples, the parts they say, and what no family knows."""

import pytest

from cancu.extract.citing.numbers import grammar_of, number_at, parse_number, slashed_numbers
from cancu.ontology.tables import Tables

TABLES = Tables.load()
EXAMPLES = [(row.name, example) for row in TABLES.number_families for example in row.examples]
TYPED = [(row, row.example) for row in TABLES.document_types if "/" in row.example]


def test_there_are_families_and_examples():
    assert len(TABLES.number_families) >= 10
    assert len(EXAMPLES) >= 50
    assert len(TYPED) >= 25


@pytest.mark.parametrize(("family", "example"), EXAMPLES)
def test_an_example_is_read_whole_by_its_family(family, example):
    number = number_at(f"{example} ngày 12", 0, grammar_of(TABLES))
    assert number is not None
    assert (number.text, number.family, number.end) == (example, family, len(example))


@pytest.mark.parametrize(("row", "example"), TYPED, ids=lambda value: getattr(value, "name", None))
def test_the_symbol_of_a_type_is_known(row, example):
    number = parse_number(example.rpartition("số ")[2] if "số" in example else example, TABLES)
    assert number.family is not None
    if number.type_symbol:
        assert number.type_symbol in {symbol.upper() for symbol in row.abbreviations}


@pytest.mark.parametrize(
    ("text", "running", "year", "type_symbol", "issuer_symbol"),
    [
        ("63/2010/NĐ-CP", "63", 2010, "NĐ", "CP"),
        ("30c/NQ-CP", "30C", None, "NQ", "CP"),
        ("07-CT/TU", "07", None, "CT", "TU"),
        ("45/2019/QH14", "45", 2019, None, "QH"),
        ("2009/QĐ-UBND", "2009", None, "QĐ", "UBND"),
        ("545/UBND-KT", "545", None, None, "UBND"),
        ("12/LĐTBXH-TT", "12", None, "TT", "LĐTBXH"),
    ],
)
def test_the_parts_of_a_number(text, running, year, type_symbol, issuer_symbol):
    number = parse_number(text, TABLES)
    assert (number.running, number.year) == (running, year)
    assert (number.type_symbol, number.issuer_symbol) == (type_symbol, issuer_symbol)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("63/2010/NĐ-\nCP", "63/2010/NĐ-CP"),
        ("63 / 2010 / NĐ - CP", "63/2010/NĐ-CP"),
        ("3O/2O10/NĐ-CP", "30/2010/NĐ-CP"),
        ("l27/QĐ-UBND", "127/QĐ-UBND"),
        ("84 TC/QĐ/TCT", "84TC/QĐ/TCT"),
        ("11/2004 / / NQ-HĐND", "11/2004/NQ-HĐND"),
    ],
)
def test_spaces_and_misread_digits_are_undone(written, meant):
    assert parse_number(written, TABLES).text == meant


def test_a_number_is_never_cut_short():
    number = parse_number("51/2025/TT-BTC-XY-ZW", TABLES)
    assert number.text == "51/2025/TT-BTC-XY-ZW"
    kept = parse_number("12/ABCdef/3x", TABLES)
    assert kept.family is None
    assert kept.text == "12/ABCdef/3x"


def test_words_in_capitals_behind_a_number_are_not_its_end():
    (number,) = slashed_numbers("12/QĐ-UBND - NHƯ TRÊN", grammar_of(TABLES))
    assert number.text == "12/QĐ-UBND"


def test_a_symbol_of_the_users_is_read(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[[document_types]]\nname = "Kết luận giám sát"\nenglish = "x"\nabbreviations = ["KLGS"]\n', encoding="utf-8"
    )
    assert parse_number("12-KLGS/BVH", TABLES).type_symbol is None
    assert parse_number("12-KLGS/BVH", Tables.load(own)).type_symbol == "KLGS"


def test_work_grows_with_the_text_not_with_its_square():
    """One search a slash, in a window: many slashes without a number cost one step each."""
    text = "/a" * 20_000
    assert list(slashed_numbers(text, grammar_of(TABLES))) == []
