"""The end of a name that no table holds: "Cục Viễn thông", "Ban Chỉ đạo Chuyển đổi số", "Phòng Văn hóa, Khoa học
và Thông tin".

Such a name is a type word with capitalised words behind it, and small words that go on ("Trung tâm Phục vụ hành
chính công"). It ends where a level, an act or another name begins.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from ..letters import CAPITALS
from .alternatives import grouped

# Inside a name: spaces or one line break, never the border of a cell or a paragraph.
SPACE = r"(?:[ ]+|[ ]*\r?\n(?![ \t\r\n\d+*•-]|[a-zđ]\)|Điều\s))"
_TOKEN = re.compile(r"[^\W_]+")
_WORD = re.compile(rf"{SPACE}(?:-\s+)?([^\W_]+(?:-[^\W_]+)*)")
_STOP_WORDS = """
    chủ phối có chịu căn tại theo để nhằm khi nếu được đã sẽ đang phải cần là và của cho với trên trong từ về đến do
    hoặc hay cùng các những này đó trước sau gửi trình ban tham giúp nơi như trực thuộc cấp liên đôn khẩn nghiêm kịp
    thường chỉ tiếp tăng đẩy bố lập gồm thì mà vào ra giai
"""
_STOP = frozenset(_STOP_WORDS.split())
_PAPERS = re.compile(
    r"(?:Quyết định|Nghị (?:quyết|định)|Luật|Chỉ thị|Công (?:văn|điện)|Kế hoạch|Điều \d|Thông (?:tư|báo)"
    r"|Chương trình)(?!\w)"
)
_MAX_WORDS, _MOST_SMALL = 12, 8
_LISTING = ("Sở", "Phòng", "Ban", "Bộ", "Vụ", "Trung tâm", "Cục")  # bodies whose names are lists of fields
_NO_FIRST = ("Chương", "Điều", "Mục", "Mẫu", "Chỉ", "Tiêu", "Thủ", "Câu", "Số")  # "Bộ Chỉ số", "Bộ Tiêu chí" are papers
_BUREAUS = ("Cục", "Chi cục", "Tổng cục", "Vụ", "Viện", "Trung tâm")  # "Chi cục Tiêu chuẩn Đo lường Chất lượng"
# Bodies whose names hold no small words.
_SHORT = ("Báo", "Đài", "Tổ", "Đội", "Sở", "Bộ", "Công an", "Đảng ủy", "Hội", "Đoàn", "Tạp chí")
# What closes a name: "Hội Khuyến học, …", "Báo Sức khỏe và Đời sống".
_CLOSED = re.compile(
    rf"\s*(?:[,;:.)]|\Z)|\s+và\s+[{CAPITALS}]|\s+(?:tỉnh|thành phố|quận|huyện|thị xã|phường|xã|Việt Nam|TP|tại)(?!\w)"
)
# "Hội Người cao tuổi", "Tạp chí Y học thực hành": associations and journals are named by several small words.
_NAMED_SMALL = ("Hội", "Hiệp hội", "Tổng hội", "Tạp chí", "Liên hiệp")
_MOST_NAMED = 4
_LONGEST = 12  # characters of a syllable
# Words one syllable of which could be an act or end a name.
_COMPOUNDS = frozenset((
    ("công", "trình"), ("chương", "trình"), ("quy", "trình"), ("tiến", "trình"), ("hàng", "không"), ("giao", "thông"),
    ("giao", "dịch"), ("thu", "nhập"), ("chi", "nhánh"), ("chi", "cục"), ("địa", "chính"), ("vi", "phạm"),
    ("tái", "tạo"), ("trợ", "giúp"),
))  # fmt: skip
# Bodies that stand behind a dash as those to which the one before belongs: "Cục Kiểm soát … - Văn phòng Chính phủ".
_STRONG = re.compile(
    r"(?:Sở|Bộ|UBND|HĐND|Ủy|Uỷ|Hội đồng|Văn phòng|Tổng cục|Cục|Công an|Tỉnh|Thành|Huyện|Quận|Ban)(?!\w)"
)
# What a person is in a team, behind the office: a list of members.
_SEATS = ("Thành viên", "Trưởng", "Phó", "Ủy viên", "Uỷ viên", "Thư ký", "Tổ trưởng", "Tổ phó", "Chủ tịch")
_LEVELS = frozenset(("Quận", "Huyện", "Tỉnh", "Phường", "Xã"))  # in capitals, as some offices write
_LEVEL_WORD = re.compile(r"(?:tỉnh|thành phố|quận|huyện|thị xã|thị trấn|phường|xã(?!\s+hội))(?!\w)")
# Fields of work that stand in names ("Trung tâm Xúc tiến đầu tư"), though they are acts elsewhere.
_FIELDS_OF_WORK = """
    đầu tư,xây dựng,phát triển,quản lý,đào tạo,hỗ trợ,bảo vệ,bồi dưỡng,ứng dụng,chuyển đổi,hợp tác,thông tin,kiểm soát,
    kiểm tra,giám sát,thanh tra,truyền thông,tuyên truyền,quảng bá,giới thiệu,lưu trữ,phòng ngừa,khảo sát,điều hành,
    giảm,cải cách
