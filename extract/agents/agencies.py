"""The bodies and offices that a source names, one entry for each under its canonical name.

Abbreviations are spelt out, and a name that ends in a bare level word ("UBND tỉnh") takes the place that the header
gives to that level. Specific bodies count wherever they are named; groups only where they bear a task.
The file is longer than 400 lines because a name is completed where it is registered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...ontology.tables import AgencyName
from ..letters import CAPITALS
from ..reading import Reading
from ..records import Agency, Document
from .bearers import Item
from .bodies import Bodies, Body, bodies_of, fold_name, own_level, title_case
from .offices import RECIPIENTS_LENGTH, congresses, heads_of, listed, next_item, titled

_LAW = re.compile(
    r"(?:Luật|LUẬT|Pháp lệnh|Bộ luật)(?:\s+[Tt]ổ chức|\s+[Hh]oạt động giám sát của"
    r"|\s+[Bb]ầu cử[^,;.]{0,30}|\s+[Bb]an hành văn bản[^,;.]{0,30}\s+của)?"
    r"(?:\s+(?:Hội đồng nhân dân|Quốc hội|đại biểu)\s+và)?\s*\Z"
)
_LEVELS = {
    "tỉnh": "province", "thành phố": "province", "quận": "district", "huyện": "district", "thị xã": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
_PLACE = re.compile(
    r"(?P<level>Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|Đảng ủy (?:xã|phường|thị trấn|đặc khu)"
    r"|tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu)\s+(?P<place>[^,;()]+?)\s*\Z",
    re.IGNORECASE,
)
_JOINT = re.compile(r" - (?=(?:Sở|Bộ|Công an|Ủy ban|Tòa|Viện kiểm|Liên đoàn|Cục|Tỉnh đoàn|Hội) )")  # of two that issue
# The proper name that ends a name with small words: "Ban Quản lý rừng phòng hộ Phú Ninh".
_LAST = re.compile(rf"(?<=[a-zà-ỹ] )[{CAPITALS}]\w*(?: [{CAPITALS}]\w*)*\Z")
_TAG = re.compile(r"<[^<>]*>")
_UNITS = "Bộ|Sở|Tổng cục|Cục|Bệnh viện"
_OWNER = re.compile(
    rf"(?:{_UNITS})\s+(?!trưởng)[^,;]+?(?=\s+(?:tỉnh|thành phố)\s"
    r"|\Z)(?:,\s+Thể thao và Du lịch)?"
)
_OWNER_WORD = re.compile(rf"(?<!\w)(?:{_UNITS})\s+(?!trưởng)")
_OF_PARTY = {
    "tỉnh ủy": "tỉnh", "thành ủy": "thành phố", "huyện ủy": "huyện", "quận ủy": "quận", "thị ủy": "thị xã",
}  # fmt: skip
_BARE_OWNER = re.compile(
    r"(?<=\s)(?<!Nam\s)(?<!Bắc\s)(?<!Trung\s)(Bộ|Sở|Tổng cục|Cục|Bệnh viện)\Z"
)  # "Nam Bộ" is a region
# The body that issues, inside a name: "Thủ trưởng các đơn vị thuộc Bộ có liên quan".
_OWN_BODY = re.compile(r"(?<=thuộc )Bộ(?= (?:có )?liên quan)")
# Committees that only a people's council has, and all of them.
_OF_COUNCIL = re.compile(
    r"(?:Trưởng |Phó Trưởng )?Ban (?:Pháp chế|Đô thị|(?:Kinh tế|Văn hóa)(?: và| -) (?:Ngân sách|Xã hội))|[Cc]ác Ban"
)
_OWNERS = ("Bộ", "Sở", "Tổng cục", "Cục", "Bệnh viện")
_SHORT_END = re.compile(r"\n(?<!.{45}\n)")  # the break behind a line of fewer characters
_MOTTOS = ("CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "Cộng hòa xã hội chủ nghĩa", "ĐẢNG CỘNG SẢN VIỆT NAM")
_ISSUING = re.compile(r"\s*(?:Chủ tịch\s+|Thường trực\s+)?(Ủy ban nhân dân|Hội đồng nhân dân)", re.IGNORECASE)
_NOT_ALONE = frozenset((
    "Công an", "Báo", "Bộ phận tiếp nhận và trả kết quả", "Đảng ủy", "Ban Thường vụ", "Ban Chấp hành",
    "Tổ công nghệ số cộng đồng", "Tổ Công nghệ số cộng đồng", "Tòa án nhân dân", "Viện kiểm sát nhân dân",
    "Đài Truyền thanh",
))  # fmt: skip
_LOCAL = ("Báo", "Viễn thông")  # kinds of bodies that a province has one of: "Báo Hà Giang"
_NATIONAL = ("Cục", "Vụ", "Tổng cục")  # kinds of bodies of a ministry
_WEB = ("Cổng ", "Bộ phận ")
_NO_BODY = re.compile(
    r"(?:công dân|nhân dân|cá nhân|người dân|tổ chức(?=\s*(?:,|\Z|và\s))"
    r"|Bộ (?:Chỉ số|chỉ số|tiêu chí|Tiêu chí|Thủ tục|câu hỏi)|Đảng bộ|Ban Hành|Ban Ngành"
    r"|Văn phòng phẩm|Hội nghị|Hội thảo|Trường hợp|Quỹ đất|Đoàn kiểm tra(?! số))",
    re.IGNORECASE,
)
_SO_NGANH = re.compile(r"(?:Các |các |những |Những )?(?:[Ss]ở|[Bb]an)\b[, ]", re.IGNORECASE)
_DEPARTMENTS = re.compile(r"ở,?\s+(?:ban\s*,?\s+)?ngành")  # "sở, ban, ngành", found by its rarest letter
_THE = ("các s", "Các s", "các S", "Các S")
_COMMITTEE = re.compile(r"(?:Tỉnh|Thành|Quận|Huyện|Thị|Đảng)\s+[uủ][ỷy]\b", re.IGNORECASE)
_SECRETARIES = ("bí thư", "phó bí thư", "phó bí thư thường trực")
_PEOPLE = ("chủ tịch", "phó chủ tịch")
_MANAGERS = (
    "chủ nhiệm",
    "phó chủ nhiệm",
    "thống đốc",
    "phó thống đốc",
    "bộ trưởng",
    "thứ trưởng",
    "giám đốc",
    "phó giám đốc",
    "cục trưởng",
    "phó cục trưởng",
    "tổng cục trưởng",
)
_CUT = re.compile(r"[ ]*\n[ ]*[a-zà-ỹ]")
_RECIPIENTS = re.compile(r"Nơi nhận|Nơi gửi")


@dataclass(slots=True, eq=False)
class _Entry:
    name: str
    kind: str
    key: str | None = None
    level: str | None = None
    place: str | None = None
    spans: dict[tuple[int, int], None] = field(default_factory=dict)  # in the order of their finding
    bearing: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """What the header says of the issuing body: its level word and its place ("tỉnh", "Lào Cai")."""

    level: str | None = None
    place: str | None = None
    body: str | None = None  # a ministry or department that issues: "Bộ Công Thương"

    @property
    def full(self) -> str | None:
        """Level and place as they end a name: "tỉnh Lào Cai", "Quận 2"."""
        if self.level is None:
            return None
        if self.place and self.place[0].isdigit():
            return f"{self.level.capitalize()} {self.place}"
        return f"{self.level} {self.place}" if self.place else self.level


def home_of(documents: Sequence[Document], bodies: Bodies) -> Home:
    """Level and place of the first document's issuer; without a place when the file does not name it."""
    for document in documents:
        issuer = " ".join(_TAG.sub(" ", document.issuer or "").split())
        body = _owner(issuer, bodies)
        issuer = _JOINT.split(issuer)[0]
        match = _PLACE.search(issuer)
        if match:
            level = match["level"].casefold().removeprefix("đảng ủy ")
            return Home(_OF_PARTY.get(level, level), title_case(match["place"]), body)
        for level in _LEVELS:
            if issuer.casefold().endswith(" " + level):
                return Home(level, None, body)
        if body:
            place = _province_at_end(issuer, bodies)
            level = "thành phố" if fold_name(place or "") in bodies.cities else "tỉnh"
            return Home(level if place else None, place, body)
    return Home()


