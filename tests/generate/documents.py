"""One plan, written out in every format that is read: what the readers' tests compare.

The plan is made up; it has what makes documents hard: a letterhead and a signature in two columns, merged cells in both
directions, rows that name a section, a table over three pages with its heading repeated, numbers that the word processor
generates, non-breaking hyphens and spaces, footnotes, a running head, a change under revision. Longer than 400 lines,
because one plan is written by one module in all formats, or they would part.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HYPHEN = "\u2011"
SPACE = "\u00a0"


@dataclass(frozen=True)
class Text:
    """A paragraph. `number` is what the word processor generates before it; `note` is a footnote at its end."""

    text: str
    number: str = ""
    note: str = ""
    centre: bool = False


@dataclass(frozen=True)
class Item:
    """A cell: its text (paragraphs by line feeds) and spans."""

    text: str
    down: int = 1
    across: int = 1


@dataclass(frozen=True)
class Rows:
    """A table with lines; each row lists the cells that begin in it."""

    rows: tuple[tuple[Item, ...], ...]
    widths: tuple[int, ...]
    heads: int = 0


@dataclass(frozen=True)
class Sides:
    """Two columns without lines, row by row: a letterhead, a signature."""

    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True)
class Plan:
    """The whole document."""

    parts: tuple[Text | Rows | Sides, ...]
    head: str
    title: str = "Kế hoạch"
    notes: tuple[str, ...] = field(default=())


def plan() -> Plan:
    """The document that all formats hold."""
    parts: list[Text | Rows | Sides] = [
        Sides(
            (
                (
                    ("ỦY BAN NHÂN DÂN", "TỈNH TRƯỜNG SƠN"),
                    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
                ),
                ((f"Số: 215/KH{HYPHEN}UBND",), ("Trường Sơn, ngày 14 tháng 3 năm 2019",)),
            )
        ),
        Text("KẾ HOẠCH", centre=True),
        Text("Nâng cao chất lượng giải quyết thủ tục hành chính năm 2019", centre=True),
        Text(
            f"Căn cứ Nghị định số 61/2018/NĐ{HYPHEN}CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ chế một cửa,"
            " một cửa liên thông trong giải quyết thủ tục hành chính;",
            note=f"Sau đây gọi là Nghị định số 61/2018/NĐ{HYPHEN}CP, có hiệu lực từ ngày 21 tháng 6 năm 2018.",
        ),
        Text(
            f"Thực hiện Quyết định số{SPACE}985/QĐ{HYPHEN}TTg ngày{SPACE}08 tháng 8 năm 2018 của Thủ tướng Chính phủ ban hành"
            " Kế hoạch thực hiện Nghị định nêu trên, Ủy ban nhân dân tỉnh ban hành kế hoạch với các nội dung sau:"
        ),
        Text("MỤC TIÊU", number="I."),
        Text("Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 95% trở lên trong năm 2019.", number="1."),
        Text(
            "Tối thiểu 30% thủ tục hành chính được thực hiện trực tuyến ở mức độ 3 và mức độ 4.",
            number="2.",
            note="Không tính các thủ tục hành chính liên thông.",
        ),
        Text("NHIỆM VỤ", number="II."),
        Text("Các cơ quan thực hiện nhiệm vụ theo bảng sau đây:"),
        table(),
        Text("TỔ CHỨC THỰC HIỆN", number="III."),
        Text(
            "Sở Nội vụ chủ trì, phối hợp với Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện.",
            number="1.",
        ),
        Text("Sở Tài chính bố trí kinh phí theo quy định.", number="2."),
        Sides(
            (
                (
                    ("Nơi nhận:", "- Bộ Nội vụ;", "- Các sở, ban, ngành;", "- Lưu: VT."),
                    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Mẫu"),
                ),
            )
        ),
    ]
    notes = tuple(part.note for part in parts if isinstance(part, Text) and part.note)
    return Plan(tuple(parts), "Kế hoạch nâng cao chất lượng giải quyết thủ tục", notes=notes)


def table() -> Rows:
    """Tasks in two sections: 64 rows, so that the table takes three pages; cells merged over rows and over columns."""
    rows: list[tuple[Item, ...]] = [
        (
            Item("TT", down=2),
            Item("Nội dung công việc", down=2),
            Item("Cơ quan", across=2),
            Item("Thời gian hoàn thành", down=2),
        ),
        (Item("Chủ trì"), Item("Phối hợp")),
    ]
    offices = ("Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Y tế", "Sở Xây dựng", "Sở Công Thương")
    works = (
        "Rà soát, công bố danh mục thủ tục hành chính của ngành",
        "Xây dựng quy trình nội bộ giải quyết thủ tục hành chính",
        f"Kiểm tra việc thực hiện Chỉ thị số 13/CT{HYPHEN}TTg tại các đơn vị",
        "Tổ chức tập huấn cho công chức tại bộ phận một cửa",
    )
    number = 0
    for section, heading in (("A", "Công tác chỉ đạo, điều hành"), ("B", "Cải cách thủ tục hành chính")):
        rows.append((Item(section), Item(heading, across=4)))
        for at in range(30):
            number += 1
            lead, other = offices[number % 6], offices[(number + 1) % 6]
            work = f"{works[number % 4]} (lần {number})"
            when = f"Quý {('I', 'II', 'III', 'IV')[number % 4]} năm 2019"
            if at == 10:
                rows.append((Item(str(number)), Item(work), Item(lead), Item(other), Item("Trong năm 2019", down=2)))
            elif at == 11:
                rows.append((Item(str(number)), Item(work), Item(lead), Item(other)))
            else:
                rows.append((Item(str(number)), Item(work), Item(lead), Item(other), Item(when)))
    return Rows(tuple(rows), (700, 3600, 1700, 1700, 1600), heads=2)


# Flattened text: the text layer as docs/formats.md describes it ------------------------------------------------------


def flat(document: Plan, *, repeated: bool = False) -> str:
    """The text layer that every reader should give; `repeated` writes what a cell merged downwards says in every row
    of it, the only way in which plain text can say it.
    """
    lines: list[str] = []
    for part in document.parts:
        if isinstance(part, Text):
            lines.append(f"{part.number} {part.text}" if part.number else part.text)
        elif isinstance(part, Sides):
            lines += [line for row in part.rows for side in row for line in side]
        else:
            lines += _flat_rows(part, repeated=repeated)
    return "\n".join([*lines, *document.notes, document.head]) + "\n"


def _flat_rows(rows: Rows, *, repeated: bool) -> list[str]:
    lines, columns = [], len(rows.widths)
    above: dict[int, tuple[str, int]] = {}
    for at, row in enumerate(placed(rows)):
        cells = [""] * columns
        for column, (text, until) in above.items():
            if repeated and at < until:
                cells[column] = text
        for column, item in row:
            cells[column] = item.text
            if item.down > 1 and at >= rows.heads:
                above[column] = item.text, at + item.down
        whole = len(row) == 1 and row[0][1].across == columns
        lines.append(row[0][1].text if whole else "\t".join(cells))
    return lines


def placed(rows: Rows) -> list[list[tuple[int, Item]]]:
    """The cells of each row with their columns."""
    covered: dict[int, int] = {}
    found: list[list[tuple[int, Item]]] = []
    for row in rows.rows:
        column, places, fresh = 0, [], {}
        for item in row:
            while covered.get(column, 0):
                column += 1
            places.append((column, item))
            fresh.update(dict.fromkeys(range(column, column + item.across), item.down))
            column += item.across
        covered = {at: left - 1 for at, left in (covered | fresh).items() if left > 1}
        found.append(places)
    return found


# Word ----------------------------------------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_LISTS = {"I.": 1, "II.": 1, "III.": 1}


def docx(document: Plan, *, revised: bool = True) -> bytes:
    """The document as .docx, made by hand; `revised` adds a change under revision to every paragraph."""
    body, notes = [], []
    numbers = 1
    for part in document.parts:
        if isinstance(part, Text):
            if part.number == "1.":
                numbers += 1
            body.append(_word_text(part, notes, numbers, revised=revised))
        else:
            body.append(_word_sides(part) if isinstance(part, Sides) else _word_table(part))
    body.append(
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1418"'
        ' w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    notes_xml = "".join(
        f'<w:footnote w:id="{at}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f"{_word_run(' ' + note, size=20)}</w:p></w:footnote>"
        for at, note in enumerate(notes, 1)
    )
    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    )
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = {"rId1": "styles", "rId2": "numbering", "rId3": "footnotes", "rId4": "header", "rId5": "footer"}
    types = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for kind in kinds.values()
    )
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        + types + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rels}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="{key}" Type="{rels}/{kind}" Target="{kind}.xml"/>' for key, kind in kinds.items())
        + "</Relationships>",
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {_W}>{separators}{notes_xml}</w:footnotes>",
        "word/header.xml": f"<w:hdr {_W}><w:p>{_word_run(document.head, size=18)}</w:p></w:hdr>",
        "word/footer.xml": f'<w:ftr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:fldSimple w:instr=" PAGE ">{_word_run("1")}</w:fldSimple></w:p></w:ftr>',
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _numbering(numbers),
    }  # fmt: skip
    return zipped(files)


_STYLES = (
    f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" w:cs="Liberation Serif"/><w:sz w:val="26"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
)


def _numbering(lists: int) -> str:
    def abstract(key: int, form: str) -> str:
        return (
            f'<w:abstractNum w:abstractNumId="{key}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            '<w:suff w:val="space"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        )

    lists_xml = "".join(abstract(n, "decimal") for n in range(2, lists + 1))
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, lists + 1))
    return f"<w:numbering {_W}>{abstract(1, 'upperRoman')}{lists_xml}{nums}</w:numbering>"


def _word_run(text: str, *, size: int = 0) -> str:
    inner = '</w:t><w:noBreakHyphen/><w:t xml:space="preserve">'.join(escape(text).split(HYPHEN))
    properties = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>' if size else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def _word_text(part: Text, notes: list[str], numbers: int, *, revised: bool) -> str:
    properties = ""
    if part.number:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{_LISTS.get(part.number, numbers)}"/></w:numPr>'
    properties += '<w:jc w:val="center"/>' if part.centre else '<w:jc w:val="both"/>'
    note = ""
    if part.note:
        notes.append(part.note)
        note = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{len(notes)}"/></w:r>'
    # Two runs and a deleted one: what people see is the final text.
    half = len(part.text) // 2
    gone = '<w:del w:id="9" w:author="a"><w:r><w:delText>bị xóa </w:delText></w:r></w:del>'
    runs = f'{_word_run(part.text[:half])}{gone}<w:ins w:id="8" w:author="a">{_word_run(part.text[half:])}</w:ins>'
    runs = runs if revised else _word_run(part.text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}{note}</w:p>"


def _word_sides(part: Sides) -> str:
    rows = "".join(
        "<w:tr>" + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{4000 if at == 0 else 5300}" w:type="dxa"/></w:tcPr>'
            + "".join(f'<w:p><w:pPr><w:spacing w:after="0"/></w:pPr>{_word_run(line, size=24)}</w:p>' for line in side)
            + "</w:tc>"
            for at, side in enumerate(row)
        ) + "</w:tr>"
        for row in part.rows
    )  # fmt: skip
    grid = '<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="5300"/></w:tblGrid>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="9300" w:type="dxa"/></w:tblPr>{grid}{rows}</w:tbl><w:p/>'


def _word_table(part: Rows) -> str:
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in part.widths)
    columns = len(part.widths)
    open_cells: dict[int, tuple[int, int]] = {}  # column -> rows left, columns
    rows = []
    for at, row in enumerate(placed(part)):
        starts = dict(row)
        cells, column = [], 0
        while column < columns:
            if column in starts:
                item = starts[column]
                merge = '<w:vMerge w:val="restart"/>' if item.down > 1 else ""
                if item.down > 1:
                    open_cells[column] = (item.down - 1, item.across)
                cells.append(_word_cell(item.text, part.widths[column : column + item.across], merge))
                column += item.across
            else:
                left, across = open_cells[column]
                open_cells[column] = (left - 1, across)
                cells.append(_word_cell("", part.widths[column : column + across], "<w:vMerge/>"))
                column += across
        head = "<w:tblHeader/>" if at < part.heads else ""
        rows.append(f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>")
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(part.widths)}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders></w:tblPr>'
    )
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _word_cell(text: str, widths: tuple[int, ...], merge: str) -> str:
    span = f'<w:gridSpan w:val="{len(widths)}"/>' if len(widths) > 1 else ""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:spacing w:after="0"/></w:pPr>{_word_run(line, size=24) if line else ""}</w:p>'
        for line in text.split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{merge}</w:tcPr>{paragraphs}</w:tc>'


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip package with always the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


# HTML ----------------------------------------------------------------------------------------------------------------


_PRINTED = "@media print { nav, footer { display: none } } table { border-collapse: collapse }"


def html(document: Plan) -> bytes:
    """The document as a web page with a menu, the way a portal shows it."""
    body, notes = [], 0
    for part in document.parts:
        if isinstance(part, Text):
            mark = ""
            if part.note:
                notes += 1
                mark = f'<a href="#_ftn{notes}" name="_ftnref{notes}"><sup>[{notes}]</sup></a>'
            number = f"<b>{part.number}</b> " if part.number else ""
            body.append(f"<p>{number}{escape(part.text)}{mark}</p>")
        elif isinstance(part, Sides):
            rows = "".join(
                "<tr>" + "".join(f"<td>{'<br/>'.join(map(escape, side))}</td>" for side in row) + "</tr>"
                for row in part.rows
            )
            body.append(f'<table border="0">{rows}</table>')
        else:
            body.append(_html_table(part))
    foot = "".join(
        f'<div id="ftn{at}"><p><a href="#_ftnref{at}">[{at}]</a> {escape(note)}</p></div>'
        for at, note in enumerate(document.notes, 1)
    )
    menu = "".join(f'<li><a href="/m{n}">Mục {n}</a></li>' for n in range(12))
    page = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{document.title}</title><style>{_PRINTED}</style></head><body><nav><ul>{menu}</ul></nav>'
        f'<div class="content"><div title="header"><p>{document.head}</p></div>{"".join(body)}{foot}</div>'
        "<footer>Bản quyền thuộc về cổng thông tin</footer></body></html>"
    )
    return page.encode()


def _html_table(part: Rows) -> str:
    def cell(item: Item, tag: str) -> str:
        spans = (f' rowspan="{item.down}"' if item.down > 1 else "") + (
            f' colspan="{item.across}"' if item.across > 1 else ""
        )
        return f"<{tag}{spans}>{'<br>'.join(map(escape, item.text.split(chr(10))))}</{tag}>"

    heads = "".join("<tr>" + "".join(cell(i, "th") for i in row) + "</tr>" for row in part.rows[: part.heads])
    rows = "".join("<tr>" + "".join(cell(i, "td") for i in row) + "</tr>\n" for row in part.rows[part.heads :])
    return f'<table border="1"><thead>{heads}</thead><tbody>{rows}</tbody></table>'


# PDF -----------------------------------------------------------------------------------------------------------------


def pdf(document: Plan) -> bytes:
    """The document as a browser prints it; raises RuntimeError where no browser is installed."""
    return printed(html(document))


def printed(page: bytes) -> bytes:
    """A web page as a browser prints it."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise RuntimeError(f"no browser; install one of {', '.join(BROWSERS)} (Debian: chromium)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        file.write_bytes(page)
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={made}", file.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=100)
        return made.read_bytes()


