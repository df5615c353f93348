#!/usr/bin/env python3
"""Makes the DOCX and PDF samples of this folder from the text samples beside them. Standard library only.

    python3 samples/notices/make.py

DOCX: a Word document whose articles and items are numbered by Word (numbering.xml), so that the numbers are not in the
text. PDF: pages of wrapped lines; Han text once through a predefined character map (UniCNS-UTF16-H) and once through glyph
numbers with a ToUnicode table, Latin text through WinAnsi.
"""

import os
import re
import zipfile
import zlib
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return file.read()


def docx(source, target):
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    levels = [("taiwaneseCountingThousand", "第%1條"), ("taiwaneseCountingThousand", "（%2）")]
    numbering = f'<w:numbering {w}><w:abstractNum w:abstractNumId="0">'
    for index, (form, text) in enumerate(levels):
        numbering += (
            f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        )
    numbering += '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    body = ""
    for line in read(source).splitlines():
        line = line.strip()
        if not line:
            continue
        article = re.match(r"第[一二三四五六七八九十]+條[　 ]*(.*)", line)
        item = re.match(r"（[一二三四五六七八九十]+）(.*)", line)
        level, text = (0, article[1]) if article else (1, item[1]) if item else (None, line)
        number = "" if level is None else (
            f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        )
        # Two runs, as Word splits them.
        middle = len(text) // 2
        runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(t)}</w:t></w:r>' for t in (text[:middle], text[middle:]))
        body += f"<w:p>{number}{runs}</w:p>"
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {w}><w:body>{body}</w:body></w:document>'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    parts = {"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": document, "word/numbering.xml": numbering}
    with zipfile.ZipFile(os.path.join(HERE, target), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def wrapped(text, columns):
    for line in text.splitlines():
        line = line.rstrip()
        if not line:
            continue
        row, used = "", 0
        words = re.findall(r"[!-~]+ ?|.", line)
        for word in words:
            width = sum(1 if c.isascii() else 2 for c in word)
            if used + width > columns and row:
                yield row
                row, used = "", 0
            row, used = row + word, used + width
        yield row


def pdf(source, target, mode):
    text = read(source)
    if mode == "latin":
        text = re.sub(r" \([^\x00-\x7f]+\)", "", text)
    lines = list(wrapped(text, 84))
    pages = [lines[i : i + 40] for i in range(0, len(lines), 40)]
    glyphs = {c: i + 1 for i, c in enumerate(sorted(set("".join(lines))))}

    def shown(line):
        if mode == "latin":
            return "(" + re.sub(r"([()\\])", r"\\\1", line) + ")"
        if mode == "map":
            return "<" + line.encode("utf-16-be").hex() + ">"
        return "<" + "".join(f"{glyphs[c]:04x}" for c in line) + ">"

    objects = {}
    if mode == "latin":
        objects[3] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    else:
        encoding = "/UniCNS-UTF16-H" if mode == "map" else "/Identity-H"
        table = "" if mode == "map" else " /ToUnicode 5 0 R"
        objects[3] = f"<< /Type /Font /Subtype /Type0 /BaseFont /MSung-Light /Encoding {encoding} /DescendantFonts [4 0 R]{table} >>"
        objects[4] = (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /MSung-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (CNS1) "
            "/Supplement 3 >> >>"
        )
        if mode == "glyphs":
            rows = "".join(f"<{i:04x}> <{c.encode('utf-16-be').hex()}>\n" for c, i in glyphs.items())
            cmap = f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{len(glyphs)} beginbfchar\n{rows}endbfchar\n"
            objects[5] = stream(cmap.encode())
    kids = []
    for number, page in enumerate(pages):
        at = 10 + 2 * number
        text = "BT /F1 10 Tf 14 TL 50 790 Td " + " T* ".join(f"{shown(line)} Tj" for line in page) + " ET"
        objects[at + 1] = stream(text.encode("latin-1"))
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {at + 1} 0 R >>"
        )
        kids.append(f"{at} 0 R")
    objects[1] = "<< /Type /Catalog /Pages 2 0 R >>"
    objects[2] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    out, offsets = b"%PDF-1.5\n", {}
    for number in sorted(objects):
        offsets[number] = len(out)
        body = objects[number]
        out += b"%d 0 obj\n" % number + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    start = len(out)
    top = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % top
    for number in range(1, top):
        out += b"%010d 00000 %s \n" % (offsets.get(number, 0), b"n" if number in offsets else b"f")
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (top, start)
    with open(os.path.join(HERE, target), "wb") as file:
        file.write(out)


def stream(data):
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"


docx("good-articles.txt", "good-articles.docx")
docx("flaw-no-person.txt", "flaw-no-person.docx")
pdf("good-articles.txt", "good-articles.pdf", "map")
pdf("flaw-no-person.txt", "flaw-no-person.pdf", "glyphs")
pdf("good-english.md", "good-english.pdf", "latin")
