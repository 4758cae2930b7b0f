"""Names of bodies and offices in running text: where one begins, where it ends, and what its canonical form is.

A name is an office ("Chánh", "Giám đốc", "Thủ trưởng"), a body (a row of the agency table by longest match, or a
type word with the capitalised words after it), and the level or place behind it ("tỉnh", "thành phố Cần Thơ", "các
phường"). Names hold commas and "và" (Sở Văn hóa, Thể thao và Du lịch), so lists are split by names and not by
signs. The file is longer than 400 lines because one name is read by one grammar.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ...ontology.tables import AgencyName, Tables
from ..citing.units import end_above
from ..letters import CAPITALS
from .alternatives import grouped
from .unlisted import SPACE, Unlisted

_TOKEN = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[^\W_]+(?: [^\W_]+){0,5}")  # words of which one space each parts the next
_HYPHEN = re.compile(r"\s*-\s*")
_JOIN = re.compile(r"\s*[,&.\-]\s*(?:và\s+)?|\s+&\s+")
_ABBREVIATED = re.compile(r"(?<!\w)[A-ZĐ]{2,}(?!\w)|&")
_DEFINES = r"(?:viết tắt là |gọi tắt là |sau đây gọi (?:tắt )?là |sau đây viết tắt là )?"
_INLINE = re.compile(rf"\s*\({_DEFINES}([A-ZĐ][\w&-]{{1,9}})\)")
_LEVEL = (
    r"(?:tỉnh|thành phố|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu|(?:TP|Tp)\.?|Thành phố|Tỉnh|Quận|Huyện|Thị xã"
    r"|Thị trấn|Đặc khu|Phường|Xã|TỈNH|THÀNH PHỐ|QUẬN|HUYỆN|THỊ XÃ|THỊ TRẤN|ĐẶC KHU|PHƯỜNG|XÃ)"
    r"(?!\s+(?:(?:ủy|uỷ)(?!\s+(?:quyền|nhiệm))|đoàn)\b)"
)
_LISTED_LEVEL = rf"(?:{_LEVEL}|(?:thành|thị)(?=\s*(?:[,;.:\n)]|\Z)|\s+[^\W\d]))"  # "UBND các huyện, thành, thị"
_NO_SEAT = r"(?!\s+(?:[Đđ]oàn|[ỦUủu][ỷyỶY])(?!\w))"  # "Hội Nông dân tỉnh; Tỉnh Đoàn" is two bodies
_SEP = r"(?:\s*[,;/]\s*(?:và\s+)?|\s+(?:và|VÀ)\s+|\s+-\s+)"
_OWNER = re.compile(r"[ ]+(?=(?:Chính phủ|Bộ|Sở|UBND|Ủy ban nhân dân|Quốc hội)\b)")  # "Cổng TTĐT Chính phủ"
_OWN = re.compile(r"(?:Bộ|Sở)(?=\s*(?:[,;.:)]|\n|\Z))")
_PARTY_TAIL = re.compile(r"[ ](?:Tỉnh|Thành|Huyện|Quận|Thị)[ ](?:ủy|uỷ)(?!\w)")
_PROVINCIAL = ("tỉnh", "thành phố")
_NUMERAL = re.compile(r"[IVXL]+|[A-ZĐ]")  # of a section: "UBND xã\nIII. TỔ CHỨC", "HĐND tỉnh\nB. NHIỆM VỤ"
_BARE_PLACE = re.compile(rf"[ ]+((?:Huế\b|[{CAPITALS}]\w*(?:[ ]+(?:-[ ]+)?[{CAPITALS}]\w*){{1,4}}))(?!,[ ]*ngày)")
_DIVISION = re.compile(r"(?<=Trưởng )(?:phòng|ban)\Z", re.IGNORECASE)
_NO_PLACE = r"(?:Về\s|Ban\s+hành|Phê\s+duyệt|Quy\s+định|Căn\s+cứ|Số\b)"  # begins a title: "UBND tỉnh Nghệ An Về việc …"
_ZONES = re.compile(r"[ ]+và[ ]+các[ ]+[Kk]hu[ ]+công[ ]+nghiệp(?:[ ]+tỉnh)?")  # "Khu kinh tế Nghi Sơn và các …"
# Bodies of regions since 2025: "Kho bạc Nhà nước khu vực XVII", "Thuế khu vực II".
_REGION = re.compile(
    rf"[ ]liên[ ](?:huyện|quận|xã|phường|tỉnh)(?!\w)(?:(?:[ ](?:-[ ])?[{CAPITALS}][a-zà-ỹ]+){{1,6}})?"
    r"|[ ]khu[ ]vực(?:[ ](?:[IVX]+|\d{1,2})(?!\w)"
    r"|[ ](?:Bắc|Nam|Trung|Tây|Đông)(?:[ ](?:Bắc|Nam|Trung))?[ ](?:Bộ|Nguyên)(?!\w)"
    rf"|(?:[ ](?:-[ ])?[{CAPITALS}][a-zà-ỹ]+){{2,5}}(?=\s*(?:[,;.:)\n]|\Z)))?(?!\w)"
)
_REGIONAL_KINDS = ("Bệnh viện", "Trung tâm", "Đội", "Chi cục", "Ban Quản lý")
_REGIONAL = ("vertical", "central", "district")
_WHOLE_NAMES = ("central", "party")
_LOCAL = ("party", "press", "vertical", "mass")  # bodies that take a place without its level word: "Báo Cà Mau"
_PROPER = ("Ban Quản lý", "Đồn Biên phòng", "Hạt Kiểm lâm", "Trạm Y tế")  # so do these: "Đồn Biên phòng Pà Cò"
_POST = re.compile(  # begins the name of an office, no part of a body's: "Cục Quản lý Dược và Thủ trưởng …"
    r"(?:(?:Thủ|Bộ|Thứ|Cục|Vụ|Viện|Hiệu|Tổng cục|Chi cục|Chỉ huy) trưởng|(?:Tổng )?Giám đốc"
    r"|Chủ tịch|Chánh|Người đứng đầu|Bí thư|Trưởng (?:[Pp]hòng|[Bb]an)|Phó (?:Giám|Chủ|Chánh|Trưởng|Tổng))(?!\w)"
)
_HEADS = frozenset(("Thủ trưởng", "Người đứng đầu", "Lãnh đạo"))  # offices over groups
_BARE = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "xã", "phường", "thị trấn")  # "thị xã" before "xã"
_OWN_LEVEL = (" huyện", " quận", " thị xã")
_PARTY_LEVEL = (
    ("Tỉnh ủy", "tỉnh"),
    ("Thành ủy", "thành phố"),
    ("Quận ủy", "quận"),
    ("Huyện ủy", "huyện"),
    ("Thị ủy", "thị xã"),
    ("Tỉnh đoàn", "tỉnh"),
    ("Thành đoàn", "thành phố"),
    ("Huyện đoàn", "huyện"),
    ("Quận đoàn", "quận"),
)
_COLLECTIVE_TAIL = re.compile(
    r"(?:\s*,?\s*(?:chuyên\s+môn|trực\s+thuộc|cấp\s+(?:tỉnh|huyện|xã|thành\s+phố)"
    r"|(?:thuộc|của)\s+(?:(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)(?:\s+(?:tỉnh|thành\s+phố|quận|huyện))?"
    r"|tỉnh|thành\s+phố|quận|huyện|Bộ)|[Tt]ỉnh|[Tt]hành\s+phố|[Hh]uyện|[Qq]uận|[Tt]hị\s+xã|(?:có\s+)?liên\s+quan(?:\s+khác)?|khác"
    r"|[Tt]rung\s+ương|(?:trên|đóng\s+trên)\s+địa\s+bàn(?:\s+(?:tỉnh|thành\s+phố|quận|huyện))?"
    r"|đoàn\s+thể(?:\s+tỉnh|\s+cấp\s+tỉnh)?)(?!\w))*"
)
# "hội đồng nhân dân" as a search finds it fast: by its second letter, because no letter is as frequent as its first.
_COUNCIL = r"ộ(?<=h.)(?<![\w/.&\-]..)i[\s,&.\-]+(?i:đồng)\b"
_TONES = (
    ("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"),
    ("uỷ", "ủy"), ("uý", "úy"), ("uỳ", "ùy"), ("uỵ", "ụy"), ("uỹ", "ũy"),
)  # fmt: skip


# Kinds of bodies that all are known, so that one in no row is misspelt.
_MISREAD = ("Sở", "Bộ")
_MISREAD_TYPES = ("Sở ", "Bộ ")
_LONGEST_NAME, _MOST_WORDS = 60, 9  # characters and words of a name of such a body
# Teams that are told apart by a number: "Đoàn kiểm tra số 1".
_TEAM = re.compile(
    r"(?:Đoàn|Tổ|Đội)\s+(?:kiểm tra|giám sát|thanh tra|công tác)(?:\s+liên ngành)?\s+số\s+\d{1,2}(?![\w/])"
)
_PERSON = re.compile(r"(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Dương|Trương|Đinh)\s+\w+\s+\w+")
_POLICE = re.compile(r"[ ]+(?=Công an (?:tỉnh|thành phố|TP)(?!\w))")  # "Phòng Hậu cần Công an tỉnh"


_NEWER = dict((*_TONES, ("Uỷ", "Ủy")))
_OLDER = re.compile(r"[oOuU](?:(?<=[oO])[àáảãạ]|(?<=[uU])[ỷýỳỵỹ](?<![qQ]..))(?!\w)")  # "quý" has no older spelling


@functools.lru_cache(maxsize=4096)
def _newer(words: str) -> str:
    """`words` with the tone marks where newer spelling puts them: Thuỷ is Thủy, Hoà Bình is Hòa Bình."""
    return _OLDER.sub(lambda m: _NEWER.get(m[0], m[0]), words)


class Body(NamedTuple):
    """A name at [start, end): canonical `name` with abbreviations spelt out, its row, its level word and its place."""

    start: int
    end: int
    name: str
    kind: str
    row: AgencyName | None = None
    level: str | None = None  # the bare level word that ends the name
    place: str | None = None
    short: str | None = None  # an abbreviation defined inside the name: "Ủy ban nhân dân (UBND)"
    kind_row: AgencyName | None = None  # of a name in no row: the row of the type word that begins it


@dataclass(slots=True)
class _Node:
    """One word of a name in the tree of names; `joined` allows a sign before the word."""

    children: dict[str, _Node] = field(default_factory=dict)
    row: AgencyName | None = None
    joined: bool = False


@functools.lru_cache(maxsize=8192)
def fold_token(token: str) -> str:
    """A word as names are compared: small letters, the tone mark where newer spelling puts it (hoá = hóa, uỷ = ủy)."""
    token = token.casefold()
    for old, new in _TONES:
        if old in token:
            return token.replace(old, new)
    return token


@functools.lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """A name as names are compared: its words alone."""
    return " ".join(fold_token(t) for t in _TOKEN.findall(name))


class Bodies:
    """The agency table, ready to be matched."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.root = _Node()
        by_kind: dict[str, list[AgencyName]] = {}
        for row in tables.agencies:
            by_kind.setdefault(row.kind, []).append(row)
        named = [*by_kind.get("specific", ()), *by_kind.get("collective", ())]
        for row in named:
            for name in (row.name, *row.variants):
                self._add(name, row)
        self.titles = {n.casefold(): row.name for row in by_kind.get("office", ()) for n in (row.name, *row.variants)}
        types = [n for row in by_kind.get("type", ()) for n in (row.name, *row.variants)]
        self.short = {n: row.name for row in by_kind.get("abbreviation", ()) for n in row.variants}
        self.office = re.compile(rf"(?:{grouped(self._titles(by_kind))})(?!\w)")
        self.provinces = frozenset(
            fold_name(n) for row in tables.places if row.kind in _PROVINCIAL for n in (row.name, *row.variants)
        )
        self.cities = frozenset(
            fold_name(n) for row in tables.places if row.kind == "thành phố" for n in (row.name, *row.variants)
        )
        self.kinds = {n: row for row in by_kind.get("type", ()) for n in (row.name, *row.variants)}
        self.types = re.compile(rf"(?:{grouped(types)})(?=\s)")
        self.shorts = re.compile(rf"(?<!\w)(?:{grouped(self.short)})(?![^\W\d])\.?(?P<digit>(?=\d))?")
        self._places([n for row in by_kind.get("no_place", ()) for n in row.variants])
        specific = [n for row in by_kind.get("specific", ()) for n in (row.name, *row.variants)]
        names = [*specific, *self._titles(by_kind), "Hội đồng nhân dân", "Ủy ban nhân dân"]
        firsts = (_TOKEN.findall(n)[0] for n in (*self._titles(by_kind), *types))
        self.unmarked = {
            unmarked(n): row for row in named for n in (row.name, *row.variants) if n.startswith(_MISREAD_TYPES)
        }
        self.words = frozenset(self.root.children) | frozenset(map(fold_token, firsts))  # what a name may begin with
        small = [*names, "ủy ban nhân dân", "Đoàn kiểm tra", "Đoàn giám sát", "Tổ kiểm tra"]
        self.anchor = _anchor([*small, "hội đồng nhân dân"], types)
        self.found = _anchor(small, types, _COUNCIL)
        self.unlisted = Unlisted(
            self._begins,
            [c.phrase for c in tables.roles if c.role == "predicate"],
            [r.name for r in tables.agencies if r.kind != "no_place"],
            (n.casefold() for row in tables.places if row.kind in _PROVINCIAL for n in (row.name, *row.variants)),
        )

    @staticmethod
    def _titles(by_kind: dict[str, list[AgencyName]]) -> list[str]:
        return [n for row in by_kind.get("office", ()) for n in (row.name, *row.variants)]

    def _places(self, never: list[str]) -> None:
        """The patterns of what may stand behind a body: a level with or without its place, several levels, a place."""
        listed = "|".join(never) or "(?!)"
        # "Định kỳ …" after a line break is no place, "Định Quán" is one: what follows decides.
        no = rf"(?!(?:{listed})(?!\w)(?!\s+[{CAPITALS}]))(?!(?:UBND|HĐND|KT|TM|PHÓ|CHỦ)\b)"
        more = rf"(?:[ ]+(?:-[ ]+)?(?!{_NO_PLACE})[{CAPITALS}]\w*|{SPACE}{no}[{CAPITALS}]\w*)"
        proper = rf"{no}(?:\d{{1,2}}\b|[{CAPITALS}]\w*{more}{{0,3}}(?:['’]\w+)?)"  # "huyện Cư M’gar"
        self.of_level = re.compile(rf"{SPACE}(?:của\s+)?({_LEVEL})(?!\w)(?:{SPACE}({proper}))?")
        self.of_levels = re.compile(
            rf"{SPACE}(?:tại\s+)?(?:(?:các|cấp|từng|mỗi|CÁC|CẤP)\s+{_LEVEL}(?!\w)(?:{_SEP}(?:các\s+|cấp\s+)?{_LISTED_LEVEL}(?!\w){_NO_SEAT})*"
            rf"|\d{{1,3}}\s+{_LEVEL}(?!\w)|{_LEVEL}(?:{_SEP}(?:các\s+|cấp\s+)?{_LISTED_LEVEL}(?!\w){_NO_SEAT})+|các\s+cấp\b"
            rf"|(?:các\s+)?địa\s+phương|các\s+khu\s+vực(?!\w))"
            rf"(?:{SPACE}từ\s+{proper}\s+(?:trở\s+(?:vào|ra)|đến\s+{proper})|{SPACE}{proper}|\s+trực\s+thuộc(?:\s+[Tt]rung\s+ương)?|\s+thuộc\s+(?:tỉnh|thành\s+phố))?"
        )
        self.place = re.compile(rf"{SPACE}((?:Huế|Vinh)\b|{no}(?:\d{{1,3}}\b|[{CAPITALS}]\w*{more}{{1,3}}))")

    def _add(self, name: str, row: AgencyName) -> None:
        node = self.root
        at = 0
        for index, match in enumerate(_TOKEN.finditer(name)):
            node = node.children.setdefault(fold_token(match[0]), _Node())
            node.joined = node.joined or bool(index and name[at : match.start()].strip())
            at = match.end()
        node.row = row

    def _misread(self, text: str, start: int) -> tuple[int, AgencyName] | None:
        """A ministry or department whose name a scan or a typist gave wrong marks: "Sở Giao thông vân tải"."""
        words = [*itertools.islice(_TOKEN.finditer(text, start, start + _LONGEST_NAME), _MOST_WORDS)]
        bare = [unmarked(m[0]) for m in words]
        for count in range(len(words), 1, -1):
            row = self.unmarked.get(" ".join(bare[:count]))
            if row is not None:
                return words[count - 1].end(), row
        return None

    def domain(self, text: str, start: int, type_word: str) -> tuple[int, AgencyName] | None:
        """The name at `start` whose type word was said before: "Tài chính" in "các Sở: Nội vụ, Tài chính"."""
        node = self.root.children.get(fold_token(type_word))
        found = self.longest(text, start, node) if node is not None else None
        if found is not None and "," in text[start : found[0]] and "," not in found[1].name:
            at = text.index(",", start)  # "các Vụ: Kế hoạch, Tài chính" are two
            found = self.longest(text[:at], start, node) if node is not None else None
        return found[:2] if found else None

    def longest(self, text: str, start: int, node: _Node | None = None) -> tuple[int, AgencyName, str | None] | None:
        """The longest row name at `start`: its end, its row, and an abbreviation defined inside it."""
        node = node or self.root
        best: tuple[int, AgencyName, str | None] | None = None
        at = start
        joint = ""  # what parts the word at `at` from the one before, where it is more than a space
        while (run := _RUN.match(text, at)) is not None:
            for said in run[0].split(" "):
                word = fold_token(said)
                child = node.children.get(word)
                if child is None:
                    conjunction = node.children.get("và") if "&" in joint else None
                    child = conjunction.children.get(word) if conjunction is not None else None
                    if child is None:
                        return best
                elif joint and not child.joined and joint.strip():
                    return best
                node, joint = child, ""
                at += len(said) + 1
                if node.row is not None:
                    best = (at - 1, node.row, None)
                if not node.children:
                    break
            end = run.end()
            if best is not None and best[0] == end and (inline := _INLINE.match(text, end)):
                return inline.end(), best[1], inline[1]
            gap = _gap(text, end) if node.children else None
            if gap is None:
                return best
            at, joint = gap, text[end:gap]
        return best

    def at(self, text: str, start: int, *, depth: int = 0) -> Body | None:
        """The name that begins at `start`, or None."""
        office = self.office.match(text, start)
        if office and depth < 3:
            body = self._held(text, office, depth)
            if body is not None:
                return body
        found = self.longest(text, start)
        if found is not None:
            return self._with_tail(text, start, *found)
        return self._unlisted(text, start)

    def _held(self, text: str, office: re.Match[str], depth: int) -> Body | None:
        """An office with its body: "Chánh Văn phòng UBND tỉnh", "TT. HĐND tỉnh", "Thủ trưởng các sở"."""
        at = office.end()
        while at < len(text) and text[at] in " .\n":
            at += 1
        if at == office.end():
            return None
        body = self.at(text, at, depth=depth + 1) or self._of_division(text, office, at)
        if body is None:
            return None
        row = self.longest(text, office.start())
        if row is not None and row[0] >= body.end:
            return None
        title = self.titles[" ".join(office[0].split()).casefold()]
        if title == "Thường trực" and body.row is None:
            return None  # the standing members of a committee, not a body of its own
        kind = "collective" if title in _HEADS else body.kind
        return Body(office.start(), body.end, f"{title} {body.name}", kind, None, body.level, body.place)

    def _of_division(self, text: str, office: re.Match[str], at: int) -> Body | None:
        """What an office ends in the type of: "Tài chính - Kế hoạch" behind "Trưởng phòng", "Trưởng ban"."""
        kind = _DIVISION.search(text, office.start(), office.end())
        if kind is None:
            return None
        found = self.domain(text, at, kind[0])
        if found is not None:
            name = found[1].name.split(" ", 1)[1]
            return Body(at, found[0], name, "specific")
        end = self.unlisted.end(text, kind) if kind[0].casefold() == "phòng" else None
        return Body(at, end, self.spelt_out(text[at:end]), "specific") if end is not None and end > at else None

    def _with_tail(self, text: str, start: int, end: int, row: AgencyName, short: str | None) -> Body:
        if row.kind == "collective":
            tail = _COLLECTIVE_TAIL.match(text, end)
            end = tail.end() if tail else end
            return Body(start, end, self.spelt_out(text[start:end]), "collective", row)
        name = self._said(text[start:end], row, short)
        if row.level in ("central", "international"):
            return Body(start, end, name, row.kind, row, None, None, short)
        if row.name == "Đảng ủy" and text[end : end + 1] == " " and (held := self._committee(text, end + 1)):
            return Body(start, held.end, f"{name} {held.name}", row.kind, row, held.level, held.place)
        several = self.of_levels.match(text, end)
        if several:
            return Body(start, several.end(), f"{name} {' '.join(several[0].split())}", "collective", row)
        level = self.of_level.match(text, end)
        if name.endswith(_OWN_LEVEL) and (place := self.place.match(text, end)) and not self._is_type(place[1]):
            full = f"{name} {title_case(place[1])}"  # "Thanh tra huyện Mỹ Xuyên"
            return Body(start, place.end(), full, row.kind, row, None, " ".join(place[1].split()), short)
        if level and (
            ("của" in level[0].split() and row.level != "press")
            or (name.endswith(tuple(f" {b}" for b in _BARE)) and not name.endswith("tác xã"))
        ):
            level = None
        if level:
            return self._levelled(text, start, level, name, row, short)
        return self._owned(text, start, end, name, row, short) or Body(
            start, end, name, row.kind, row, own_level(name), None, short
        )

    def _owned(self, text: str, start: int, end: int, name: str, row: AgencyName, short: str | None) -> Body | None:
        """A name with what tells whose it is, when it is no level: a body ("Cổng … Bộ Y tế"), a region, a place."""
        if row.level == "press" and (owner := _OWNER.match(text, end)):
            if body := self.at(text, owner.end()):
                return Body(start, body.end, f"{name} {body.name}", row.kind, row, None, None, short)
            if bare := _OWN.match(text, owner.end()):  # "Cổng Thông tin điện tử Bộ": that of the ministry that issues
                return Body(start, bare.end(), f"{name} {bare[0]}", row.kind, row, None, None, short)
        if (
            row.name.startswith("Phòng ")
            and (police := _POLICE.match(text, end))
            and (body := self.at(text, police.end()))
        ):
            return Body(start, body.end, f"{name} {body.name}", row.kind, row, body.level, body.place, short)
        if row.level == "province" and (bare := _BARE_PLACE.match(text, end)):
            stop = self._province(text, bare.start(1), bare.end(1))
            if stop:  # "Sở Y tế Đồng Nai"
                place = text[bare.start(1) : stop]
                return Body(start, stop, f"{name} {title_case(place)}", row.kind, row, None, place, short)
        region = _REGION.match(text, end) if row.level in _REGIONAL else None
        if region:
            return Body(start, region.end(), f"{name} {' '.join(region[0].split())}", row.kind, row, None, None, short)
        if row.level in _LOCAL or row.name.startswith(_PROPER):
            proper = self.place.match(text, end)
            if proper and not self._is_type(proper[1]):
                zones = _ZONES.match(text, proper.end()) or proper
                place = " ".join(text[end : zones.end()].split())
                return Body(start, zones.end(), f"{name} {title_case(place)}", row.kind, row, None, place, short)
        return None

    def _committee(self, text: str, at: int) -> Body | None:
        """The body whose Party committee is named: "Đảng ủy Ủy ban nhân dân tỉnh"."""
        body = self.at(text, at, depth=1) if self.anchor.match(text, at) else None
        return body if body is not None and body.kind == "specific" and body.row is not None else None

    def _said(self, words: str, row: AgencyName, short: str | None) -> str:
        """The words of the text where they are the row's name in other signs , else the row's."""
        words = " ".join(words.split())
        if words == row.name:
            return words
        if row.level in _WHOLE_NAMES and _is_other(fold_name(words), fold_name(row.name)):
            return row.name  # "Thủ tướng", "các Phó Thủ tướng Chính phủ"
        words = _HYPHEN.sub(" - ", words) if " - " in row.name else words  # "Lao động -Thương binh"
        if short or words.isupper() or words.casefold() == row.name.casefold() or _ABBREVIATED.search(words):
            national = row.level != "mass" or "VN" in words or "việt nam" in words.casefold()
            return row.name if national else row.name.removesuffix(" Việt Nam")  # "UBMTTQ xã"
        return self.spelt_out(words[0].upper() + words[1:])

    def _levelled(
        self, text: str, start: int, level: re.Match[str], name: str, row: AgencyName, short: str | None
    ) -> Body:
        word = {"tp": "thành phố"}.get(level[1].casefold().rstrip("."), level[1].casefold())
        place, stop = self._place(text, level, word)
        if place and (self._is_type(place) or self.longest(text, level.start(2)) is not None):
            place, stop = None, level.end(1)
        full = f"{name} {word}" + (f" {title_case(place)}" if place else "")
        end = end_above(text, stop, word, place, self.tables) if place else stop
        if end > stop:  # "xã Đại Tâm, huyện Mỹ Xuyên"
            full += self.spelt_out(" ".join(text[stop:end].split()))
        return Body(start, end, full, row.kind, row, None if place else word, place, short)

    def _place(self, text: str, level: re.Match[str], word: str) -> tuple[str | None, int]:
        """The place behind a level word and its end; of a province no more words than its name has."""
        if not level[2] or _NUMERAL.fullmatch(level[2]):
            return None, level.end(1)
        known = self._province(text, level.start(2), level.end(2)) if word in _PROVINCIAL else None
        if word == "tỉnh" and not known and _PERSON.fullmatch(level[2]):
            return None, level.end(1)  # who signs for it
        if known and word == "thành phố" and fold_name(text[level.start(2) : known]) not in self.cities:
            known = None  # "thành phố Điện Biên Phủ" is no part of the name of a province
        stop = known or level.end(2)
        return " ".join(text[level.start(2) : stop].split()), stop

    def _province(self, text: str, start: int, end: int) -> int | None:
        """The end of the longest name of a province that begins at `start`; None where none does."""
        ends = [m.end() for m in _TOKEN.finditer(text, start, end)]
        return next((stop for stop in reversed(ends) if fold_name(text[start:stop]) in self.provinces), None)

    def _unlisted(self, text: str, start: int) -> Body | None:
        """A type word with a capitalised name that no table holds: "Cục Viễn thông", "Ban Chỉ đạo Chuyển đổi số"."""
        team = _TEAM.match(text, start) if text[start : start + 1] in "ĐT" else None
        if team is not None:
            return Body(start, team.end(), " ".join(team[0].split()), "specific")
        kind = self.types.match(text, start)
        misread = self._misread(text, start) if kind and kind[0] in _MISREAD else None
        if misread is not None:
            body = self._with_tail(text, start, *misread, None)
            said = self.spelt_out(text[start : misread[0]])
            return body._replace(name=body.name.replace(said, misread[1].name))
        end = self.unlisted.end(text, kind) if kind else None
        if kind is None or end is None:
            return None
        name = self.spelt_out(text[start:end])
        several = self.of_levels.match(text, end)
        if several:
            return Body(start, several.end(), f"{name} {' '.join(several[0].split())}", "collective")
        region = _REGION.match(text, end) if kind[0] in _REGIONAL_KINDS else None
        if region:  # "Bệnh viện Đa khoa khu vực Long Khánh"
            name = f"{name} {' '.join(region[0].split())}"
            return Body(start, region.end(), name, "specific", kind_row=self.kinds.get(kind[0]))
        party = _PARTY_TAIL.match(text, end)
        if party:  # "Ban Tài chính Quản trị Thành ủy"
            name = f"{name} {self.spelt_out(party[0])}"
            return Body(start, party.end(), name, "specific", None, own_level(name), kind_row=self.kinds.get(kind[0]))
        police = _POLICE.match(text, end) if kind[0] == "Phòng" else None
        if police and (body := self.at(text, police.end())):
            row = self.kinds.get(kind[0])
            return Body(start, body.end, f"{name} {body.name}", "specific", None, body.level, body.place, kind_row=row)
        level = self.of_level.match(text, end)
        if level and "của" not in level[0].split():
            word = {"tp": "thành phố"}.get(level[1].casefold().rstrip("."), level[1].casefold())
            place, stop = self._place(text, level, word)
            full = f"{name} {word}" + (f" {title_case(place)}" if place else "")
            row = self.kinds.get(kind[0])
            return Body(start, stop, full, "specific", None, None if place else word, place, kind_row=row)
        return Body(start, end, name, "specific", None, own_level(name), kind_row=self.kinds.get(kind[0]))

    def _begins(self, text: str, at: int) -> bool:
        """Does a name begin here: a row of the table, or a type word?"""
        if not self.anchor.match(text, at):
            return False
        begins = self.longest(text, at) or self.types.match(text, at) or _POST.match(text, at)
        return begins is not None

    def _is_type(self, words: str) -> bool:
        first = words.split(maxsplit=1)[0]
        return bool(self.anchor.match(first)) and first not in ("Hội", "Đoàn")

    def spelt_out(self, name: str) -> str:
        """`name` with white space collapsed and general abbreviations spelt out (UBND, HĐND, TP, CCHC)."""
        name = _newer(" ".join(name.split()))
        return self.shorts.sub(lambda m: self.short[m[0].rstrip(".")] + (" " if m["digit"] is not None else ""), name)

    def scan(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Body]:
        """The names in a range, longest first, without overlap."""
        stop = len(text) if end is None else end
        at = start
        while (match := self.found.search(text, at, stop)) is not None:
            first = match.start() - (match[0][0] == _COUNCIL[0])
            body = self.at(text, first) if first >= at else None
            if body is not None and body.end <= stop:
                yield body
                at = body.end
            else:
                at = match.end()