# RTF -----------------------------------------------------------------------------------------------------------------


def rtf(document: Plan) -> bytes:
    """The document as Word writes .rtf: numbers as list text, merged cells, footnotes, a header."""
    body = []
    for part in document.parts:
        if isinstance(part, Text):
            number = rf"{{\listtext\pard {_rtf(part.number)}\tab}}" if part.number else ""
            note = rf"{{\super\chftn{{\footnote\pard\plain {{\super\chftn}} {_rtf(part.note)}}}}}" if part.note else ""
            body.append(rf"\pard {number}{_rtf(part.text)}{note}\par" + "\n")
        elif isinstance(part, Sides):
            for row in part.rows:
                cells = "".join(r"\pard\intbl " + r"\par ".join(map(_rtf, side)) + r"\cell" for side in row)
                body.append(rf"\trowd\trgaph70\cellx4650\cellx9300 {cells}\row" + "\n")
        else:
            body += _rtf_table(part)
    head = rf"{{\header\pard {_rtf(document.head)}\par}}{{\footer\pard\chpgn\par}}"
    fonts = r"{\fonttbl{\f0\froman\fcharset163 Times New Roman;}}"
    return rf"{{\rtf1\ansi\ansicpg1258\deff0{fonts}{head}{''.join(body)}}}".encode("ascii")


