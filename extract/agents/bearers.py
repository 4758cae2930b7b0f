"""Lists of those who bear a task: where each item begins and ends, and where the list does.

Lists are split at commas, semicolons and "và" between names; fixed collectives ("sở, ban, ngành tỉnh", "UBND các
huyện, thị xã, thành phố", "các cơ quan, đơn vị có liên quan") and names that hold commas stay whole. Remarks in
brackets are no part of a name. The file is longer than 400 lines because one item is read by one grammar.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...ontology.tables import AgencyName, Tables
from ..letters import CAPITALS, SMALL
from ..records import Role
from .alternatives import cased, grouped
from .bodies import Bodies, Body, bodies_of, fold_token

_MANIES = "các|những|tất cả các|tất cả|toàn thể|toàn bộ|mọi|từng|mỗi|một số"
_MANY = f"(?:{_MANIES})"
_SEPARATOR = re.compile(r"\s*(?:<br\s*/?>|[,;/+\n]\s*(?:và\s+)?|\bvà\s+(?=\S)|&\s+|&(?=[A-ZĐ][a-zà-ỹ])|(?<=\s)-\s+)\s*")
_BRACKET = re.compile(r"\s*\([^()]{0,200}\)")
# A bracket that says the role of the name before it: "Sở Tài chính (chủ trì), Sở Xây dựng (phối hợp)".
_MARK = re.compile(
    r"\s*\((?:là\s+)?(?:(?:cơ\s+quan|đơn\s+vị)\s+)?(?:(?P<lead>chủ\s+trì|làm\s+đầu\s+mối|đầu\s+mối|(?-i:CT)(?=\)))"
    r"|(?P<cooperate>phối\s+hợp|(?-i:PH)(?=\)))|(?P<monitor>theo\s+dõi|đôn\s+đốc|giám\s+sát))(?![^\s),;])[^()]{0,60}\)",
    re.IGNORECASE,
)
_OFFICES = "Thủ trưởng|Người đứng đầu|Lãnh đạo|Giám đốc|Chủ tịch|Trưởng|Chánh Văn phòng|Hiệu trưởng|Bí thư"
_HEADS = re.compile(rf"(?:{_OFFICES})(?:\s+(?:các|phòng|ban))?\s+", re.IGNORECASE)
# Offices without a body, in a list of offices: "các Vụ trưởng, Cục trưởng, …".
_OFFICE = re.compile(
    r"(?:các\s+)?(?:(?:Phó\s+)?(?:Chủ tịch|Giám đốc)|Bí thư|Hiệu trưởng"
    r"|Bộ trưởng|Vụ trưởng|Cục trưởng|Tổng cục trưởng|Viện trưởng|Chi cục trưởng|Trưởng phòng"
    r"|Trưởng ban)"
    r"(?=\s*(?:[,;]|và\s))",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?:Các\s+)?(?:[Ôô]ng\s*[,/]?\s*(?:và\s+)?\(?[Bb]à\)?|[Ôô]ng|[Bb]à|[Đđ]ồng chí)(?:\s*\(\s*[Bb]à\s*\))?\s*:?\s*",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"(?:các|tổ trưởng|trưởng|bí thư|chủ tịch|giám đốc|thủ trưởng|người đứng đầu|lãnh đạo|hiệu trưởng|chánh)\s"
)  # an item of its own in a list of offices
_LEVELS = r"(?:quận|huyện|thị xã|thành phố|xã|phường|thị trấn|đặc khu)(?-i:(?!\s+[A-ZĐÀ-Ỵ]))(?!\w)"
_PARTY = (
    r"(?:(?:tỉnh|thành|quận|huyện|thị|đảng|chi|ban cán sự|tổng đảng)\s+[uủ][ỷy]|(?:đảng|chi)\s+bộ|đảng\s+đoàn"
    r"|ban\s+cán\s+sự\s+đảng)(?!\w)(?!\s+(?-i:[A-ZĐ]))"
)
# Several kinds of bodies under one "các": "các phòng, đơn vị trực thuộc Sở", "Các Vụ, Cục, Tổng cục".
_KINDS = re.compile(
    r"(?:các|những)\s+(?:phòng|vụ|cục|viện|trường(?!\s+hợp)|khoa|tổng\s+cục|chi\s+cục)(?:\s*(?:,|và)\s*(?:phòng"
    r"|ban|vụ"
    r"|cục|viện|trường|khoa"
    r"|đơn\s+vị|trung\s+tâm|tổng\s+cục|chi\s+cục|tổ|ngành|cơ\s+quan)(?!\w))+"
    rf"|(?:(?:các|những)\s+)?{_LEVELS}(?:(?:\s*[,/]\s*|\s+và\s+|\s+){_LEVELS})+"
    r"|(?:các|những)\s+(?:hội|tổ\s+chức)\s*,\s*đoàn\s+thể(?!\w)"
    r"|(?:các\s+)?hộ\s+gia\s+đình\s*,\s*cá\s+nhân(?!\w)"
    rf"|(?:các|những)\s+{_PARTY}(?:\s*(?:,|và)\s*{_PARTY})*",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-ZĐ]{3,}(?![\w/-])(?:[ ]+[A-ZĐÀ-Ỹ]\w*){0,4}")
# A post in a commune: "Công chức Văn hóa - Xã hội", "Kế toán xã".
POST = re.compile(
    r"(?:Công chức|Kế toán|Cán bộ|Chuyên viên|Bí thư|Giáo viên)\s+(?:[A-ZĐ]\w|xã|phường|thôn|chủ\s+nhiệm|phụ\s+trách)"
)
# Posts whose names hold "và" (NĐ 33/2023/NĐ-CP, Điều 5).
_COMMUNE_POST = re.compile(
    r"Công chức\s+Địa chính\s*-\s*(?:nông nghiệp\s*-\s*)?xây dựng(?:\s*-\s*(?:nông nghiệp|đô thị))?"
    r"\s+và\s+môi trường(?!\w)",
    re.IGNORECASE,
)
_PERSON = re.compile(rf"[{CAPITALS}]\w*(?: [{CAPITALS}]\w*){{1,4}}\s*[,-]\s*")
_HOLDER = re.compile(
    rf"\s+(?P<name>[{CAPITALS}][{SMALL}]*(?: [{CAPITALS}][{SMALL}]*){{1,3}})(?=\s+[{SMALL}]|\s*[,;:(])"
)
_POSITION = re.compile(
    r"(?:Phó\s+)?(?:Thủ tướng|Chủ tịch|Giám đốc|Bí thư|Chánh|Trưởng|Bộ trưởng|Thứ trưởng|Cục trưởng|Vụ trưởng)\b"
)
# Heads of bodies of the rank of a ministry have two titles (Luật Tổ chức Chính phủ, Điều 4, 40): one office.
_DOUBLE = re.compile(r"Bộ trưởng\s*,\s+(?=(?:Chủ nhiệm|Tổng Thanh tra)\s)")
_POST_WORDS = frozenset(("các", "những", "công"))
_PLURAL = re.compile(r"(?:các|những)\s+(?=phó\s)", re.IGNORECASE)
_SHARED = re.compile(
    r"(?P<office>(?:Giám đốc|Thủ trưởng|Trưởng|Lãnh đạo|Bộ trưởng|Vụ trưởng|Cục trưởng|giám đốc|thủ trưởng|trưởng"
    r"|lãnh đạo)\s+)?(?:[Cc]ác\s+|(?=(?:Sở|Phòng|Bộ|Vụ|Cục|Ban)\s*:))"
    r"(?P<type>[Ss]ở|[Pp]hòng|[Bb]ộ|[Vv]ụ|[Cc]ục|[Bb]an)\s*(?:,\s*(?:ban|ngành)\s*)*(?:tỉnh\s*)?:?\s+(?=[A-ZĐ])"
)
_FIELD = re.compile(
    r"[A-ZĐÀ-Ỵ][^\W\d]*(?:(?:[ ]-)?[ ](?!(?:và|chịu|có|căn|chủ|phối|tổ|theo|thuộc)\b)[^\W\d]+){0,6}"
    r"(?=\s*[,;.]|\s+(?:và|chịu|có|căn|chủ|phối|tổ|theo)\b)"
)
# The rest of a name that holds a comma: "Phòng Kế hoạch, Phát triển du lịch chủ trì …".
_PART = re.compile(
    r",[ ]+(?P<part>[^\W\d]+(?:[ ][^\W\d]+){0,5}?)"
    r"(?=[ ]+(?:chủ trì|phối hợp|(?:có|chịu) trách nhiệm|tham mưu|tổ chức|theo dõi|tổng hợp|hướng dẫn)\b|\s*[:.]"
    r"|\s*\([A-ZĐ])"
)
_OF_LEVEL = re.compile(
    r"[ ]+(?:của\s+(?:tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường|Bộ|Sở)|Bệnh viện|Nhà trường|Trường|Công ty|Viện"
    rf"|Học viện|Trung tâm|Sở|Bộ|Cục)(?![ ]+[{CAPITALS}])(?!\w)"
)
# The places that hold the one of a name: "UBND xã Gia Phú, huyện Bảo Thắng, tỉnh Lào Cai". Those of its own rank are
# further bodies ("UBND huyện Bảo Thắng, thành phố Lào Cai"), but for cities of central rank.
_NAMED_PLACE = rf"\s+[{CAPITALS}]\w*(?:[ -]{{1,3}}[{CAPITALS}]\w*){{0,3}}"
_PROVINCE = rf"(?:tỉnh{_NAMED_PLACE}|(?:thành phố|TP\.?)\s+(?:Hà Nội|Hồ Chí Minh|Đà Nẵng|Hải Phòng|Cần Thơ|Huế))"
_WITHIN = {
    "commune": re.compile(
        rf"(?:\s*[,-]\s*(?:huyện|quận|thị xã|thành phố|TP\.?){_NAMED_PLACE})?(?:\s*[,-]\s*{_PROVINCE})?"
    ),
    "district": re.compile(rf"\s*[,-]\s*{_PROVINCE}"),
}
# "UBND các huyện, thị xã An Nhơn, thành phố Quy Nhơn": those of each level, the single ones by their names.
_LEVEL_END = re.compile(rf"các\s[^,]+,\s*(?:thị xã|thành phố|đặc khu)(?:{_NAMED_PLACE})?\Z")
_CITIES = re.compile(rf"(?:{_NAMED_PLACE})?(?:(?:\s*,\s*|\s+và\s+)(?:thị xã|thành phố|đặc khu){_NAMED_PLACE})+")
# What goes on with a group of levels; other words behind it are an act: "UBND các huyện, thành phố cung ứng …".
_OF_LEVELS_END = re.compile(r"\scác\s+(?:[^,;]+,\s*)*(?:tỉnh|huyện|quận|xã|phường|thị trấn|thành phố|thị xã|đặc khu)\Z")
_QUALIFIES = re.compile(
    r"\s*[-(]|\s+(?:thuộc|trực|của|trong|ngoài|trên|dưới|ở|tại|có|nơi|liên|khác|nói|nêu|nêu|được|đang|đã|mới|còn|vùng|miền|biên|ven"
    r"|cấp|theo|phía|khu|nghèo|đặc|khó|bị|trọng|nằm|thí|giáp|đồng|cùng|hải|[A-ZĐ]\S*)(?!\w)"
)
_HYPHENED = re.compile(r"-(?:huyện|thị xã|xã|phường|thị trấn)(?!\w)")
_BRANCH = re.compile(
    rf"\s*-?\s*[Cc]hi nhánh(?:\s+(?:tỉnh|huyện|thành phố|khu vực|số))?(?:{_NAMED_PLACE}|\s+\d{{1,2}})?(?!\w)"
)
# "UBND các huyện: Tân Hiệp, Giồng Riềng và Vĩnh Thuận": each of them; "các xã thuộc các huyện: …" is one group.
_PLACES = re.compile(
    rf":{_NAMED_PLACE}(?:(?:\s*,|\s+và){_NAMED_PLACE})*(?=\s*(?:[;.,]|\Z)|\s+(?:và|chịu|có|căn|tổ|phối|chủ)(?!\w))"
)
_OF_PLACES = re.compile(r"(?<=các )(?:tỉnh|huyện|quận|xã|phường|thành phố|thị xã)\Z")
_OF_NAMED = re.compile(rf"\scác\s+(?:tỉnh|huyện|quận|xã|phường|thành phố|thị xã){_NAMED_PLACE}\Z")
_NEXT_PLACE = re.compile(rf"(?:\s*,|\s+và)(?=\s+(?P<name>[{CAPITALS}])){_NAMED_PLACE}(?=\s*[;.,:]|\s+[{SMALL}])")
_WITHIN_LEVEL = re.compile(r"\s+thuộc\s+(?:các\s+)?(?:tỉnh|huyện|quận|thành phố|thị xã)\Z")
_NAMED_HERE = re.compile(_NAMED_PLACE)
_RANKED = re.compile(
    r"(?:(?P<commune>xã|phường|thị trấn|đặc khu)|(?P<district>huyện|quận|thị xã|thành phố|TP\.?))\s\S+(?:\s\S+){0,3}\Z",
    re.IGNORECASE,
)
_OF_GROUP = re.compile(
    r"\s+(?:(?P<many>các)\s+(?:trường(?!\s+hợp)|ấp|thôn|khóm|bản|khu phố|tổ dân phố|đơn vị|doanh nghiệp"
    r"|bệnh viện)(?!\w)"
    rf"|(?:ấp|thôn|khóm|bản|khu phố|tổ dân phố)(?:{_NAMED_PLACE}|\s+\d{{1,3}})?(?!\w))"
)
_ORGANISES = re.compile(r"tổ\s+chức\s+\w")  # "…, UBND các xã tổ chức triển khai"; "tổ chức" alone is a body, too
# A division of a body with its name: "khoa Khám bệnh", "phòng Điều dưỡng".
_TYPED = re.compile(rf"(?:[Kk]hoa|[Pp]hòng|[Tt]ổ|[Bb]ộ môn)\s+[{CAPITALS}][{SMALL}]")
_BOLD = ("**", "__")  # marks of emphasis: "**Sở Y tế**"
_APOSTROPHE = re.compile(r"['’‘`]\w+")  # places of the Highlands: "Cư M’gar", "M'Đrắk"
_DIVISION = re.compile(r"(?:Phòng|Ban|Khoa|Đội)\s")
_HOLDS = re.compile(r"(?:Công an|Sở|Bộ|Cục|Tổng cục|UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Bệnh viện|Trường)\s")
_GOES_ON = frozenset((*"cấtkbBNTCVHSUỦ-–", "", " "))  # how what goes on with a name begins behind a space
_COMPANY = re.compile(
    r"(?:Tổng công ty|Công ty|Tập đoàn|Ngân hàng|Hợp tác xã|Nhà máy|Xí nghiệp|Doanh nghiệp|Bệnh viện|Trường(?! hợp)|Quỹ"
    rf"|Hiệp hội)\s[^,;]*?\s[{CAPITALS}]"
)
_MANY_WORD = re.compile(rf"{_MANY}\s", re.IGNORECASE)
_FIRST_WORDS = (
    "khoa các những tất toàn cơ đơn thủ người lãnh giám chủ hiệu trưởng ông bà đồng công kế giáo nhà cấp đảng ngành lực"
)
_PROPER = re.compile(r"[^\W\d_]+(?:[ ][^\W\d_]+)?(?:[ ](?=[^\W\d_])(?![a-zà-öø-ÿ])[^\W\d_]+){2,4}")
_CAPITALS = 3  # in such a name: its kind and a place of two syllables
# Half of a noun, no act.
_HALF = r"trình\b(?:(?<=công trình)|(?<=chương trình)|(?<=quy trình)|(?<=tiến trình)|(?<=lộ trình))"
_OF_BODY = re.compile(r"\s(?:trực\s+)?thuộc\s+[A-ZĐ]")
_TYPES = ("Sở", "Bộ", "Phòng", "Vụ", "Cục")
_EDGE = " \t\r\n,;.:-*"
_LONGEST = 4000  # characters of a list in a sentence
_MOST_WORDS = 260  # characters of one generic item


class Item(NamedTuple):
    """One bearer as written at [start, end), with the name that was recognised in it.

    `words` are its words where they are not that slice: a name that a page break cut in two. `role` is what a mark
    behind the name says ("(chủ trì)"); it wins over the role of the list.
    """

    start: int
    end: int
    body: Body | None
    words: str | None = None
    role: Role | None = None

    def text(self, text: str) -> str:
        """The words of the bearer, white space collapsed."""
        return " ".join((self.words or text[self.start : self.end]).split())


def _generics(
    nouns: list[str], groups: list[str], heads: list[str]
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Generic items, catch-all formulas, and what may be the subject of a duty without a name of its own."""
    noun = rf"(?:{any_of(nouns)})"
    generic = re.compile(rf"(?:{_MANY}\s+)?{noun}\b", re.IGNORECASE)
    catch_all = re.compile(
        rf"(?:{_MANY}\s+)?{noun}(?:(?:\s*,\s*(?:và\s+)?|\s+và\s+"
        rf"|\s*-\s*|\s+){noun}\b)*(?:\s+có)?\s+liên\s+quan(?:\s+khác)?(?:\s+đến[^,;.]{{0,60}})?"
        rf"|(?:{_MANY}\s+)cơ\s+quan\s*,\s*(?:(?:tổ\s+chức|ban|ngành|địa\s+phương)\s*,\s*)*(?:đơn\s+vị"
        rf"|tổ\s+chức)(?:\s*,\s*(?:địa\s+phương|tổ\s+chức|cá\s+nhân))*",
        re.IGNORECASE,
    )
    many = r"(?:các|những|tất\s+cả\s+các|toàn\s+thể(?:\s+các)?)"
    group = re.compile(rf"(?:{many}\s+(?!trường\s+hợp)(?:{any_of(groups)})|{any_of(heads)})\b", re.IGNORECASE)
    return generic, catch_all, group