@functools.lru_cache(maxsize=4096)
def title_case(place: str | None) -> str:
    """A place name in the newer spelling; in title case where it stands in capitals."""
    place = _newer(" ".join((place or "").split()))
    return " ".join(word.capitalize() for word in place.split()) if place.isupper() else place


@functools.lru_cache(maxsize=4096)
def unmarked(word: str) -> str:
    """A word in small letters without its marks: "vân" and "vận" are "van"."""
    letters = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


@functools.lru_cache(maxsize=4096)
def own_level(name: str) -> str | None:
    """The level that ends a name, or that a Party body says by itself: Tỉnh ủy is of a province."""
    for word, level in _PARTY_LEVEL:
        if name.endswith(word):
            return level
    words = name[-10:].casefold()
    if not words.endswith(_BARE):
        return None
    return next((level for level in _BARE if words.endswith(" " + level)), None)


def _is_other(words: str, name: str) -> bool:
    """Do the words name the same body in fewer words, or together with more ("các Phó …", "… và các Ban của Đảng")?"""
    shorter = name.startswith(words + " ") and not name.startswith(words + " của ")
    return shorter or words.startswith("các ") or " và các " in words


def _gap(text: str, at: int) -> int | None:
    """The start of the next word of a name after `at`: behind spaces, or one comma, hyphen or ampersand."""
    match = _JOIN.match(text, at)
    if match:
        return match.end()
    end = at
    while end < len(text) and text[end] in " \n\r\v":
        end += 1
    return end if at < end < len(text) and "\n\n" not in text[at:end] else None