"""
_WORK = frozenset(word.strip() for word in _FIELDS_OF_WORK.split(","))
# Such a field with an object is an act: "Cục Hàng không Việt Nam kiểm tra việc chấp hành …".
_WORKS = re.compile(
    rf"(?:{'|'.join(sorted(_WORK)).replace(' ', '[ ]')})[ ]+(?:việc|tình|tính|các|những|công[ ]tác|kết[ ]quả|đối[ ]với"
    r"|theo|chặt|thường|trong|tại|toàn|đột|khi|cơ[ ]sở|hệ[ ]thống|kế[ ]hoạch|đề[ ]án|dự[ ](?:thảo|toán)|phần[ ]mềm"
    r"|quy[ ](?:chế|định|trình)|báo[ ]cáo|chương[ ]trình|phương[ ]án|mô[ ]hình|danh[ ]mục|văn[ ]bản|tài[ ]liệu"
    r"|nội[ ]dung|Thông[ ]tư|Nghị[ ]định|Đề[ ]án|Kế[ ]hoạch|Chương[ ]trình|Quyết[ ]định|Quy[ ]chế|Báo[ ]cáo)(?!\w)"
)
# Fields that are acts behind a whole name ("Cục Thú y kiểm soát …"), not behind a joint or half of a name ("Trung tâm
# Dịch vụ kiểm tra").
_ACTING = re.compile(
    r"(?:kiểm tra|kiểm soát|giám sát|thanh tra|tuyên truyền|khảo sát|cung ứng|cung cấp|quảng bá|điều hành|giảm)(?!\w)"
)
_HALVES = frozenset(["lý", "cứu", "trợ", "vấn", "vụ", "dụng", "thuật", "tạo", "triển", "phối", "tiến", "và"])
_SCHOOLS = ("Trường", "Đại học", "Học viện", "Bệnh viện")
# Firms, whose names may begin with small words: "Công ty cổ phần cao su Lai Châu".
_FIRMS = ("Công ty cổ phần", "Công ty trách nhiệm hữu hạn", "Tổng công ty cổ phần")
_MOST_OF_A_FIRM = 6  # small words behind its type
# Fields in small letters behind a board or a team: "Ban Chỉ đạo phòng, chống thiên tai", "BCĐ giảm nghèo".
_BOARDS = ("Ban Chỉ đạo", "Ban chỉ đạo", "BCĐ", "Tổ", "Tổ công tác", "Ban", "Hội đồng", "Văn phòng", "Ban Chỉ huy")
_FIELD = re.compile(
    r"[ ](?:phòng\s*,?\s*chống\s+(?:thiên tai|tham nhũng|tội phạm"
    r"|ma [tT]úy|ma tuý|dịch(?: bệnh)?|HIV/AIDS|mại dâm|buôn lậu)"
    r"(?:\s+và\s+(?:tìm kiếm cứu nạn|tệ nạn xã hội))?|(?:xóa đói )?giảm nghèo(?: bền vững)?|xây dựng nông thôn mới"
    r"|cải cách (?:thủ tục )?hành chính|chuyển đổi số|trợ giúp người nghèo|công nghệ số cộng đồng"
    r"|cổ phần hóa"
    r"|thực hiện quy chế dân chủ|an toàn giao thông"
    r"|phổ biến,? giáo dục pháp luật|hội nhập quốc tế|xúc tiến đầu tư)(?!\w)"
)
# The second of two fields in small letters: "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ".
_AND = re.compile(
    r"[ ](?:công nghệ|đào tạo|phát triển nông thôn|vệ sinh môi trường(?: nông thôn)?|công nghiệp|du lịch|thể thao"
    r"|truyền thông|môi trường|kỹ thuật|trẻ em|hỗ trợ doanh nghiệp|việc làm|đo lường|kiểm định(?: chất lượng)?|thú y"
    r"|thủy sản|bảo vệ thực vật)"
    r"(?!\w)(?! (?:thông tin|số|cao)\b)"
)
_SMALL = "[a-zà-ỹ]+"
_LISTED = re.compile(rf"(?:,[ ]+[{CAPITALS}]{_SMALL}(?:[ ]+{_SMALL}){{0,3}}?){{1,2}}[ ]+và[ ]+[{CAPITALS}]{_SMALL}")


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    """Capitalised syllables of a name with the small ones right behind them."""
    for first, second in itertools.pairwise(name.split()):
        if first[0].isupper() and second.isalpha() and second.islower() and second not in _STOP and second != "và":
            yield first, second


def _small_pairs(name: str) -> Iterator[tuple[str, str]]:
    """The syllables of a name with those right behind them, in small letters, when one of them could be an act."""
    for first, second in itertools.pairwise(name.casefold().split()):
        if first.isalpha() and second.isalpha() and "và" not in (first, second):
            yield first, second


class Unlisted:
    """Finds the ends of names; `begins` tells where other names begin, `acts` are words of what agencies do.

    Provinces (`places`) end a name before small words.

    `names` are the known names: two syllables that stand in them as one word ("Lao động", "Thanh tra") do so elsewhere.
    """

    def __init__(
        self, begins: Callable[[str, int], bool], acts: list[str], names: Iterable[str], places: Iterable[str]
    ) -> None:
        self.begins = begins
        self.places = frozenset(places)  # provinces in small letters
        names = [*names]
        self.words = frozenset(pair for name in names for pair in _pairs(name))
        self.compounds = frozenset(_COMPOUNDS | {pair for name in names for pair in _small_pairs(name)})
        self.acts = re.compile(rf"(?:{grouped(act for act in acts if act not in _WORK)})(?!\w)")

    def end(self, text: str, kind: re.Match[str]) -> int | None:
        """The end of the name whose type word `kind` matched; None when no capitalised word follows it."""
        field = _FIELD.match(text, kind.end()) if kind[0] in _BOARDS else None
        if field is not None:
            return field.end()
        at = end = kind.end()
        words = 0
        previous = before = ""  # the capitalised syllable before, the one before in small letters
        capitals = int(
            any(word[0].isupper() for word in kind[0].split()[1:])
        )  # "Ban Quản lý cảng cá": the type word itself is a name
        while words < _MAX_WORDS and (match := _WORD.match(text, at)) is not None:
            word = match[1]
            capital = word[0].isupper() or word[0].isdigit()
            last, before = before, word.casefold().replace("uỷ", "ủy")
            if self._stops(text, match, kind[0], first=words == 0, capital=capital):
                break
            if not capital and capitals and previous and self._is_word(text, match, previous, kind[0]):
                words, at, previous = words + 1, match.end(), word
                end = at
                continue
            if previous and not capital and words > 2 and self._ends_in_place(text[max(kind.end(), end - 20) : end]):
                break
            if not capital and (not capitals or self._ends_name(text, match, last, kind[0])):
                if word == "và" and capitals and kind[0] in _BUREAUS and (field := _AND.match(text, match.end())):
                    at = end = field.end()
                    words += 2
                    continue
                if kind[0] in _FIRMS and not capitals and words < _MOST_OF_A_FIRM and word not in _STOP:
                    at, words = match.end(), words + 1
                    continue
                if not (word == "và" and capitals and self._goes_on(text, match.end())):
                    break
                at = match.end()
                words += 1
                continue
            words += 1
            capitals += capital
            at = end = match.end()
            previous = word if capital else ""
            if capital and word in _LEVELS:
                break  # "Trung tâm Văn hóa Quận quản lý …"
            if words - capitals > _MOST_SMALL:
                break
        return self._listed_end(text, end, kind[0]) if capitals and end > kind.end() else None

    def _ends_in_place(self, words: str) -> bool:
        """Do these words end in a province: "Công ty Cổ phần Lâm đặc sản Quảng Nam" before "trồng rừng"?"""
        return " ".join(words.split()[-2:]).casefold() in self.places

    def _stops(self, text: str, match: re.Match[str], kind: str, *, first: bool, capital: bool) -> bool:
        """Is this word no part of the name: a dash right behind the type, the word of a paper, another name?"""
        if first:
            if kind in _NAMED_SMALL and text.startswith("Điều dưỡng", match.start(1)):
                return False
            return (match[1] in _NO_FIRST and kind not in _BUREAUS) or "-" in match[0][: match.start(1) - match.start()]
        if "-" in match[0] and text.startswith(_SEATS, match.start(1)):
            return True  # "Phó Trưởng phòng Quản lý Văn hóa - Thành viên"
        another = capital and self.begins(text, match.start(1))
        if another and "-" in match[0] and kind in _BUREAUS and not _STRONG.match(text, match.start(1)):
            return False  # "Trung tâm Thông tin - Thư viện"
        return another and kind not in ("Văn phòng", "Ban Chỉ đạo", "Ban chỉ đạo")

    def _is_word(self, text: str, match: re.Match[str], previous: str, kind: str) -> bool:
        """Is this small syllable the rest of the word that `previous` begins: known, or the last of the name?"""
        if (previous, match[1]) in self.words:
            return True
        if kind not in _SHORT or match[1] in _STOP:
            return False
        if kind in _NAMED_SMALL and not self.acts.match(text, match.start(1)):
            end: int | None = match.end()
            for _ in range(_MOST_NAMED):
                if end is None or _CLOSED.match(text, end):
                    return end is not None
                more = _WORD.match(text, end)
                end = more.end() if more and more[1].islower() and more[1] not in _STOP else None
        return _CLOSED.match(text, match.end()) is not None

    def _in_compound(self, text: str, before: str, word: str, end: int) -> bool:
        """Is this syllable half of a word that stands in names: "giao" in "An toàn giao thông"?"""
        after = _WORD.match(text, end)
        return (before, word) in self.compounds or (after is not None and (word, after[1]) in self.compounds)

    def _goes_on(self, text: str, at: int) -> bool:
        """Behind "và": a capitalised word that begins no other name."""
        after = _WORD.match(text, at)
        if after is not None and _PAPERS.match(text, after.start(1)):
            return False
        return after is not None and after[1][0].isupper() and not self.begins(text, after.start(1))

    def _ends_name(self, text: str, match: re.Match[str], before: str, kind: str) -> bool:
        """Does a small word end a capitalised name? Levels and acts do; names of papers and groups hold none."""
        at, word = match.start(1), match[1]
        compound = self._in_compound(text, before, word, match.end())
        if kind in _SHORT or (word.casefold() in _STOP and not compound):
            return True
        act = self.acts.match(text, at)
        if before not in _HALVES and _ACTING.match(text, at):
            return True
        if kind in _SCHOOLS and any(text.startswith(work, at) for work in _WORK):
            return True
        return bool(
            _LEVEL_WORD.match(text, at) or _WORKS.match(text, at) or (act and not (compound and act[0] == word))
        )

    def _listed_end(self, text: str, end: int, kind: str) -> int:
        """The end of a name that is a list itself: "Phòng Văn hóa, Khoa học và Thông tin"."""
        more = _LISTED.match(text, end) if kind in _LISTING else None
        inner = more and any(self.begins(text, m.start()) for m in _TOKEN.finditer(text, end, more.end()))
        if more is None or inner:
            return end
        at = more.end()
        last = text[max(0, at - _LONGEST) : at].rpartition(" ")[2].casefold()
        for _ in range(_MOST_NAMED):
            match = _WORD.match(text, at)
            if match is None or not match[1].islower() or self._ends_name(text, match, last, ""):
                break
            last, at = match[1].casefold(), match.end()
        return at