class Lists:
    """Reads lists of bearers with the agency and role tables."""

    def __init__(self, tables: Tables) -> None:
        self.bodies: Bodies = bodies_of(tables)
        words = {role: [c.phrase for c in tables.roles if c.role == role] for role in ("predicate", "no_predicate")}
        nouns = rf"{_HALF}|(?:{any_of(words['no_predicate'])})(?!\w)"
        self.predicate = re.compile(rf"{any_of(words['predicate'], unless=nouns)}(?!\w)", re.IGNORECASE)
        self.first = re.compile(rf"(?i:{any_of(_FIRST_WORDS.split())})\b|{self.bodies.anchor.pattern}")

        said = {role: [c.phrase for c in tables.roles if c.role == role] for role in ("bearer", "group", "head")}
        self.generic, self.catch_all, self.group = _generics(said["bearer"], said["group"], said["head"])
        self.groups = _first_words([*f"{_MANIES}|đặc khu".split("|"), *said["bearer"]])
        self.words = self.bodies.words | self.groups | _first_words([*_OFFICES.split("|"), *said["head"]])

    def bounded(self, text: str, start: int, end: int) -> list[Item]:
        """The items of a range that is a list and nothing else (a table cell)."""
        items: list[Item] = []
        at = self._skip(text, start, end)
        while at < end:
            listed = self._shared_head(text, at, end)
            if listed:
                items += listed
                at = self._skip(text, listed[-1].end, end)
                continue
            item = self._item(text, at, end) or Item(at, _plain_end(text, at, end), None)
            if several := self._in_places(text, item, end):
                items += several
                at = self._skip(text, several[-1].end, end)
                continue
            stop = item.end
            if (item.body is None or item.body.kind == "specific") and stop < end and not self._closes(text, stop, end):
                stop = _plain_end(text, stop, end)
                item = Item(at, stop, item.body)
            stop = self._glued(text, stop, end)
            last = stop
            while last > at and text[last - 1] in _EDGE:
                last -= 1
            if last > at and text[at:last] != "và":
                items.append(Item(at, last, item.body))
                mark = self._mark(text, items, end)
                stop = mark if mark is not None else stop
            at = self._skip(text, max(stop, at + 1), end)
        return items

    def leading(self, text: str, start: int, end: int) -> tuple[list[Item], int]:
        """The items of the list that begins at `start` of running text, and its end; no items when there is none."""
        items: list[Item] = []
        at = start
        address = ADDRESS.match(text, at, end)
        if address and address.end() < end:
            at = address.end()
            person = _PERSON.match(text, at, end)
            if person and self.bodies.office.match(text, person.end()):
                at = person.end()  # "đồng chí Nguyễn Văn A, Phó Chủ tịch UBND tỉnh"
        stop = at
        end = min(end, at + _LONGEST)
        while at < end:
            address = ADDRESS.match(text, at, end) if items else None
            at = address.end() if address and address.end() < end else at  # "Giám đốc Sở Y tế, đồng chí Chủ tịch …"
            at += 2 if text[at : at + 2] in _BOLD else 0
            listed = self._shared_head(text, at, end)
            item = listed[-1] if listed else self._item(text, at, end)
            if item is None and items and items[-1].body is not None:
                item = self._of_type(text, at, end, items[-1].body) or self._unknown(text, at, end)
            if item is None:
                break
            more = _PART.match(text, item.end, end) if _in_parts(item) else None
            if more and not self._begins_anew(text, more.start("part")):
                item = Item(item.start, more.end(), item.body)
            several = [] if listed else self._in_places(text, item, end)
            items += listed or several or [item]
            item = items[-1]
            stop = item.end + 2 if text[item.end : item.end + 2] in _BOLD else item.end
            if text[stop + 1 : stop + 2].isupper() and _POSITION.match(text, item.start):
                stop = self._behind_holder(text, stop, end)
            bracket = _BRACKET.match(text, stop, end)
            after = bracket.end() if bracket else stop
            if bracket or text[stop - 1] == ")":
                after = self._mark(text, items, end) or after
            separator = self._separator(text, after, end)
            if separator is None:
                stop = after
                break
            if (act := self.predicate.match(text, separator.end())) and (
                _ORGANISES.match(act[0]) or not self._item(text, separator.end(), end)
            ):
                stop = after
                break
            at = separator.end()
        return items, stop

    def _begins_anew(self, text: str, at: int) -> bool:
        """Does another body or an act begin here, and no further field of the name before?"""
        if text[at].isupper():
            return self.bodies.anchor.match(text, at) is not None
        return bool(self.predicate.match(text, at) or self.generic.match(text, at) or _MANY_WORD.match(text, at))

    def _behind_holder(self, text: str, at: int, end: int) -> int:
        """The end of the name of a person behind an office: "Phó Chủ tịch UBND tỉnh Nguyễn Văn A chỉ đạo …"."""
        person = _HOLDER.match(text, at, end)
        return person.end() if person and not self._named(text, person.start("name")) else at

    def _mark(self, text: str, items: list[Item], end: int) -> int | None:
        """Mark the last item, and those before it that share its mark, with the role in a bracket; the bracket's end.

        A mark for partners is shared with the names before it that have none, when a lead or a partner is marked
        before them.
        """
        last = items[-1]
        short = text.rfind("(", last.start, last.end)  # read as the abbreviation of the name: "Sở Xây dựng (PH)"
        stop = last.end if short < 0 else short
        mark = _MARK.match(text, stop, end)
        if mark is None:
            return None
        role: Role = mark.lastgroup  # type: ignore[assignment]
        items[-1] = last._replace(end=len(text[:stop].rstrip()) if short >= 0 else stop, role=role)
        first = len(items) - 1
        while first > 0 and items[first - 1].role is None:
            first -= 1
        if role != "lead" and first > 0 and items[first - 1].role in ("lead", role):
            items[first:-1] = [item._replace(role=role) for item in items[first:-1]]
        return mark.end()

    def _of_type(self, text: str, at: int, end: int, before: Body) -> Item | None:
        """A name whose type word the one before says: "Sở Kế hoạch và Đầu tư, Tài chính, Nội vụ"."""
        kind = before.name.split(" ", 1)[0]
        found = self.bodies.domain(text, at, kind) if before.kind == "specific" and kind in _TYPES else None
        if found is None or found[0] > end:
            return None
        stop, row = found
        return Item(at, stop, Body(at, stop, row.name, row.kind, row))

    def _unknown(self, text: str, at: int, end: int) -> Item | None:
        """A proper name that no table holds, listed behind known ones: "Sở Y tế, Viễn thông An Giang vận hành …"."""
        match = _PROPER.match(text, at, end)
        if match is None or sum(word[0].isupper() for word in match[0].split()) < _CAPITALS:
            return None
        stop = match.end()
        closed = stop >= end or self._closes(text, stop, end)
        acts = closed or self.predicate.match(text, stop + 1, end)
        return Item(at, stop, None) if acts else None

    def names(self, text: str, items: Sequence[Item]) -> bool:
        """Do the items name bodies? A lone word ("Tổ chức", "Ban hành") is a verb."""
        first = items[0]
        row = first.body.row if first.body else None
        if (
            row is not None
            and row.key == "nhom-cac-co-quan-don-vi"
            and text[first.start : first.start + 3].casefold() != "các"
        ):
            return len(items) > 1 and items[1].body is not None  # "Tổ chức, cá nhân nộp phí …" is anybody
        office = len(items) > 1 and _OFFICE.match(text, first.start)  # "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, …"
        if first.body is not None or office or _TYPED.match(text, first.start, first.end):
            return True
        if _COMPANY.match(text, first.start, first.end):
            return True  # in no table: "Công ty cổ phần cao su Lai Châu"
        levels = self.kinds(text, first) or POST.match(text, first.start, first.end)
        return bool(levels or self.group.match(text, first.start, first.end))

    def kinds(self, text: str, item: Item) -> bool:
        """Is the item several kinds of bodies under one "các" ("các phòng, ban"), or a department by its type?"""
        departments = _TYPED.match(text, item.start, item.end)
        return (departments or _KINDS.fullmatch(text, item.start, item.end)) is not None

    def begins(self, text: str, at: int, end: int) -> bool:
        """Does a name or a capitalised group begin here?"""
        return (
            self.bodies.at(text, at) is not None or bool(_ACRONYM.match(text, at, end)) or text.startswith("Các ", at)
        )

    def starts(self, text: str, at: int, end: int) -> bool:
        """May a list of bearers begin here? Cheap: looks at the first word only."""
        return self.first.match(text, at, end) is not None

    def _separator(self, text: str, at: int, end: int) -> re.Match[str] | None:
        """A sign or word that parts items; a dash does only before a name ("Công chức Tư pháp - Hộ tịch" is one)."""
        match = _SEPARATOR.match(text, at, end)
        if match and match[0].strip() == "-" and not self.bodies.anchor.match(text, match.end(), end):
            return None
        return match

    def _closes(self, text: str, at: int, end: int) -> bool:
        return bool(self._separator(text, at, end) or _BRACKET.match(text, at, end)) or text[at] in ".:"

    def _glued(self, text: str, stop: int, end: int) -> int:
        """The end of an item whose name goes on behind a comma or "và" ("Quan trắc tài nguyên và môi trường")."""
        while (match := _SEPARATOR.match(text, stop, end)) is not None and match.end() < end:
            sign, at = match[0].strip(), match.end()
            small = sign in ("và", ",") and text[at].islower() and not self.generic.match(text, at, end)
            work = sign == "," and text[at].isupper() and self.predicate.match(text, at, end)
            if not (small or work) or self.bodies.anchor.match(text, at) or _MANY_WORD.match(text, at):
                return stop
            stop = _plain_end(text, at, end)
        return stop

    def _skip(self, text: str, at: int, end: int) -> int:
        while at < end:
            bracket = _BRACKET.match(text, at, end)
            separator = self._separator(text, at, end)
            if bracket and bracket.end() > at:
                at = bracket.end()
            elif separator and separator.end() > at:
                at = separator.end()
            elif text[at] in _EDGE:
                at += 1
            else:
                break
        return at

    def _item(self, text: str, at: int, end: int) -> Item | None:
        """One item: a catch-all, a name, or a generic word for bodies with what qualifies it.

        Most places are refused on their first word: one of an item is in `words`, or an abbreviation in capitals.
        """
        match = _FIRST.match(text, at, end)
        word = fold_token(match[0]) if match else ""
        if match is None or (word not in self.words and not match[0].isupper()):
            return None
        group = word in self.groups
        catch = self.catch_all.match(text, at, end) if group else None
        body = self.bodies.at(text, at) if word in self.bodies.words else None
        if body is not None and body.end > end:  # the name runs into the next cell: read again within this one
            body = self.bodies.at(text[at:end], 0)
            body = body._replace(start=at, end=body.end + at) if body else None
        kinds = _KINDS.match(text, at, end) if group else None
        if kinds and (body is None or kinds.end() >= body.end - 1) and (not catch or kinds.end() > catch.end()):
            return Item(at, self._qualified(text, kinds.end(), end), None)
        if catch and (body is None or catch.end() >= body.end):
            return Item(at, self._qualified(text, catch.end(), end), None)
        post = self._post(text, at, end, body) if word in _POST_WORDS else None
        if post is not None:
            return post
        double = _DOUBLE.match(text, at, end)
        if double and (held := self.bodies.at(text, double.end())) is not None and held.end <= end:
            return Item(at, held.end, held._replace(start=at))
        alone = _OFFICE.match(text, at, end)
        if alone and (body is None or body.end <= alone.end()):
            return Item(at, alone.end(), body)
        head = _HEADS.match(text, at, end)
        if head and (body is None or body.kind == "collective"):
            headed = self._headed(text, at, head.end(), end, body)
            if headed is not None:
                return headed
        if body is not None:
            return self._of_body(text, at, end, body)
        generic = self.generic.match(text, at, end) if group else None
        if generic is None:
            acronym = _ACRONYM.match(text, at, end)
            return Item(at, acronym.end(), None) if acronym and acronym[0][:4] not in ("UBND", "HĐND") else None
        return Item(at, self._qualified(text, generic.end(), end), None)

    def _post(self, text: str, at: int, end: int, body: Body | None) -> Item | None:
        """Offices in the plural ("các Phó Chủ tịch UBND tỉnh"), and posts whose names hold "và"."""
        plural = _PLURAL.match(text, at, end) if body is None else None
        held = self.bodies.at(text, plural.end()) if plural and self.bodies.office.match(text, plural.end()) else None
        if held is not None and held.end <= end:
            return Item(at, held.end, held._replace(start=at, kind="collective"))
        post = _COMMUNE_POST.match(text, at, end)
        return Item(at, post.end(), body) if post else None

    def _of_body(self, text: str, at: int, end: int, body: Body) -> Item:
        """The item of a name: with the places that hold its own, the group or the hamlet whose body it is."""
        if body.kind != "specific":
            return Item(at, self._group_end(text, at, end, body), body)
        if body.place and (more := _APOSTROPHE.match(text, body.end, end)):
            place = f"{body.place}{more[0]}"
            return Item(at, more.end(), body._replace(end=more.end(), name=f"{body.name}{more[0]}", place=place))
        next_ = text[body.end : body.end + 2]
        if not body.place and (next_[:1] in ",;." or (next_[:1] == " " and next_[1:] not in _GOES_ON)):
            return Item(at, body.end, body)  # as most do
        group = _OF_GROUP.match(text, body.end, end)
        if group and group["many"]:  # "Ban giám hiệu các trường học"
            return Item(at, self._qualified(text, group.end(), end), body._replace(kind="collective", row=None))
        rank = _RANKED.search(text, at, body.end) if body.place else None
        pattern = _WITHIN[str(rank.lastgroup)] if rank else _OF_LEVEL
        inner = self._whole(text, body)
        if inner is not None and inner.end <= end:
            return Item(at, inner.end, body._replace(end=inner.end, name=f"{body.name} {inner.name}", row=None))
        behind = group or pattern.match(text, body.end, end) or _BRANCH.match(text, body.end, end)
        return Item(at, behind.end() if behind else body.end, body)

    def _whole(self, text: str, body: Body) -> Body | None:
        """The body whose division is named: "Phòng Hậu cần Công an tỉnh", "Phòng Nội vụ UBND huyện"."""
        at = body.end + 1
        if body.place or body.level or not _DIVISION.match(body.name) or not _HOLDS.match(text, at):
            return None
        inner = self.bodies.at(text, at)
        return inner if inner is not None and inner.kind == "specific" else None

    def _group_end(self, text: str, at: int, end: int, body: Body) -> int:
        """The end of a group with what qualifies it: cities beside districts, other levels, places behind a colon."""
        more = _CITIES.match(text, body.end, end) if _LEVEL_END.search(text, at, body.end) else None
        more = more or _HYPHENED.match(text, body.end, end)  # "UBND các quận-huyện"
        if more is not None:
            return more.end()
        if text[body.end : body.end + 1] == ":":
            return body.end
        if _OF_NAMED.search(text, at, body.end):
            return self._places_end(text, body.end, end)
        if not _OF_LEVELS_END.search(text, at, body.end) or _QUALIFIES.match(text, body.end, end):
            stop = self._qualified(text, body.end, end)
            within = _WITHIN_LEVEL.search(text, at, stop) and _PLACES.match(text, stop, end)
            return within.end() if within else stop
        return body.end

    def _places_end(self, text: str, at: int, end: int) -> int:
        """The end of the places behind the first: "UBND các tỉnh Hà Giang, Cao Bằng, Lai Châu" is one group."""
        while (place := _NEXT_PLACE.match(text, at, end)) is not None:
            if self.bodies.anchor.match(text, place.start("name")) or self.bodies.office.match(
                text, place.start("name")
            ):
                break
            at = place.end()
        return at

    def _in_places(self, text: str, item: Item, end: int) -> list[Item]:
        """The bodies of several places, as written: "UBND các huyện: Tân Hiệp", "Giồng Riềng" are two."""
        body = item.body
        if text[item.end : item.end + 1] != ":":
            return []
        listed = _PLACES.match(text, item.end, end)
        if listed and _WITHIN_LEVEL.search(text, item.start, item.end):
            return [item._replace(end=listed.end())]
        if body is None or not _OF_PLACES.search(text, item.start, item.end):
            return []
        core, _, level = body.name.partition(" các ")
        items: list[Item] = []
        for place in _NAMED_HERE.finditer(text, item.end + 1, listed.end()) if listed else ():
            name = " ".join(place[0].split())
            first = place.end() - len(place[0].lstrip())
            start = first if items else item.start
            items.append(Item(start, place.end(), Body(start, place.end(), f"{core} {level} {name}", "specific")))
        return items

    def _shared_head(self, text: str, at: int, end: int) -> list[Item]:
        """Names that share one type word, as written: "Giám đốc các Sở: Tài chính", "Y tế" are two directors."""
        head = _SHARED.match(text, at, end)
        if head is None:
            return []
        items: list[Item] = []
        place = head.end()
        office = f"{head['office'].strip().capitalize()} " if head["office"] else ""
        listed = head[0].rstrip().endswith(":")
        while place < end:
            found = self.bodies.domain(text, place, head["type"])
            if found is not None and found[0] <= end:
                stop, row = self._first_of_two(text, place, found, head["type"]) if listed else found
                kind = row.kind if row else "specific"
                name = row.name if row else f"{head['type'].capitalize()} {text[place:stop]}"
            elif listed and (field := self._field(text, place, end)) is not None:
                stop, row, kind = field, None, "specific"
                name = f"{head['type'].capitalize()} {' '.join(text[place:stop].split())}"
            else:
                break
            first = place if items else at
            items.append(Item(first, stop, Body(first, stop, f"{office}{name}", kind, None if office else row)))
            separator = self._separator(text, stop, end)
            if separator is None:
                break
            place = separator.end()
        if len(items) == 1 and listed is False and text[at : at + 3].casefold() == "các" and not office:
            item = items[0]  # "các Sở Lao động - Thương binh và Xã hội": one kind of body, many of them
            body = item.body._replace(kind="collective", row=None) if item.body else None
            levels = self.bodies.of_levels.match(text, item.end, end)
            return [Item(at, levels.end() if levels else item.end, body)]
        return items if len(items) > 1 else []

    def _first_of_two(
        self, text: str, at: int, found: tuple[int, AgencyName], kind: str
    ) -> tuple[int, AgencyName | None]:
        """The first of two names that a sign of one name joins: "các Vụ: Kế hoạch, Tài chính" are two."""
        comma = text.find(", ", at, found[0])
        if comma < 0 or "," in found[1].name:
            return found
        if kind.casefold() != "sở":
            return comma, None
        first = self.bodies.domain(text[at:comma], 0, kind)
        return (comma, first[1]) if first is not None and first[0] == comma - at else found

    def _field(self, text: str, at: int, end: int) -> int | None:
        """The end of a field that no table knows, in a list behind "các Sở:"; None where another name begins."""
        match = _FIELD.match(text, at, end)
        if match is None or self._named(text, at) or self.bodies.office.match(text, at):
            return None
        return match.end()

    def _headed(self, text: str, at: int, inner: int, end: int, body: Body | None) -> Item | None:
        """An office over a group: "Thủ trưởng các cơ quan chuyên môn, trung tâm, đơn vị sự nghiệp thuộc UBND quận"."""
        catch = self.catch_all.match(text, inner, end) or self.catch_all.match(text, max(at, inner - 4), end)
        if catch and (body is None or catch.end() >= body.end):
            return Item(at, self._qualified(text, catch.end(), end), body)
        if body is not None:
            stop = self._group_end(text, at, end, body)
        else:
            generic = self.generic.match(text, inner, end)
            if generic is None:
                return None
            group = self.bodies.at(text, max(at, inner - 4)) or self.bodies.at(text, inner)
            stop = max(self._qualified(text, generic.end(), end), group.end if group and group.end <= end else 0)
        while (separator := _SEPARATOR.match(text, stop, end)) is not None and "\n" not in separator[0]:
            following = separator.end()
            if following >= end or not text[following].islower() or _AGAIN.match(text, following):
                break
            generic = self.generic.match(text, following, end)
            if _OF_BODY.search(text, at, stop):
                break  # "Thủ trưởng các đơn vị thuộc Bộ, tổ chức tín dụng"
            if generic is None or self.predicate.match(text, following):
                break
            stop = self._qualified(text, generic.end(), end)
        return Item(at, stop, body)

    def _qualified(self, text: str, at: int, end: int) -> int:
        """The end of the words that qualify a generic item: up to a sign, a conjunction or what the item does."""
        limit = min(end, at + _MOST_WORDS)
        while at < limit:
            gap = _GAP.match(text, at, limit)
            if gap is None:
                return at
            word = gap.end()
            if (
                text[word : word + 2] == "- "
                and text[word + 2 : word + 3].isupper()
                and not self._named(text, word + 2)
            ):
                token = _TOKEN.match(text, word + 2, limit)  # "Công chức Địa chính - Xây dựng"
                at = token.end() if token else limit
                continue
            compound = _COMPOUND.match(text, word, limit)
            if compound is not None:
                at = compound.end()
                continue
            if word >= limit or text[word] in ",;:.(-" or _CONJUNCTION.match(text, word, limit):
                return at
            qualifier = _QUALIFIER.match(text, word, limit)
            if qualifier is not None:
                at = qualifier.end()
                continue
            capital = text[word].isupper() and not text[word + 1 : word + 2].isupper()
            if not capital and self.predicate.match(text, word, limit):
                return at  # but "các Công ty Khai thác công trình thủy lợi"
            if "\n" in gap[0] and self.bodies.anchor.match(text, word) and not _OF.search(text, at - 6, at):
                return at  # the next line of a cell begins with a name of its own
            inner = self.bodies.at(text, word) if self.bodies.anchor.match(text, word) else None
            if inner is not None and inner.end <= limit and not self._acts_in(text, inner):
                at = inner.end
                continue
            token = _TOKEN.match(text, word, limit)
            if token is None:
                return at
            at = token.end()
        return at

    def _acts_in(self, text: str, body: Body) -> bool:
        """Is the name a type word with an act in small letters: "các đơn vị trong Bộ xây dựng kế hoạch"?"""
        second = text.find(" ", body.start, body.end) + 1
        return second > 0 and text[second].islower() and self.predicate.match(text, second) is not None

    def _named(self, text: str, at: int) -> bool:
        return bool(self.bodies.anchor.match(text, at)) and self.bodies.at(text, at) is not None


