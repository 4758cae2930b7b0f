"""Vietnamese text in encodings older than Unicode: TCVN3, VNI, VPS, VISCII, CP1258, told apart by how it reads.

The tables stand in encodings.toml. A decoding is right when what comes out are Vietnamese syllables.
"""

from __future__ import annotations

import codecs
import functools
import itertools
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from ..records import Finding
from .symbols import PRIVATE, symbol

# Names that users write for one encoding; "tcvn3" stands for both of its forms, of which the better reading is taken.
_ALIASES = {
    "abc": "tcvn3",
    "tcvn": "tcvn3",
    "tcvn-3": "tcvn3",
    "vn3": "tcvn3",
    "tcvn5712-1": "tcvn5712",
    "tcvn-5712": "tcvn5712",
    "vni-win": "vni",
    "vni-windows": "vni",
    "windows-1258": "cp1258",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "unicode": "utf-16",
}
LEGACY = ("tcvn3", "tcvn5712", "vni", "vps", "viscii")
CANDIDATES = ("tcvn3", "vni", "viscii", "vps", "tcvn5712", "cp1258")
_SAMPLE = 40_000
_ENOUGH = 0.7
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Letters of Vietnamese that Windows-1252 has not: text with one of them is Unicode already.
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u036f\u1ea0-\u1ef9]")


@dataclass(frozen=True, slots=True)
class Tables:
    """What encodings.toml holds, ready for use."""

    bytes_of: dict[str, dict[int, str]]
    vni: dict[str, str]
    vni_pattern: re.Pattern[str]
    fonts: tuple[tuple[tuple[str, ...], str, str], ...]
    syllables: frozenset[str]


@functools.cache
def tables() -> Tables:
    """The tables, read once."""
    data = tomllib.loads(
        files(__package__ or "cancu.extract.readers").joinpath("encodings.toml").read_text(encoding="utf-8")
    )
    bytes_of = {}
    for name, table in data["tables"].items():
        letters = {0x80 + i: letter for i, letter in enumerate("".join(table["high"]))}
        bytes_of[name] = letters | {int(byte): letter for byte, letter in table.get("low", {}).items()}
    vni = _vni(data["vni"])
    pattern = re.compile("|".join(sorted(map(re.escape, vni), key=len, reverse=True)))
    fonts = tuple((tuple(f["begins"]), f["encoding"], f.get("capitals", "")) for f in data["fonts"])
    parts = data["syllables"]
    syllables = frozenset(o + r for o in parts["onsets"] for r in parts["rhymes"].split())
    # "gì", "giếng": the i of the onset is the i of the rhyme. "quốc": the u of the onset begins the rhyme.
    syllables |= {"gi", "giêng", "giêt", "giêc", "gin", "quôc"}
    return Tables(bytes_of, vni, pattern, fonts, syllables)


def _vni(data: dict[str, dict[str, dict[str, str]]]) -> dict[str, str]:
    pairs: dict[str, str] = dict(data["alone"])  # type: ignore[arg-type]
    for mark, letters in data["marks"].items():
        for letter, composed in letters.items():
            pairs[letter + mark] = composed
            pairs[letter.upper() + mark] = pairs[letter.upper() + mark.upper()] = composed.upper()
    return pairs


def known(encoding: str) -> str | None:
    """The name by which this module knows `encoding`, or None when neither it nor Python has a text encoding of it."""
    name = encoding.strip().lower().replace("_", "-")
    name = _ALIASES.get(name, name)
    if name in LEGACY:
        return name
    try:
        b"\0\0\0\0".decode(name)  # Python has codecs that are no encodings of text ("rot13", "zip")
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def decode(data: bytes, encoding: str) -> str:
    """`data` decoded by a name that `known` gave. Raises UnicodeDecodeError where the bytes do not fit."""
    if encoding not in LEGACY:
        text = data.decode(encoding)
        return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text
    if not data.isascii():
        try:
            # Text of an old font that went through Unicode once is UTF-8 by now, with the letters of the font.
            return convert(data.decode("utf-8"), encoding)
        except UnicodeDecodeError:
            pass
    if encoding == "tcvn3":
        return max((_decode(data, name) for name in ("tcvn3", "tcvn5712")), key=reads_as_vietnamese)
    return _decode(data, encoding)