def _anchor(names: list[str], types: list[str], *more: str) -> re.Pattern[str]:
    """A pattern for the first two words of names, grouped by their first letters: a search skips between capitals.

    What stands before the first letter is looked at behind the second, because a pattern that begins with a
    look-behind is tried at every character. The second word tells "Thông tấn xã" from "Thông tư"; behind a type word
    of names in no row it is a capital.
    """
    seconds: dict[str, set[str]] = {}
    for name in names:
        words = _TOKEN.findall(name)
        following = _older(words[1].casefold()) if len(words) > 1 else {""}
        for first in _spellings(words[0]) if words[0][0].isupper() else {words[0]}:
            seconds.setdefault(first, set()).update(following)
    for name in types:
        words = name.split()
        seconds.setdefault(words[0], set()).add(words[1].casefold() if len(words) > 1 else "\0")
    by_letters: dict[str, dict[str, list[str]]] = {}
    for first, following in sorted(seconds.items(), key=lambda item: (-len(item[0]), item[0])):
        rest = by_letters.setdefault(first[0], {}).setdefault(first[1], [])
        rest.append(rf"{re.escape(first[2:])}{_following(following)}\b")
    groups = []
    for letter, rests in sorted(by_letters.items()):
        pairs = (rf"{second}(?<![\w/.&\-]..)(?:{'|'.join(rest)})" for second, rest in rests.items())
        groups.append(rf"{letter}(?:{'|'.join(pairs)})")
    return re.compile(rf"(?:{'|'.join((*groups, *more))})")


def _following(seconds: set[str]) -> str:
    """The pattern of the second words of names with one first word."""
    if "" in seconds:
        return ""
    words = seconds - {"\0"}
    listed = rf"[\s,&.\-]+(?i:{grouped(words)})" if words else ""
    capital = rf"\s+[{CAPITALS}\d]\w*"
    if "\0" not in seconds:
        return listed
    return rf"(?:{listed}|{capital})" if listed else capital


def _spellings(word: str) -> set[str]:
    return {w for spelt in _older(word) for w in (spelt, spelt.upper())}


def _older(word: str) -> set[str]:
    """A word with its tone mark where newer and where older spelling puts it: "ủy" and "uỷ", "Tòa" and "Toà"."""
    return {word, *(word.replace(newer, older) for older, newer in _TONES), word.replace("Ủy", "Uỷ")}


@functools.lru_cache(maxsize=4)
def bodies_of(tables: Tables) -> Bodies:
    """The matcher of a set of tables, built once."""
    return Bodies(tables)