_FIRST = re.compile(r"[^\W_]+")
_GAP = re.compile(r"\s+")
_OF = re.compile(r"(?:thuộc|của|tại|ở)\Z")
_COMPOUND = re.compile(r"-\s+(?:xã hội|nghề nghiệp)(?:\s*-\s+nghề nghiệp)?")  # "các tổ chức chính trị - xã hội tỉnh"
_TOKEN = re.compile(r"[^\s,;:.()]+")
_CONJUNCTION = re.compile(
    r"(?:và|hoặc|nếu|theo|để|do|mà|nhằm|về|từ|nơi|trong\s+(?:việc|quá\s+trình|công\s+tác|phạm\s+vi)"
    r"|có\s+(?:trách\s+nhiệm|nhiệm\s+vụ|kế\s+hoạch|thể|quyền|từ|ít|đủ|văn\s+bản|báo\s+cáo|giải\s+pháp|biện\s+pháp"
    r"|hướng\s+dẫn|\d))(?!\w)"
)
# Words that are predicates elsewhere and qualify a generic body: "cơ quan quản lý nhà nước", "cơ quan được giao
# nhiệm vụ".
_QUALIFIER = re.compile(
    r"(?:các\s+cấp|thuộc\s*(?:,|và|hoặc)\s*trực\s+thuộc|trong\s+và\s+ngoài|cấp\s+(?:tỉnh|huyện|xã|thành\s+phố|quận|cơ\s+sở|trên|dưới|sở|bộ|trung\s+ương)|công\s+lập"
    r"|(?:đã\s+)?được\s+(?:giao|phân\s+công)(?:\s+(?:chủ\s+trì|phối\s+hợp|nhiệm\s+vụ|thực\s+hiện))*"
    r"|quản lý\s+(?:nhà nước|chuyên ngành|ngành(?:\s*,\s*lĩnh vực)?)|thực hiện\s+(?:chế độ|nhiệm vụ|dự án"
    r"|chương trình)"
    r"|mới\s+(?:được\s+)?(?:thành\s+lập|sáp\s+nhập|chia\s+tách)"
    r"|tổ chức\s+(?:chính trị|xã hội)|có\s+(?:liên quan|tên)|thông tin\s*,|"
    r"tại\s+(?:Kế hoạch|Quyết định|Chương trình|Đề án|Chỉ thị)\s+này|sử dụng\s+ngân sách"
    r"|hạch\s+toán(?:\s+kế\s+toán)?(?:\s+(?:phụ\s+thuộc|độc\s+lập))?|cung cấp\s+dịch vụ"
    r"|đào tạo|xây dựng\s+(?:cơ bản|Đảng)|(?<=quan )(?:kiểm soát|thanh tra|giám sát))\b"
)