def _rtf(text: str) -> str:
    found = []
    for char in text:
        if char == HYPHEN:
            found.append(r"\_")
        elif char == SPACE:
            found.append(r"\~")
        elif char in "\\{}":
            found.append("\\" + char)
        elif ord(char) < 128:
            found.append(char)
        else:
            found.append(rf"\u{ord(char) - (65536 if ord(char) > 32767 else 0)}?")
    return "".join(found)


def _rtf_table(part: Rows) -> list[str]:
    edges = [sum(part.widths[: at + 1]) for at in range(len(part.widths))]
    borders = r"\clbrdrt\brdrs\clbrdrl\brdrs\clbrdrb\brdrs\clbrdrr\brdrs"
    open_cells: dict[int, tuple[int, int]] = {}
    rows = []
    for at, row in enumerate(placed(part)):
        starts, column = dict(row), 0
        definition, content = "", ""
        while column < len(edges):
            if column in starts:
                item = starts[column]
                across, text, merge = item.across, item.text, r"\clvmgf" if item.down > 1 else ""
                if item.down > 1:
                    open_cells[column] = (item.down - 1, across)
            else:
                left, across = open_cells[column]
                open_cells[column] = (left - 1, across)
                text, merge = "", r"\clvmrg"
            definition += rf"{merge}{borders}\cellx{edges[column + across - 1]}"
            content += r"\pard\intbl " + _rtf(text) + r"\cell"
            column += across
        head = r"\trhdr" if at < part.heads else ""
        rows.append(rf"\trowd{head} {definition} {content}\row" + "\n")
    return rows