def _province_at_end(issuer: str, bodies: Bodies) -> str | None:
    """The province that ends the name of an issuer without a level word: "Sở Y tế Đồng Nai"."""
    words = issuer.split()
    names = (" ".join(words[-count:]) for count in (4, 3, 2, 1))
    return next((name for name in names if fold_name(name) in bodies.provinces), None)


def _owner(issuer: str, bodies: Bodies) -> str | None:
    """The ministry or department that issues, with a place only where no level word stands before it."""
    begins = _OWNER_WORD.search(issuer)
    if begins is None:
        return None
    issuer = issuer[begins.start() :]
    found = bodies.longest(issuer, 0)
    if found is None:
        owner = _OWNER.match(issuer)
        return owner[0] if owner else None
    whole = bodies.at(issuer, 0)
    named = whole is not None and whole.place and f" {whole.place}" == issuer[found[0] : whole.end]
    return whole.name if named and whole else issuer[: found[0]]


class Register:
    """Collects what names bodies in one source, and gives the entries."""

    def __init__(self, reading: Reading, documents: Sequence[Document]) -> None:
        self.text = reading.text
        self.bodies = bodies_of(reading.tables)
        self.documents = documents
        self.home = home_of(documents, self.bodies)
        self.office = self._office()
        self.council = bool(self.home.place) and any(
            "hội đồng nhân dân" in (d.issuer or "").casefold() for d in documents
        )
        self.ends = max((d.end for d in documents), default=len(self.text))
        self.items: list[Item] = []
        self.known: dict[tuple[str, str | None, str | None], _Entry] = {}  # by name, level and place of a body
        self.cut: set[int] = set()  # where names begin that a page break cut in two

    def _office(self) -> str | None:
        """Whose office a bare "Chánh Văn phòng" heads: the ministry's, or the committee's that issues."""
        if self.home.place and any(d.issuer and _ISSUING.match(d.issuer) for d in self.documents):
            council = "" if self.home.level in ("tỉnh", "thành phố") else "Hội đồng nhân dân và "
            return f"{council}Ủy ban nhân dân {self.home.full}"
        return self.home.body if (self.home.body or "").startswith("Bộ ") else None

    def bearer(self, item: Item) -> None:
        """Take in one bearer of a task."""
        self.items.append(item)
        if item.words is not None:
            self.cut.add(item.start)

    def entries(self) -> tuple[tuple[Agency, ...], dict[tuple[int, int], str]]:
        """The agencies in the order of their first mention, and the id of each bearer by its range."""
        found: dict[str, _Entry] = {}
        ranges: dict[tuple[int, int], _Entry] = {}
        # Lines that are short end what they say: a name runs on over their breaks only where the table holds it whole.
        bodies = list(self.bodies.scan(_walled(self.text)))
        places = self._places(bodies)
        taken = sorted((i.start, i.end) for i in self.items)
        for item in self.items:
            entry = self._of_item(found, item, places)
            if entry is not None:
                entry.bearing = True
                self._mention(entry, item.start, item.end)
                ranges[item.start, item.end] = entry
        self._scanned(found, bodies, places, taken)
        self._departments(found)
        self._signers(found)
        self._heads(found)
        self._congresses(found, places)
        self._listed(found)
        merged = self._merged(found)
        kept = [e for e in dict.fromkeys(merged.values()) if e.kind == "specific" or e.bearing]
        kept.sort(key=lambda e: min(e.spans, default=(len(self.text), 0)))
        agencies = tuple(self._agency(entry, number) for number, entry in enumerate(kept, 1))
        ids = {id(entry): agency.id for entry, agency in zip(kept, agencies, strict=True)}
        return agencies, {
            span: ids[id(merged[_key(e.name)])] for span, e in ranges.items() if id(merged[_key(e.name)]) in ids
        }

    def _places(self, bodies: Sequence[Body]) -> dict[str, set[str]]:
        """The places that the text names with each level word."""
        places: dict[str, set[str]] = {}
        for body in bodies:
            match = _PLACE.search(body.name) if body.place else None
            if match:
                places.setdefault(match["level"].casefold(), set()).add(title_case(match["place"]))
        return places

    def _completed(self, name: str, level: str | None, places: dict[str, set[str]]) -> str:
        """`name` with the place of its bare level word."""
        owner = _BARE_OWNER.search(name) if name.endswith(_OWNERS) else None
        if owner and self.home.body and self.home.body.startswith(owner[1] + " "):
            return name[: owner.start()] + self.home.body
        if self.home.body and " thuộc Bộ " in name:
            return _OWN_BODY.sub(self.home.body, name)
        if self.council and _OF_COUNCIL.fullmatch(name):
            of = " của" if name[0] in "cC" else ""
            return f"{name}{of} Hội đồng nhân dân {self.home.full}"
        if name.endswith("Chánh Văn phòng") and self.office:
            return f"{name} {self.office}"
        if name.endswith("Đảng ủy") and self.home.level in ("xã", "phường", "thị trấn"):
            return f"{name} {self.home.full}"
        if level is None:
            if name.endswith(("Ủy ban nhân dân", "Hội đồng nhân dân")) and self.home.full:
                return f"{name} {self.home.full}"
            return name
        place = self.home.place if level == self.home.level else None
        if place is None and level != self.home.level and len(places.get(level, ())) == 1:
            place = next(iter(places[level]))
        if place is None:
            return name
        if name.endswith(("ủy", "uỷ", "đoàn")):
            return f"{name} {_numbered(level, place) if place[0].isdigit() else place}"
        return name.removesuffix(level) + _numbered(level, place) if place[0].isdigit() else f"{name} {place}"

    def _of_item(self, found: dict[str, _Entry], item: Item, places: dict[str, set[str]]) -> _Entry | None:
        words = item.text(self.text)
        body = item.body
        if _NO_BODY.match(words) and not re.search(r"cơ quan|đơn vị|liên quan", words):
            return None
        if body is not None and body.kind == "specific" and item.words is None and body.end >= item.end:
            return self._of_body(found, body, places)
        if body is not None and body.kind == "specific" and len(body.name) >= len(words):
            return self._of_body(found, body, places)
        name = self.bodies.spelt_out(words)
        level = next(
            (lv for lv in _LEVELS if name.endswith(" " + lv) and "các " + lv not in name and "cấp " + lv not in name),
            None,
        )
        level = level or (own_level(name) if name.endswith(("ủy", "đoàn")) else None)
        if (
            level
            and level == self.home.level
            and not re.search(r"(?:huyện|thị xã|quận|xã|phường)\s*,[^,]*$|,\s*thành phố$", name)
        ):
            name = self._completed(name, level, {})
        if _BARE_OWNER.search(name) or " thuộc Bộ " in name or (self.council and _OF_COUNCIL.fullmatch(name)):
            name = self._completed(name, "", {})
        elif level is None and name.endswith("Hội đồng nhân dân") and self.home.full:
            name = f"{name} {self.home.full}"  # "các Ban Hội đồng nhân dân"
        kind = "collective" if body is None or body.kind == "collective" else "specific"
        return found.setdefault(_key(name), _Entry(name, kind))

    def _of_body(self, found: dict[str, _Entry], body: Body, places: dict[str, set[str]]) -> _Entry:
        """The entry of a body; a text names few bodies often."""
        if self.home.level == "thành phố" and body.name.endswith("Tỉnh ủy"):  # TTTU, in a city
            name = body.name.removesuffix("Tỉnh ủy") + "Thành ủy"
            row = self.bodies.longest(name, 0)
            body = body._replace(name=name, level="thành phố", row=row[1] if row else None)
        said = (body.name, body.level, body.place)
        if said not in self.known:
            self.known[said] = self._entry_of(found, body, places)
        return self.known[said]

    def _entry_of(self, found: dict[str, _Entry], body: Body, places: dict[str, set[str]]) -> _Entry:
        name = self._completed(body.name, body.level, places)
        if body.place and body.place[0].isdigit():
            name = re.sub(r"quận (\d+)", r"Quận \1", name)
        row = body.row or body.kind_row
        entry = _Entry(name, body.kind, row.key if row else None, row.level if row else None)
        entry.level, entry.place = self._lies(name, body, entry.level)
        return found.setdefault(_key(name), entry)

    def _lies(self, name: str, body: Body, level: str | None) -> tuple[str | None, str | None]:
        """Level and place of a body: as its name says or as the header completes it; else the level of its row."""
        place = title_case(body.place) or None
        if body.level:
            return _LEVELS.get(body.level, level), self.home.place if body.level == self.home.level else None
        if (
            place is None
            and self.home.place
            and (name != body.name or (body.kind_row and body.kind_row.name in _LOCAL))
        ):
            place = self.home.place if name.endswith(f" {self.home.place}") else None
            if place and not self.home.full:
                return level, place
            return (_LEVELS.get(self.home.level or "", level), place) if place else (level, None)
        if place is None or place == "Việt Nam":
            bureau = body.kind_row is not None and body.kind_row.name in _NATIONAL and not body.level
            return ("central" if bureau and (self.home.body or "").startswith("Bộ ") else level), None
        level = self._level_of(name, place) or level
        return ("district" if level == "province" and self._is_town(name, place) else level), place

    def _level_of(self, name: str, place: str) -> str | None:
        """The level at which a name says that its body is: "UBND tỉnh Hà Giang" is of a province."""
        before = name[: name.find(place)].rstrip().casefold()
        party = own_level(name[: name.find(place)].rstrip())
        word = party or next((level for level in _LEVELS if before.endswith(" " + level)), None)
        return _LEVELS[word] if word else None

    def _is_town(self, name: str, place: str) -> bool:
        """Is this "thành phố" one that lies in a province: "UBND thành phố Đà Lạt"?"""
        return f"thành phố {place}" in name and fold_name(place) not in self.bodies.cities

    def _mention(self, entry: _Entry, start: int, end: int) -> None:
        entry.spans[start, end] = None

    def _scanned(
        self,
        found: dict[str, _Entry],
        bodies: Sequence[Body],
        places: dict[str, set[str]],
        taken: list[tuple[int, int]],
    ) -> None:
        """Specific bodies anywhere in the text; groups only as further mentions of groups that bear a task."""
        at = 0
        for body in bodies:
            while at < len(taken) and taken[at][1] <= body.start:
                at += 1
            if at < len(taken) and taken[at][0] < body.end and (taken[at][0] != body.start or taken[at][1] > body.end):
                continue  # inside the words of a bearer
            if body.start >= self.ends:
                break  # what stands behind the last document is furniture of a site
            if body.row is None and _CUT.match(self.text, body.end):
                continue  # a name that the end of a line cut
            if body.start in self.cut:
                continue
            if body.kind == "collective" or not self._counts(body):
                if body.kind == "collective":
                    self._group(found, body)
                continue
            self._mention(self._of_body(found, self._with_initials(body), places), body.start, body.end)
            if self.text.startswith("ác ", body.start - 3):
                self._shared(found, body, places)

    def _with_initials(self, body: Body) -> Body:
        """A body with the place that initials behind it stand for: "Đài PTTH VL" of Vĩnh Long."""
        if body.row is None or body.row.level != "press" or body.place or not self.home.place:
            return body
        place = self.home.place
        initials = "".join(word[0] for word in place.split())
        said = self.text[body.end : body.end + len(initials) + 2]
        if len(initials) < 2 or said[:-1] != f" {initials}" or said[-1].isalnum():
            return body
        return body._replace(name=f"{body.name} {place}", place=place)

    def _shared(self, found: dict[str, _Entry], body: Body, places: dict[str, set[str]]) -> None:
        """Further bodies of one kind by their places: "các Ban Quản lý rừng phòng hộ Phú Ninh, Sông Kôn và A Vương"."""
        own = _LAST.search(body.name)
        if own is None or body.level:
            return
        kind = body.name[: own.start()]
        at: int | None = next_item(self.text, body.end)
        while at is not None and (match := self.bodies.place.match(self.text, at - 1)) is not None:
            if self.bodies.anchor.match(self.text, at) or self.bodies.office.match(self.text, at):
                return
            place = " ".join(match[1].split())
            other = body._replace(start=at, end=match.end(), name=f"{kind}{place}", place=place)
            self._mention(self._of_body(found, other, places), at, match.end())
            at = next_item(self.text, match.end())

    def _counts(self, body: Body) -> bool:
        """Is this mention one of a body: no part of a law's name, no word that stands for a class, no mere web site?"""
        text = self.text
        if _NO_BODY.match(body.name) or (body.name in _NOT_ALONE):
            return False
        if body.name.startswith(_WEB) and not self._receives(body.start):
            return False
        if body.name.endswith(("Ủy ban nhân dân", "Hội đồng nhân dân")) and not self.home.level:
            return False
        if body.level in ("xã", "phường", "huyện", "thị trấn", "quận") and body.level != self.home.level:
            return False  # every commune or district, not one
        before = text[max(0, body.start - 60) : body.start]
        return not (("uật" in before or "UẬT" in before or "lệnh" in before) and _LAW.search(before))

    def _receives(self, at: int) -> bool:
        """Does a list of recipients begin not far before this place?"""
        return _RECIPIENTS.search(self.text, max(0, at - RECIPIENTS_LENGTH + 1), at) is not None

    def _group(self, found: dict[str, _Entry], body: Body) -> None:
        name = self.bodies.spelt_out(self.text[body.start : body.end])
        if self.home.level and name.endswith(" " + self.home.level) and f"cấp {self.home.level}" not in name:
            name = self._completed(name, self.home.level, {})
        entry = found.get(_key(name))
        if entry is None and _SO_NGANH.match(name):
            entry = found.setdefault(_key(name), _Entry(name, "collective"))
        if entry is not None:
            self._mention(entry, body.start, body.end)

    def _departments(self, found: dict[str, _Entry]) -> None:
        """Further mentions of the departments as a group, where they bear a task: the fullest names them best."""
        if not any(e.bearing and e.kind == "collective" and _SO_NGANH.match(e.name) for e in found.values()):
            return
        for match in _DEPARTMENTS.finditer(self.text):
            start = match.start() - 5 if self.text[match.start() - 5 : match.start()] in _THE else match.start() - 1
            body = self.bodies.at(self.text, start)
            if body is not None and body.kind == "collective":
                self._group(found, body)

    def _signers(self, found: dict[str, _Entry]) -> None:
        """The offices of the signature: who signs, and for whom, under the body that issues."""
        for document in self.documents:
            signer = document.signer
            issuer = " ".join(_TAG.sub(" ", document.issuer or "").split())
            if signer is None:
                continue
            people = _ISSUING.match(issuer)
            party = _COMMITTEE.match(issuer)
            owner = re.sub(r"^(?:Chủ tịch|Thường trực)\s+", "", issuer) if people else self.home.body
            owner = issuer if party or self._is_central(issuer) else owner
            for office in (signer.for_, signer.position) if owner else ():
                title = " ".join(re.sub(r"^(?:KT|Q)\s*\.\s*", "", office or "").split()).casefold()
                if title in (_SECRETARIES if party else _PEOPLE if people else _MANAGERS):
                    name = f"{titled(title)} {owner}"
                    entry = found.setdefault(_key(name), _Entry(name, "specific"))
                    span = document.spans.get("position")
                    if span:
                        self._mention(entry, *span)

    def _is_central(self, issuer: str) -> bool:
        """Is it a body at the centre that a head of its own kind signs for: the Government's office, the State bank?"""
        row = self.bodies.longest(issuer, 0)
        return (
            row is not None and row[1].level == "central" and not issuer.startswith(("Bộ ", "Chính phủ", "Thủ tướng"))
        )

    def _heads(self, found: dict[str, _Entry]) -> None:
        """The heads of the ministry or department that issues, where they are named without it: "Các Thứ trưởng"."""
        for start, end, name in heads_of(self.home.body or "", self.text, self.ends):
            self._mention(found.setdefault(_key(name), _Entry(name, "specific")), start, end)

    def _congresses(self, found: dict[str, _Entry], places: dict[str, set[str]]) -> None:
        """Congresses of the Party, whose resolutions are carried out."""
        for match in congresses(self.text, self.ends):
            words = self.bodies.spelt_out(match[0])
            level = (match["level"] or "").casefold()
            if level:
                at = words.casefold().find(level)
                body, rest = words[:at] + level, words[at + len(level) :]
                words = (body if match["place"] else self._completed(body, level, places)) + rest
            entry = found.setdefault(_key(words), _Entry(words, "specific", None, "party"))
            self._mention(entry, *match.span())

    def _listed(self, found: dict[str, _Entry]) -> None:
        """Departments listed behind their type word: "Giám đốc các Sở: Nội vụ, Tài chính" names two directors."""
        for match in listed(self.text, self.ends):
            at: int | None = match.end()
            office = f"{match['office']} " if match["office"] else ""
            while at is not None and (named := self.bodies.domain(self.text, at, match["kind"])) is not None:
                end, row = named
                name = f"{office}{self._as_said(row, match['kind'], at, end)}"
                entry = found.setdefault(_key(name), _Entry(name, "specific", None if office else row.key, row.level))
                self._mention(entry, at, end)
                at = next_item(self.text, end)

    def _as_said(self, row: AgencyName, kind: str, start: int, end: int) -> str:
        """The name of a row in the signs of the text: "Quy hoạch Kiến trúc" behind "các Sở:"."""
        said = f"{kind.capitalize()} {self.bodies.spelt_out(self.text[start:end])}"
        return said if fold_name(said) == fold_name(row.name) and not said.isupper() else row.name

    def _merged(self, found: dict[str, _Entry]) -> dict[str, _Entry]:
        """Variants of one body as one entry: the same name without its place, the same group in other words."""
        merged = dict(found)
        names = sorted(found, key=len)
        for index, short in enumerate(names):
            entry = found[short]
            prefix = short + " "
            longer = [n for n in names[index + 1 :] if n.startswith(prefix) and found[n].kind == entry.kind]
            if entry.kind == "specific":
                longer = [n for n in longer if self._is_place(n[len(short) + 1 :])]
            elif not re.match(r"(?:thủ trưởng|người đứng đầu)", short):
                longer = []
            if longer and (len(longer) == 1 or entry.kind == "collective"):
                self._absorb(merged, found, longer[-1], short)
        groups = [
            n for n in names if found[n].kind == "collective" and _SO_NGANH.match(found[n].name) and "phòng" not in n
        ]
        if len(groups) > 1 and any(found[n].bearing for n in groups):
            best = max(groups, key=lambda n: (self._ends_in_home(n), n.count("ban"), len(n)))
            for name in groups:
                if name != best:
                    self._absorb(merged, found, best, name)
        return merged

    def _ends_in_home(self, name: str) -> bool:
        return bool(self.home.level and (name.endswith((self.home.level, (self.home.full or "").casefold()))))

    def _is_place(self, words: str) -> bool:
        """Are these the words by which a longer name says where the body is?"""
        full = (self.home.full or "").casefold()
        return (
            words == full
            or words in _LEVELS
            or bool(full and words.startswith(full))
            or words == (self.home.place or "").casefold()
            or words in self.bodies.provinces
        )

    def _absorb(self, merged: dict[str, _Entry], found: dict[str, _Entry], keep: str, lose: str) -> None:
        target, source = merged[keep], found[lose]
        if target is source:
            return
        for span in source.spans:
            self._mention(target, *span)
        target.bearing = target.bearing or source.bearing
        for name, entry in merged.items():
            if entry is source:
                merged[name] = target

    def _agency(self, entry: _Entry, number: int) -> Agency:
        spans = tuple(sorted(entry.spans))
        said = dict.fromkeys(self.text[a:b] for a, b in spans if b - a < 300)
        forms = tuple(dict.fromkeys(" ".join(form.split()) for form in said))
        name = entry.name
        return Agency(
            f"G{number}",
            name,
            "collective" if entry.kind == "collective" else "specific",
            forms,
            entry.level,
            entry.place,
            entry.key,
            spans,
        )


def _walled(text: str) -> str:
    """`text` with vertical tabs where a name ends: at breaks behind short lines, and before the motto.

    A short line ends, a long one may be wrapped. The motto stands right of the body where two columns are one line.
    """
    text = _SHORT_END.sub("\v", text)
    for motto in _MOTTOS:
        text = text.replace(f" {motto}", f"\v{motto}")
    return text


def _numbered(level: str, place: str) -> str:
    return f"{level.capitalize()} {place}" if place[0].isdigit() else f"{level} {place}"


def _key(name: str) -> str:
    return fold_name(name)