def _in_parts(item: Item) -> bool:
    """Is this a body in no table whose name may be a list of fields?"""
    body = item.body
    return (
        body is not None
        and body.row is None
        and body.kind == "specific"
        and body.name.startswith(("Phòng ", "Ban ", "Trung tâm "))
    )


def _plain_end(text: str, at: int, end: int) -> int:
    """The end of an item that is taken as it is: the next separator outside brackets."""
    depth = 0
    for index in range(at, end):
        char = text[index]
        depth += (char == "(") - (char == ")")
        if depth <= 0 and index > at and (char in ",;\n" or text.startswith(" và ", index)):
            return index
        if char == "(" and depth == 1:
            return index
    return end


def any_of(phrases: Iterable[str], *, unless: str = "") -> str:
    """Any of the phrases, the longest first, for patterns that ignore case: most places are refused on one letter.

    `unless` is a pattern of what is none of them though it begins as one.
    """
    small = [phrase.lower() for phrase in phrases]
    firsts = cased("".join(dict.fromkeys(phrase[0] for phrase in small)))
    no = f"(?!{unless})" if unless else ""
    return f"(?={firsts}){no}(?:{grouped(small, any_case=True)})" if small else "(?!)"


def _first_words(phrases: Iterable[str]) -> frozenset[str]:
    """The first words of the phrases, as words are compared."""
    return frozenset(fold_token(phrase.split()[0]) for phrase in phrases)


@functools.lru_cache(maxsize=4)
def lists_of(tables: Tables) -> Lists:
    """The reader of lists for a set of tables, built once."""
    return Lists(tables)
