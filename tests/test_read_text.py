"""Plain text: kept as it is where it is UTF-8, and read in every encoding that Vietnamese offices have used."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest

from cancu.extract.readers import LIMITS, Limits, ReadError, encodings, read, read_text

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
MARKS = "\u0300\u0301\u0303\u0309\u0323"


def in_bytes(text: str, encoding: str) -> bytes:
    """`text` in an old encoding; letters that it has not are left out by the caller."""
    table = encodings.tables()
    if encoding == "vni":
        letters = {}
        for pair, letter in table.vni.items():
            letters.setdefault(letter, pair)
        return "".join(letters.get(char, char) for char in text).encode("cp1252", "replace")
    if encoding == "cp1258":
        found = []
        for char in text:
            parts = unicodedata.normalize("NFD", char)
            base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in MARKS))
            found.append((base + "".join(c for c in parts if c in MARKS)).encode("cp1258", "replace"))
        return b"".join(found)
    places = {letter: byte for byte, letter in table.bytes_of[encoding].items()}
    return "".join(chr(places[c]) if c in places else c for c in text).encode("latin-1", "replace")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem[:3])
def test_utf8_is_the_file_itself(path):
    with path.open(encoding="utf-8", newline="") as file:
        expected = file.read()
    source = read(path)
    assert source.text == expected
    assert (source.name, source.media_type, source.reader, source.blocks) == (path.name, "text/plain", "text 1", ())
    assert source == read(path.read_bytes(), name=path.name) == read(io.BytesIO(path.read_bytes()), name=path.name)


def test_samples_are_there():
    assert len(SAMPLES) == 5


def test_byte_order_mark_and_carriage_returns_stay():
    assert read("\ufeffCăn cứ\r\nđiều\r".encode()).text == "\ufeffCăn cứ\r\nđiều\r"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
def test_empty_is_a_finding_and_no_error(data):
    assert [w.code for w in read(data).warnings] == ["empty"]
    assert [w.code for w in read_text("").warnings] == ["empty"]


@pytest.mark.parametrize("encoding", ["tcvn3", "tcvn5712", "vni", "vps", "viscii", "cp1258"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem[:3])
def test_old_encodings_are_found_out_and_can_be_given(path, encoding):
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    text = text.lower() if encoding == "tcvn3" else text  # it has no capitals with tone marks
    kept = "".join(c for c in text if "?" not in in_bytes(c, encoding).decode("latin-1") or c == "?")
    assert len(kept) > 0.99 * len(text)
    for source in (read(in_bytes(kept, encoding)), read(in_bytes(kept, encoding), encoding=encoding)):
        assert source.text == kept
    found = read(in_bytes(kept, encoding))
    assert found.hints["encoding"] in (encoding, "tcvn3")
    assert [w.code for w in found.warnings] == ["encoding"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(encoding):
    text = "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ;\r\n"
    assert read(text.encode(encoding)).text == text


def test_capitals_of_tcvn_come_by_the_fuller_table():
    data = in_bytes("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", "tcvn5712")
    assert read(data, encoding="tcvn3").text.startswith("CỘNG HÒA XÃ HỘI")


def test_unicode_with_the_letters_of_an_old_font_is_kept_and_said():
    text = "Céng hßa x· héi chñ nghÜa ViÖt Nam, C¨n cø NghÞ ®Þnh sè 61 cña ChÝnh phñ"
    source = read(text.encode())
    assert source.text == text
    assert [w.code for w in source.warnings] == ["legacy-letters"]
    assert read(text.encode(), encoding="tcvn3").text.startswith("Cộng hòa xã hội chủ nghĩa Việt Nam, Căn cứ Nghị định")


def test_damaged_utf8_is_read_with_marks():
    data = "Căn cứ Nghị định số 61/2018/NĐ-CP của Chính phủ. ".encode() * 20
    source = read(data[:100] + b"\xff" + data[100:])
    assert source.text.count("\ufffd") >= 1
    assert [w.code for w in source.warnings] == ["bad-bytes"]
    assert source.text[source.warnings[0].start] == "\ufffd"


@pytest.mark.parametrize(
    ("data", "encoding", "code"),
    [
        (bytes(range(256)) * 10, None, "binary"),
        (b"\x00\x01\x02\x03" * 99, None, "binary"),
        ("наказ міністерства юстиції".encode("cp1251"), None, "encoding"),
        ("Căn cứ".encode(), "no-such-encoding", "encoding"),
        ("Căn cứ".encode(), "ascii", "encoding"),
        (b"\xff\xfe\x00", None, "encoding"),
        (b"\x7fELF\x02\x01\x00", None, "unsupported"),
        (b"GIF89a....", None, "unsupported"),
    ],
)
def test_what_is_no_text_is_refused_with_reason_and_remedy(data, encoding, code):
    with pytest.raises(ReadError) as caught:
        read(data, name="a/b.txt", encoding=encoding)
    error = caught.value
    assert (error.file, error.code) == ("a/b.txt", code)
    assert error.reason and error.remedy and str(error).startswith("a/b.txt: ")


@pytest.mark.parametrize("encoding", ["nonsense", "rot13", "zip", "a\0b", ""])
def test_what_is_no_encoding_of_text_is_said(encoding):
    with pytest.raises(ReadError) as caught:
        read(b"abc", encoding=encoding)
    assert (caught.value.code, "tcvn3" in caught.value.remedy) == ("encoding", True)


def test_missing_and_wrong_inputs(tmp_path):
    for path, code in ((tmp_path / "none.txt", "missing"), (tmp_path, "unsupported")):
        with pytest.raises(ReadError) as caught:
            read(path)
        assert caught.value.code == code
    with pytest.raises(TypeError):
        read(io.StringIO("text"))  # type: ignore[arg-type]
    big = tmp_path / "big.txt"
    big.write_bytes(b"x" * 100)
    with pytest.raises(ReadError) as caught:
        read(big, limits=Limits(file=50))
    assert caught.value.code == "too-big"
    assert LIMITS.file > 2**27


def test_errors_survive_a_process_pool():
    import pickle

    error = pickle.loads(pickle.dumps(ReadError("a", "b", "c", code="unsafe")))
    assert (error.file, error.reason, error.remedy, error.code) == ("a", "b", "c", "unsafe")


def test_text_of_the_caller_is_taken_as_it_is():
    source = read_text("Căn cứ\r\n", name="x")
    assert (source.text, source.name, source.blocks, source.sha256) == ("Căn cứ\r\n", "x", (), source.text_sha256)


def test_vni_letters_are_complete():
    letters = set("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ")
    table = encodings.tables()
    assert letters <= {*table.vni.values(), *"ìíúùàáâãèéêòóôõý"}
    for name in ("tcvn3", "tcvn5712", "viscii", "vps"):
        assert letters <= {*table.bytes_of[name].values()}, name
        assert len(table.bytes_of[name]) >= 128