def _decode(data: bytes, encoding: str) -> str:
    if encoding == "vni":
        return convert(windows(data), "vni")
    text = data.decode("latin-1").translate(tables().bytes_of[encoding])
    if encoding == "viscii":  # the place of Õ is that of the non-breaking space elsewhere, which many files hold
        text = re.sub("Õ", lambda m: "Õ" if _by_capital(text, m.start()) else "\xa0", text)
    return unicodedata.normalize("NFC", text) if encoding == "tcvn5712" else text


def _by_capital(text: str, at: int) -> bool:
    return (at > 0 and text[at - 1].isupper()) or text[at + 1 : at + 2].isupper()


@functools.cache
def _windows_letters() -> dict[int, str]:
    """Where Windows-1252 differs from Latin-1."""
    return {byte: letter for byte in range(0x80, 0xA0) if (letter := bytes([byte]).decode("cp1252", "ignore"))}


def windows(data: bytes) -> str:
    """Windows-1252 with its five holes read as Latin-1, as Windows itself does."""
    return data.decode("latin-1").translate(_windows_letters())


@functools.cache
def _surface(encoding: str) -> dict[int, str]:
    """What a byte shows as in Windows-1252 and in Latin-1, to its letter."""
    table = tables().bytes_of[encoding]
    shown = {ord(windows(bytes([byte]))): letter for byte, letter in table.items() if byte >= 0x80}
    return {byte: letter for byte, letter in table.items() if byte >= 0xA0 or encoding != "tcvn3"} | shown


def convert(text: str, encoding: str) -> str:
    """`text`, whose letters are those of an old font shown as Windows-1252, as Unicode."""
    if encoding == "vni":
        pairs = tables().vni
        return tables().vni_pattern.sub(lambda m: pairs[m[0]], text)
    return unicodedata.normalize("NFC", text.translate(_surface(encoding)))


def font_encoding(font: str) -> tuple[str, bool] | None:
    """The encoding that a font's name stands for, and whether it shows small letters as capitals; None for others."""
    name = font.strip().lower()
    for begins, encoding, capitals in tables().fonts:
        if name.startswith(begins):
            plain = name.split(";", 1)[0].strip()
            return encoding, bool(capitals) and plain.endswith(capitals)
    return None


def from_font(text: str, font: tuple[str, bool]) -> str:
    """Text that was set in an old font, as Unicode; text that is Unicode already in spite of its font is kept."""
    if text.isascii() and not font[1]:
        return text
    if not text.isascii() and _UNICODE_ONLY.search(text):
        return text
    converted = convert(text, font[0])
    return converted.upper() if font[1] else converted


@functools.lru_cache(maxsize=20_000)
def _is_syllable(word: str) -> bool:
    base, tones = _TONES.subn("", unicodedata.normalize("NFD", word))
    return tones <= 1 and unicodedata.normalize("NFC", base) in tables().syllables


def reads_as_vietnamese(text: str) -> float:
    """The share (0 to 1) of Vietnamese syllables among the words with other than ASCII letters; 0 without such words.

    Words in capitals and small letters mixed ("CéNG") count as wrong: a wrong table gives them.
    """
    words = [w for w in _WORD.findall(text[:_SAMPLE]) if not w.isascii()]
    good = sum(1 for w in words if (w.islower() or w.isupper() or w.istitle()) and _is_syllable(w.lower()))
    return good / len(words) if words else 0.0


