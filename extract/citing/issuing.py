"""Names of issuing bodies: as a head, an enacting line or a sentence writes them, to the name in full.

"UBND TỈNH HÀ GIANG" is "Ủy ban nhân dân tỉnh Hà Giang": abbreviations are spelt out (NĐ 30/2020/NĐ-CP, Phụ lục I,
II.2), capitals give way to the spelling of names (Phụ lục II), and the place is kept, or completed where the text
names it.
"""

from __future__ import annotations

import functools
import re

from ...ontology.tables import Tables
from ..letters import CAPITALS
from .type_names import unaccented

# What the name of an issuing body begins with.
OPENING = (
    r"(?:ủy\s+ban|uỷ\s+ban|ubnd\b|ubmttq|hội\s+đồng|hđnd\b|thường\s+trực|chính\s+phủ|thủ\s+tướng|quốc\s+hội|chủ\s+tịch|"
    r"(?:bộ(?!\s+(?:tiêu|đơn|luật|chỉ\s+số|máy|phận|quy|thủ))|sở(?!\s+hữu)|ban(?!\s+hành)|văn\s+phòng|tổng|cục|chi\s+cục|vụ|phòng(?!,?\s+(?:chống|ngừa|cháy|tránh|trừ|dịch|bệnh|thủ)\b)"
    r"|trường|đại\s+học|học\s+viện|viện|trung\s+tâm|bệnh\s+viện|thanh\s+tra|kho\s+bạc|"
    r"ngân\s+hàng|bảo\s+hiểm|[tT]òa\s+án|toà\s+án|kiểm\s+toán|công\s+an|mặt\s+trận|liên|đoàn|hội|tập\s+đoàn|công\s+ty|chi\s+bộ|"
    r"cảng\s+vụ|đảng|quân)(?=\s|$)|(?:tỉnh|thành|huyện|quận|thị)\s+(?:ủy|uỷ)|thống\s+đốc|giám\s+đốc|chánh\s+án|viện\s+trưởng|"
    r"chủ\s+nhiệm|trưởng\s+ban|tổng\s+giám\s+đốc)"
)
_OPENING = re.compile(OPENING, re.IGNORECASE)
_UNFINISHED = re.compile(
    r"(?:\bvà|\bcủa|[,&-]|^(?:ủy|uỷ|hội|văn|thủ|chính|quốc|kho|ngân|bảo|tổng)|"
    r"\b(?:ủy|uỷ)(?: ban)?|\bhội đồng|\bnhân|\bthường(?: vụ)?|"
    r"^(?:chủ tịch|bộ trưởng|giám đốc|thống đốc|tổng giám đốc|chánh án|viện trưởng))$",
    re.IGNORECASE,
)
_LEVEL = r"tỉnh|thành\s+phố|huyện|quận|thị\s+xã|thị\s+trấn|phường|xã|đặc\s+khu"
_PLACED = re.compile(rf"^(?P<body>.*?)\b(?P<level>{_LEVEL})(?:\s+(?P<place>(?!ủy\b|uỷ\b|hội\b)\S.*))?$", re.IGNORECASE)
_COMMITTEE = re.compile(
    rf"^(?P<body>(?:.*\b)?(?P<rank>tỉnh|thành|huyện|quận|thị|đảng)\s+ủy)(?:\s+(?:(?P<level>{_LEVEL})\s+)?(?P<place>\S.*))?$",
    re.IGNORECASE,
)
_ABBREVIATIONS = (
    (re.compile(r"\bUBMTTQ(?:VN)?\b", re.IGNORECASE), "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    (re.compile(r"\bMTTQ\b"), "Mặt trận Tổ quốc"),
    (re.compile(r"\bU\.?B\.?N\.?D\b\.?", re.IGNORECASE), "Ủy ban nhân dân"),
    (re.compile(r"\bH\.?Đ\.?N\.?D\b\.?", re.IGNORECASE), "Hội đồng nhân dân"),
    (re.compile(r"\bTP\b\.?\s*", re.IGNORECASE), "thành phố "),
    (re.compile(r"\bHCM\b"), "Hồ Chí Minh"),
    (re.compile(r"\bTX\.\s*", re.IGNORECASE), "thị xã "),
    (re.compile(r"\bVP\b"), "Văn phòng"),
)
_INLINE = re.compile(r"\s*\([A-ZĐ]{2,12}\)|</?[A-Za-z]{1,10}\s*/?>|\*\*|\|")
# After these words a name goes on with a capital (NĐ 30/2020/NĐ-CP, Phụ lục II, mục IV).
_LEADS = re.compile(
    r"^(?P<lead>(?:tổng cục|chi cục|cục|sở|bộ|ban|phòng|vụ|trường|viện|trung tâm|hội|đoàn|văn phòng|"
    r"thanh tra|tập đoàn|tổng công ty|công ty|ngân hàng)\s+)"
    r"(?P<rest>\S.*)$"
)
# A school bears the name of a person or a place, each word of it with a capital (the same, mục I and II).
_SCHOOL = re.compile(
    r"^(?P<lead>trường\s+(?:mầm\s+non|mẫu\s+giáo|tiểu\s+học|thcs|thpt|th|trung\s+học(?:\s+(?:cơ\s+sở|phổ\s+thông))?)\s+)"
    r"(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"^(?P<lead>liên\s+(?:bộ|ngành|sở|cơ quan)\s*:?\s+)(?P<rest>\S.*)$")
_OFFICES = (
    "Chủ tịch nước",
    "Phó Chủ tịch",
    "Chủ tịch",
    "Bộ trưởng",
    "Tổng Thanh tra",
    "Tổng Kiểm toán",
    "Tổng cục trưởng",
    "Tổng Giám đốc",
    "Giám đốc",
    "Thống đốc",
    "Chánh án",
    "Viện trưởng",
    "Chủ nhiệm",
    "Cục trưởng",
    "Trưởng ban",
    "Thường trực",
)
# Bodies that every level has; the tables hold the rest.
_COMMON = (
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Ủy ban Thường vụ Quốc hội",
    "Thủ tướng Chính phủ",
    "Chính phủ",
    "Quốc hội",
    "Chủ tịch nước",
    "Tỉnh ủy",
    "Thành ủy",
    "Huyện ủy",
    "Quận ủy",
    "Thị ủy",
    "Đảng ủy",
    "Ban Thường vụ",
    "Ban Chấp hành Trung ương",
    "Ban Chấp hành Đảng bộ",
    "Bộ Chính trị",
    "Ban Bí thư",
    "Văn phòng",
    "Công an",
    "Bộ Chỉ huy Quân sự",
    "Ban Quản lý các khu công nghiệp",
    "Ban Quản lý khu kinh tế",
    "Ban Chỉ đạo",
    "Kho bạc Nhà nước",
    "Bảo hiểm xã hội",
    "Thanh tra",
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Y tế",
)
# Words with a capital that may stand on the line after a bare level word.
_NO_PLACE = r"(?!(?:Căn\s+cứ|Xét|Theo|Về|Ban|Quyết|Điều|Thực|Ủy|Uỷ|ủy|Đảng|Hội|Sở|Để|Nhằm|Trong|Chỉ|Năm)\b)"
_INITIALS = re.compile(r"[B-DĐF-HJ-NP-TV-XZ]{2,6}")  # an abbreviation: capitals without a vowel
_PREFIXES = (
    "Trường Đại học",
    "Trường Cao đẳng",
    "Học viện",
    "Ban Thường vụ",
    "Thường trực",
    "Văn phòng",
    "Ban Chấp hành",
    "Đảng bộ",
    "Đoàn đại biểu",
)


def collapse(text: str) -> str:
    """`text` with white space collapsed."""
    return " ".join(text.split())


def key(name: str) -> str:
    """What names are compared by: case, the place of the tone and spaces do not count."""
    name = collapse(name).casefold()
    for old, new in (("uỷ", "ủy"), ("hoà", "hòa"), ("toà", "tòa"), ("hoá", "hóa"), (" – ", " - ")):
        name = name.replace(old, new)
    return name


@functools.lru_cache(maxsize=8)
def _names(tables: Tables) -> dict[str, str]:
    """Names of bodies as they are spelt, by key."""
    names = {key(name): name for name in _COMMON}
    for row in (*tables.agencies, *tables.issuers):
        for name in (row.name, *(v for v in row.variants if " " in v)):
            names.setdefault(key(name), name)
    return names


@functools.lru_cache(maxsize=8)
def _misread(tables: Tables) -> dict[str, str]:
    """Names of bodies by their letters without accents, which a scan misreads ("ỦY BAN NHÂN DẦN")."""
    return {unaccented(name): name for name in reversed(_names(tables).values())}


@functools.lru_cache(maxsize=8)
def _places(tables: Tables) -> dict[str, str]:
    return {key(name): name for place in tables.places for name in (*place.variants, place.name)}


def opens(text: str) -> bool:
    """Does `text` begin like the name of an issuing body?"""
    return _OPENING.match(text.lstrip('*_ "“')) is not None


def joined(pieces: list[str]) -> list[str]:
    """Lines of a head as bodies: "ỦY BAN NHÂN" + "DÂN" + "TỈNH LÀO CAI" is one, "UBND TỈNH" + "SỞ NỘI VỤ" are two."""
    bodies: list[str] = []
    for piece in pieces:
        text = collapse(piece).strip(" .,;:*_")
        if text and bodies and _continues(bodies[-1], text):
            bodies[-1] = f"{bodies[-1]} {text}"
        elif text:
            bodies.append(text)
    return bodies


def _continues(previous: str, text: str) -> bool:
    if _UNFINISHED.search(previous) or re.match(r"(?:và\b|của\b|-|nhân\s+dân)", text, re.IGNORECASE):
        return True
    if re.match(rf"(?:{_LEVEL}|tp\b)(?!\s*(?:ủy|uỷ)\b)", text, re.IGNORECASE):
        placed = re.search(rf"\b(?:{_LEVEL}|tp)\b\.?\s+\S", previous, re.IGNORECASE)
        return not placed or bool(re.search(rf"\b(?:{_LEVEL})$", previous, re.IGNORECASE))
    return not opens(text)


def body_name(raw: str, tables: Tables, text: str = "") -> str:
    """The name in full of the body written as `raw`; `text` is where its spelling is looked up when no table has it."""
    name = collapse(_INLINE.sub(" ", raw)).strip(' .,;:*_"“”-')
    for pattern, full in _ABBREVIATIONS:
        name = pattern.sub(full, name)
    name = collapse(name).replace("uỷ", "ủy").replace("Uỷ", "Ủy").replace("UỶ", "ỦY")
    name = re.sub(r"^liên\s+tịch\s+", "", name, flags=re.IGNORECASE)
    name = re.split(
        r"\s*[-,]?\s*\b(?:khóa|khoá|kỳ\s+họp|nhiệm\s+kỳ)\s+[\wIVX]+", name, maxsplit=1, flags=re.IGNORECASE
    )[0].strip()
    known = _names(tables).get(key(name))
    if known:
        return known
    several = re.split(rf"\s+-\s+(?={OPENING})", name, flags=re.IGNORECASE)
    if len(several) > 1:
        return " - ".join(body_name(part, tables, text) for part in several)
    office, rest = _office(name)
    return f"{office} {_body(rest, tables, text)}".strip() if rest else office


def _office(name: str) -> tuple[str, str]:
    folded = key(name)
    for office in _OFFICES:
        if folded == key(office) or folded.startswith(key(office) + " "):
            return office, name[len(office) :].strip()
    return "", name


def _body(name: str, tables: Tables, text: str) -> str:
    known = _names(tables).get(key(name))
    if known:
        return known
    committee = _COMMITTEE.match(name)
    placed = committee or _PLACED.match(name)
    if not placed or not placed["body"].strip():
        return _spelt(name, tables, text)
    if committee and opens(placed["place"] or ""):  # the Party committee in a body: "Đảng ủy UBND tỉnh"
        return f"{_spelt(placed['body'].strip(), tables, text)} {body_name(placed['place'], tables, text)}"
    body = _spelt(placed["body"].strip(), tables, text)
    level = key(placed["level"] or "")
    place = placed["place"]
    if not place:
        return f"{body} {level}".strip()
    if level and place[0].isdigit():
        level = level.capitalize()
    return " ".join(part for part in (body, level, place_name(place, tables)) if part)


def place_name(place: str, tables: Tables) -> str:
    """The name of a place in its own spelling: "LÀO CAI" and "lào cai" are "Lào Cai"."""
    place = collapse(place).strip(" .,;:*_-")
    known = _places(tables).get(key(place))
    if known:
        return known
    if place.isupper() or place.islower():
        place = " ".join(word[:1].upper() + word[1:].lower() for word in place.split())
    return re.sub(rf"\b({_LEVEL})\b(?=\s+\D)", lambda match: match[0].lower(), place, flags=re.IGNORECASE)


def _spelt(name: str, tables: Tables, text: str) -> str:
    known = _names(tables).get(key(name))
    if known:
        return known
    if not (name.isupper() or name[1:].islower()):
        return name
    if name.isupper() and (misread := _misread(tables).get(unaccented(name))):
        return misread
    for prefix in _PREFIXES:
        if key(name).startswith(key(prefix) + " "):
            return f"{prefix} {_spelt(name[len(prefix) :].strip(), tables, text)}"
    words_of = name.split()
    for cut in range(len(words_of) - 1, 1, -1):
        body, place = (key(" ".join(part)) for part in (words_of[:cut], words_of[cut:]))
        if body in _names(tables) and place in _places(tables):
            return f"{_names(tables)[body]} {_places(tables)[place]}"
        if cut >= len(words_of) - 3 and place in _places(tables) and len(words_of) - cut > 1:
            return f"{_spelt(' '.join(words_of[:cut]), tables, text)} {_places(tables)[place]}"
    lower = " ".join(word if _INITIALS.fullmatch(word) else word.lower() for word in words_of)
    words = r"\s+".join(map(re.escape, lower.split()))
    for match in re.finditer(words, text[:20000], re.IGNORECASE):
        found = collapse(match[0])
        if found[:1].isupper() and not found.isupper() and any(w[0].isupper() for w in found.split()[1:]):
            return found
    return _with_capitals(lower.replace("việt nam", "Việt Nam"), tables)


def _with_capitals(lower: str, tables: Tables) -> str:
    """A name in small letters with the capitals that its kind of body has."""
    several = _SEVERAL.match(lower)
    if several:  # "LIÊN BỘ Y TẾ - TÀI CHÍNH"
        parts = (part[:1].upper() + part[1:] for part in re.split(r"\s*[-,]\s*", several["rest"]))
        return several["lead"].capitalize() + " - ".join(parts)
    school = _SCHOOL.match(lower)
    if school:
        return f"{school['lead'][:1].upper()}{school['lead'][1:]}{place_name(school['rest'], tables)}"
    lead = _LEADS.match(lower)
    if lead:
        return lead["lead"].capitalize() + lead["rest"][:1].upper() + lead["rest"][1:]
    return lower[:1].upper() + lower[1:]


def issuer_of(bodies: list[str], tables: Tables, text: str, *, joint: bool) -> tuple[str | None, str | None]:
    """The issuer and its parent body from the bodies of a head, the superior one first.

    A body that the head names without its place keeps to that name ("SỞ NỘI VỤ" under "UBND TỈNH HÀ GIANG"); a
    committee or council, which is nothing without its place, gets that of the parent.
    """
    if not bodies:
        return None, None
    names = list(dict.fromkeys(body_name(body, tables, text) for body in bodies))
    if len(names) == 1:
        return names[0], None
    if joint:
        several = [name for name in names if name.startswith("Liên ")]  # one body above a joint group is its parent
        return (several[0], names[0]) if len(names) == 2 and several == names[1:] else (" - ".join(names), None)
    parent, name = names[-2], names[-1]
    if re.match(rf"(?:{_LEVEL})\s", name, re.IGNORECASE) and parent.startswith("Ủy ban nhân dân"):
        if _height(name) < _height(_place_of(parent) or ""):
            return parent, None  # "UBND HUYỆN MỸ XUYÊN / TỈNH SÓC TRĂNG": the second line says where the first one lies
        return f"Ủy ban nhân dân {place_name(name, tables)}", parent  # "UBND QUẬN 1 / PHƯỜNG BẾN NGHÉ"
    if not _place_of(name):
        committee = re.search(r"\b(?:(?:Tỉnh|Thành|Huyện|Quận|Thị) ủy|Đảng bộ)\b.*", parent)
        if name.startswith("Văn phòng") or (committee and name.startswith(("Ban ", "Ủy ban", "Thường trực"))):
            name = f"{name} {committee[0] if committee else parent}"
        elif name.startswith(("Ủy ban", "Hội đồng", "Thường trực")):
            name = with_place(name, parent) or name
    return name, parent


def with_place(name: str, parent: str) -> str | None:
    """`name` with the place of the body above it; None when it has one, or the body above has none."""
    local = None if _place_of(name) else _place_of(parent)
    return f"{name} {local}" if local else None


# The levels of local government from the top (Luật Tổ chức chính quyền địa phương 2015, Điều 2).
_HEIGHTS = {"tỉnh": 0, "thành phố": 1, "huyện": 2, "quận": 2, "thị xã": 2, "xã": 3, "phường": 3, "thị trấn": 3}


def _height(place: str) -> int:
    """How far below the top the level word of a place stands; 0 when it has none."""
    low = place.lower()
    return next((height for level, height in _HEIGHTS.items() if low.startswith(f"{level} ")), 0)


_RANKS = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "quận": "quận", "thị": "thị xã"}


def _place_of(name: str) -> str | None:
    """What a name says of its place ("tỉnh Hà Giang"), else None."""
    match = _COMMITTEE.match(name)
    if match:
        level = _RANKS.get(match["rank"].lower())
        return f"{level} {match['place']}" if level and match["place"] else None
    match = _PLACED.match(name)
    return f"{match['level']} {match['place']}" if match and match["place"] else None


def bare_level(name: str) -> str | None:
    """The level word that a name ends in without the name of the place, else None."""
    match = re.search(rf"\b({_LEVEL})$", name, re.IGNORECASE)
    return match[1].lower() if match else None


def completed(name: str, tables: Tables, *texts: str) -> str:
    """`name` with the name of its place, when it ends in a bare level word and one of `texts` names the place."""
    level = bare_level(name)
    if not level:
        return name
    spaced = level.replace(" ", r"\s+")
    words = rf"(?:[{CAPITALS}][\w'’]*|\d{{1,2}})(?:(?:\s+-\s+|\s+)[{CAPITALS}][\w'’]*){{0,4}}"
    for text in texts:
        match = re.search(rf"\b(?i:{spaced})\s+{_NO_PLACE}({words})", text)
        place = _cut(match[1], tables) if match else None
        if place:
            return f"{name[: -len(level)]}{level.capitalize() if place[0].isdigit() else level} {place}"
        for match in re.finditer(rf"\b{spaced}\s+(\w+(?:\s+(?:-\s+)?\w+){{0,4}})", text, re.IGNORECASE):
            known = _longest(match[1], tables)
            if known:
                return f"{name} {known}"
    return name


def _longest(words: str, tables: Tables) -> str | None:
    """The longest known place that `words` begins with."""
    parts = words.split()
    for end in range(len(parts), 0, -1):
        known = _places(tables).get(key(" ".join(parts[:end])))
        if known:
            return known
    return None


def _cut(place: str, tables: Tables) -> str:
    """A place name cut where a known name ends, and in capitals where the next words are none of it."""
    known = _longest(place, tables)
    if known:
        return known
    place = collapse(place)
    if place.isupper():
        place = re.split(r"\s+(?:NĂM|GIAI|TRÊN|ĐẾN|VỀ|VÀ|KHÓA|TRONG)\b", place)[0]
        return place_name(place, tables)
    return place