# A plain text as a document -------------------------------------------------------------------------------------------


def from_text(text: str) -> Plan:
    """A plain text, its paragraphs and tables found by layout, as a document that the writers above can write."""
    import cancu
    from cancu.extract.readers import read_text
    from cancu.extract.reading import reading_of

    reading = reading_of(read_text(text), cancu.Tables.load())
    parts: list[tuple[int, Text | Rows]] = []
    ends: list[tuple[int, int]] = []
    for grid in reading.grids:
        rows: list[tuple[Item, ...]] = []
        for at, places in enumerate(grid.grid()):
            items: list[Item] = []
            for column, cell in enumerate(places):
                if cell is None:
                    items.append(Item(""))
                elif (cell.row, cell.column) == (at, column):
                    items.append(Item(cell.text(reading.text), cell.row_span, cell.column_span))
            rows.append(tuple(items))
        parts.append((grid.start, Rows(tuple(rows), (9300 // grid.columns,) * grid.columns)))
        ends.append((grid.start, grid.end))
    for block in reading.blocks:
        if not any(start <= block.start < end for start, end in ends):
            parts.append((block.start, Text(" ".join(reading.text[block.start : block.end].split()))))
    return Plan(tuple(part for _, part in sorted(parts, key=lambda pair: pair[0])), "")