def detect(data: bytes) -> tuple[str, str] | None:
    """Text and encoding of bytes that are neither UTF-8 nor UTF-16, or None when nothing reads as Vietnamese."""
    sample = data[: 4 * _SAMPLE]
    best, encoding = 0.0, ""
    for candidate in CANDIDATES:
        try:
            text = _decode(sample, candidate) if candidate in LEGACY else decode(sample, candidate)
        except UnicodeDecodeError:
            continue
        score = reads_as_vietnamese(text) - 0.2 * _strange(text)
        if score > best:  # at a tie the more common encoding, which stands first
            best, encoding = score, candidate
    if best >= _ENOUGH:
        return (_decode(data, encoding) if encoding in LEGACY else decode(data, encoding)), encoding
    if not re.search(rb"[\xc0-\xff]", data):  # only quotes, dashes and signs of Windows
        return windows(data), "cp1252"
    return None


def _strange(text: str) -> float:
    """The share of characters that no document holds: controls, and signs in the middle of a word."""
    signs = re.findall(
        r"[\x00-\x08\x0e-\x1f\x7f-\x9f]|(?<=\w)[^\w\s.,;:!?()\[\]{}/\"'“”‘’…%&+*=<>\-–—\xa0]+(?=\w)", text
    )
    return min(1.0, 20 * len(signs) / (len(text) or 1))


def misread(text: str) -> str | None:
    """The old encoding whose letters stand in a Unicode text ("Céng hßa"), or None when the text reads well."""
    sample = text[:_SAMPLE]
    if sample.isascii() or _UNICODE_ONLY.search(sample) or reads_as_vietnamese(sample) > 0.5:
        return None
    for encoding in ("tcvn3", "vni"):
        if reads_as_vietnamese(convert(sample, encoding)) >= _ENOUGH:
            return encoding
    return None


def title(encoding: str) -> str:
    """What people call an encoding."""
    return {"tcvn5712": "TCVN 5712 (VN1)"}.get(encoding, encoding.upper().replace("CP", "Windows-"))


def is_set_in(text: str, encoding: str) -> bool:
    """Do the letters of `text`, which carries a font of `encoding`, read better once they are converted?

    Fonts outlive conversions: many files name ".VnTime" for text that is Unicode by now.
    """
    if text.isascii():
        return False
    own = "".join(word for word in re.split(r"(\s+)", text) if not _UNICODE_ONLY.search(word))
    return reads_as_vietnamese(convert(own, encoding)) > reads_as_vietnamese(own)


def is_wide(encoding: str) -> bool:
    """Is it an encoding of two or four bytes a character, whose markup cannot be seen byte by byte?"""
    return (known(encoding) or "").startswith(("utf-16", "utf-32"))


def joined(pieces: list[tuple[str, str | None]], believed: Mapping[str, bool]) -> str:
    """(text, font) pieces as one text, those in old fonts as Unicode where `believed` says that the encoding is used.

    Neighbours in one font are converted together, because a letter of VNI is two characters. A private-use sign is what
    its font shows ("Wingdings 2").
    """
    whole = "".join(text for text, _ in pieces)
    if PRIVATE.search(whole):
        pieces = [(PRIVATE.sub(lambda m, f=font: symbol(ord(m[0]), f or ""), text), font) for text, font in pieces]
        whole = "".join(text for text, _ in pieces)
    if not believed:
        return whole
    found: list[str] = []
    for font, group in itertools.groupby(pieces, key=lambda piece: piece[1]):
        text = "".join(piece for piece, _ in group)
        old = font_encoding(font) if font else None
        found.append(from_font(text, old) if old and believed.get(old[0]) else text)
    return "".join(found)


def believed_of(texts: Mapping[str, list[str]]) -> tuple[dict[str, bool], list[Finding]]:
    """Which of the encodings whose fonts are used the text is really set in, and a finding for each."""
    believed = {encoding: is_set_in("".join(parts), encoding) for encoding, parts in texts.items()}
    used = [title(encoding) for encoding, is_used in believed.items() if is_used]
    return believed, [Finding("encoding", f"text in old fonts was converted from {name}") for name in used]
