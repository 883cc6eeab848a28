#!/usr/bin/env python3
"""Write documents that mean harm, and honest ones of the same kinds, into a directory.

    make_documents.py DIRECTORY          hostile documents; prints name, expectation, what it is
    make_documents.py --seeds DIRECTORY  small honest documents in one directory per reader, for fuzzing

The same bytes on every run, except where qpdf(1) encrypts. Expectations: `reads`, `fails` (with any code), a code,
or `either`. Nothing here harms a program that reads it with limits.
"""
import argparse
import os
import subprocess
import sys
import zlib
from pathlib import Path

MIB = 1 << 20


class PDF:
    """Objects with a cross-reference table (PDF 32000-1 section 7.5)."""

    def __init__(self):
        self.objects = {}

    def set(self, number, content):
        self.objects[number] = content if isinstance(content, bytes) else content.encode("latin-1")
        return self

    def stream(self, number, data, entries="", length=None):
        head = f"<< /Length {len(data) if length is None else length} {entries} >>\nstream\n".encode()
        return self.set(number, head + data + b"\nendstream")

    def page(self, contents, box="0 0 600 800", resources="/Font << /F1 5 0 R >>", more=""):
        """A catalogue with one page, whose content is object 4."""
        self.set(1, "<< /Type /Catalog /Pages 2 0 R >>")
        self.set(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
        self.set(3, f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R "
                    f"/Resources << {resources} >> {more} >>")
        if contents is not None:
            self.stream(4, contents if isinstance(contents, bytes) else contents.encode())
        return self.set(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")

    def bytes(self, trailer="", size=None):
        out = b"%PDF-1.7\n"
        offsets = {}
        for number, content in sorted(self.objects.items()):
            offsets[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        table = len(out)
        last = max(self.objects) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % last
        for number in range(1, last):
            out += b"%010d 00000 %c \n" % (offsets.get(number, 0), b"n"[0] if number in offsets else b"f"[0])
        out += f"trailer\n<< /Size {size or last} /Root 1 0 R {trailer} >>\n".encode()
        return out + b"startxref\n%d\n%%%%EOF\n" % table


TEXT = "BT /F1 12 Tf 72 700 Td (honest words) Tj ET"


def squeezed(data, times):
    """Deflated several times; the first pass is quick, because it has the most to do."""
    for pass_number in range(times):
        data = zlib.compress(data, 9 if pass_number else 1)
    return data


def flate_bomb():
    # Three layers: 440 MB of operators, each of which poppler turns into words.
    data = squeezed(b"BT /F1 9 Tf (A) Tj ET " * (20 * MIB), 3)
    filters = "/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    return PDF().page(None).stream(4, data, filters).bytes()


def one_word_bomb():
    data = squeezed(b"BT /F1 9 Tf 10 10 Td (" + b"A" * (100 * MIB) + b") Tj ET", 2)
    return PDF().page(None).stream(4, data, "/Filter [/FlateDecode /FlateDecode]").bytes()


def nested(opening, closing, depth=200_000):
    return PDF().page(TEXT).set(6, opening * depth + closing * depth).set(3, (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> "
        "/Annots 6 0 R >>")).bytes()


def recursive_form():
    pdf = PDF().page("/X Do", resources="/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>")
    form = "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X 6 0 R >> >>"
    return pdf.stream(6, b"/X Do /X Do", form).bytes()


def exponential_forms(levels=40):
    """Each form shows the next one ten times."""
    pdf = PDF().page("/X Do", resources="/XObject << /X 6 0 R >>")
    for level in range(6, 6 + levels):
        following = f"/Resources << /XObject << /X {level + 1} 0 R >> /Font << /F1 5 0 R >> >>"
        pdf.stream(level, b"/X Do " * 10, f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] {following}")
    last = "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F1 5 0 R >> >>"
    return pdf.stream(6 + levels, TEXT.encode(), last).bytes()


def picture(filter_name, data, width=30000, height=30000):
    pdf = PDF().page("q 100 0 0 100 0 0 cm /I Do Q " + TEXT, resources="/Font << /F1 5 0 R >> /XObject << /I 6 0 R >>")
    return pdf.stream(6, data, f"/Type /XObject /Subtype /Image /Width {width} /Height {height} "
                               f"/BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /{filter_name}").bytes()


def font(kind, data):
    pdf = PDF().page(TEXT).set(5, "<< /Type /Font /Subtype /TrueType /BaseFont /Broken /FirstChar 0 /LastChar 255 "
                                  "/FontDescriptor 6 0 R >>")
    pdf.set(6, f"<< /Type /FontDescriptor /FontName /Broken /Flags 4 /{kind} 7 0 R >>")
    return pdf.stream(7, data, f"/Length1 {len(data)} /Length2 2147483647 /Length3 -1").bytes()


def endless_map():
    """A character map that names ranges of 65,536 codes again and again."""
    lines = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000><FFFF> endcodespacerange\n"
    lines += b"100 beginbfrange\n" + b"<0000><FFFF><0041>\n" * 200_000 + b"endbfrange endcmap end"
    pdf = PDF().page(TEXT).set(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>")
    return pdf.stream(6, squeezed(lines, 1), "/Filter /FlateDecode").bytes()


def outline_loop():
    return (PDF().page(TEXT).set(1, "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>")
            .set(6, "<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>")
            .set(7, "<< /Title (again) /Parent 6 0 R /Next 7 0 R /First 7 0 R /Last 7 0 R >>").bytes())


def form_field_loop():
    return (PDF().page(TEXT).set(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>")
            .set(6, "<< /T (again) /FT /Tx /Kids [6 0 R 6 0 R] /Parent 6 0 R >>").bytes())


def name_tree_loop():
    return (PDF().page(TEXT).set(1, "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 6 0 R /Dests 6 0 R >> >>")
            .set(6, "<< /Kids [6 0 R 6 0 R] /Limits [(a) (z)] >>").bytes())


def xref_loop():
    body = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    return body + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 2 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(body), len(body))


def object_stream_of_itself():
    pdf = PDF().page(TEXT).stream(7, b"7 0 3 12 << /Type /ObjStm >> null", "/Type /ObjStm /N 2 /First 9 /Extends 7 0 R")
    table = bytes([2, 0, 7, 0]) * 8
    return pdf.stream(8, table, "/Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Prev 9").bytes()


def page_loop():
    return PDF().set(1, "<< /Type /Catalog /Pages 2 0 R >>").set(
        2, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>").bytes()


def many_pages():
    """One page that is named 200,000 times."""
    pdf = PDF().page(TEXT)
    return pdf.set(2, "<< /Type /Pages /Kids [" + "3 0 R " * 200_000 + "] /Count 200000 >>").bytes()


def encrypted(directory, name, *arguments):
    plain = directory / ".plain.pdf"
    plain.write_bytes(PDF().page(TEXT).bytes())
    command = ["qpdf", "--allow-weak-crypto", "--encrypt", "known", "owner", *arguments, "--", plain, directory / name]
    subprocess.run(command, check=True)
    plain.unlink()


def xml(doctype, body):
    return f'<?xml version="1.0"?>\n<!DOCTYPE r [{doctype}]>\n<r>{body}</r>\n'.encode()


def laughs():
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    return xml("".join(lines), "&a11;")


def zipped(names, size=0):
    """A ZIP file of entries of zeros, written by hand so that sizes can lie (APPNOTE.TXT section 4.3)."""
    data = zlib.compress(bytes(min(size, MIB)), 9)[2:-4] if size else b""
    out, directory = bytearray(), bytearray()
    for name in names:
        name = name.encode()
        sizes = len(data).to_bytes(4, "little") + min(size, 0xFFFFFFFF).to_bytes(4, "little")
        common = b"\x14\0" + b"\0\0" + (b"\x08\0" if size else b"\0\0") + bytes(4) + bytes(4) + sizes
        common += len(name).to_bytes(2, "little") + b"\0\0"
        directory += b"PK\1\2\x14\0" + common + bytes(10) + len(out).to_bytes(4, "little") + name
        out += b"PK\3\4" + common + name + data
    count = (len(names) & 0xFFFF).to_bytes(2, "little")
    end = b"PK\5\6" + bytes(4) + count + count + len(directory).to_bytes(4, "little") + len(out).to_bytes(4, "little")
    return bytes(out + directory + end) + b"\0\0"


def hostile():
    """Name, expectation, what it is, and the content or a function that makes it."""
    text = PDF().page(TEXT).bytes()
    yield "page-loop.pdf", "fails", "a page tree that contains itself, a thousand million pages", page_loop
    yield "many-pages.pdf", "fails", "one page named 200,000 times", many_pages
    yield "huge-count.pdf", "either", "claims two thousand million pages and has one", PDF().page(TEXT).set(
        2, "<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>").bytes
    yield "negative-count.pdf", "either", "claims fewer than no pages", PDF().page(TEXT).set(
        2, "<< /Type /Pages /Kids [3 0 R] /Count -1 >>").bytes
    yield "huge-box.pdf", "either", "a page of 1e30 points", PDF().page(TEXT, "-1e30 -1e30 1e30 1e30").bytes
    yield "no-box.pdf", "either", "a page whose box is not numbers", PDF().page(TEXT, "/a (b) null nan").bytes
    yield "flate-bomb.pdf", "fails", "1 kB that drives poppler past 3 GB", flate_bomb
    yield "one-word-bomb.pdf", "either", "one word of 100 MB", one_word_bomb
    yield "deep-arrays.pdf", "either", "200,000 nested arrays", lambda: nested("[", "]")
    yield "deep-dictionaries.pdf", "either", "200,000 nested dictionaries", lambda: nested("<</A ", ">>")
    yield "xref-loop.pdf", "fails", "a cross-reference table that precedes itself", xref_loop
    yield "object-stream.pdf", "either", "an object stream that extends and contains itself", object_stream_of_itself
    yield "recursive-form.pdf", "either", "a form that shows itself twice", recursive_form
    yield "exponential-forms.pdf", "either", "forms that show ten forms each, forty levels deep", exponential_forms
    yield "outline-loop.pdf", "either", "an outline that is its own child", outline_loop
    yield "field-loop.pdf", "either", "a form field that is its own child", form_field_loop
    yield "name-loop.pdf", "either", "a name tree that contains itself", name_tree_loop
    yield "jbig2.pdf", "either", "a JBIG2 picture of noise", lambda: picture("JBIG2Decode", b"\x97JB2" + noise(5000))
    yield "jpx.pdf", "either", "a JPEG 2000 picture of noise", lambda: picture(
        "JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + noise(5000), 2**31 - 1, 2**31 - 1)
    yield "fax.pdf", "either", "a fax of noise", lambda: picture("CCITTFaxDecode", noise(5000))
    for kind in ("FontFile", "FontFile2", "FontFile3"):
        yield f"font-{kind}.pdf", "either", "a font program of noise", lambda kind=kind: font(kind, noise(20_000))
    yield "endless-map.pdf", "either", "a character map of 13 thousand million codes", endless_map
    yield "endless-content.pdf", "either", "30 MB of unfinished marked content", lambda: PDF().page(
        "/P << /MCID 0 >> BDC q " * (MIB + MIB // 4)).bytes()
    yield "length-lies.pdf", "either", "a stream longer than the file", lambda: PDF().page(None).stream(
        4, TEXT.encode(), length=2**62).bytes()
    yield "truncated.pdf", "either", "half a document", text[:len(text) // 2]
    yield "header.pdf", "fails", "nothing but a header", b"%PDF-1.7\n"
    yield "empty.pdf", "empty_file", "no bytes", b""
    yield "noise.pdf", "fails", "noise behind a header", lambda: b"%PDF-1.7\n" + noise(100_000)
    yield "program.pdf", "fails", "a program", b"\x7fELF" + bytes(500)
    yield "laughs.xml", "either", "entities that expand to 10^11 letters", laughs
    yield "quadratic.xml", "either", "one long entity 100,000 times", lambda: xml(
        '<!ENTITY a "' + "a" * 100_000 + '">', "&a;" * 100_000)
    yield "external.xml", "either", "entities outside", xml(
        '<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:9/"><!ENTITY % c SYSTEM '
        '"file:///etc/shadow">%c;', "&a;&b;")
    yield "include.xml", "either", "another file included", (
        b'<?xml version="1.0"?><r xmlns:xi="http://www.w3.org/2001/XInclude">'
        b'<xi:include href="file:///etc/passwd" parse="text"/></r>')
    yield "loop.xml", "either", "entities that contain each other", xml('<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;")
    yield "deep.xml", "either", "500,000 open elements", lambda: b"<?xml version='1.0'?>" + b"<a>" * 500_000
    yield "deep.json", "fails", "two million open brackets", lambda: b"[" * 2_000_000
    yield "deep-objects.json", "fails", "a million open objects", lambda: b'{"a":' * 1_000_000
    yield "number.json", "either", "a number of a million digits", lambda: b"[" + b"9" * 1_000_000 + b"]"
    yield "surrogates.json", "either", "half characters", b'["\\ud800", "\\udc00\\ud800", "\\u0000"]'
    yield "same-keys.json", "either", "one key 200,000 times", lambda: b"{" + b",".join([b'"a":1'] * 200_000) + b"}"
    yield "wide.csv", "either", "five million columns", lambda: b"," * 5_000_000 + b"\n"
    yield "quotes.csv", "either", "a quotation that never ends", lambda: b'a,b\n"' + b"x,y\n" * 500_000
    yield "tall.csv", "reads", "a million short lines", lambda: b"a,b\n" * 1_000_000
    yield "line.txt", "reads", "one line of 64 MiB", lambda: b"a" * (64 * MIB)
    yield "zeros.txt", "either", "64 KiB of zeros", bytes(65_536)
    yield "broken-utf8.txt", "either", "overlong forms, halves of characters, bytes that never occur", (
        b"words \xc0\xaf \xed\xa0\x80 \xf8\x88\x80\x80\x80 \xff\xfe \xe2\x82 more words\n" * 100)
    yield "broken-utf16.txt", "either", "half characters in UTF-16, and a byte too many", (
        b"\xff\xfe" + "words ".encode("utf-16-le") * 50 + b"\x00\xd8\x00\xd8" + b"x")
    yield "utf32.txt", "either", "numbers that are no characters", b"\xff\xfe\0\0" + b"\xff\xff\xff\x7f" * 1000
    yield "escapes.txt", "reads", "orders to a terminal", b"\x1b]0;title\x07\x1b[2Jwords\n" * 10
    yield "marks.md", "either", "a million marks of Markdown", lambda: b"> " * 100_000 + b"*_`[" * 200_000
    yield "fences.md", "either", "100,000 code fences of growing length", lambda: b"".join(
        b"`" * (3 + n % 500) + b"\n" for n in range(100_000))
    yield "table.md", "either", "a table of 100,000 columns", lambda: b"|a" * 100_000 + b"|\n" + b"|-" * 100_000 + b"|\n"
    yield "lies.zip", "fails", "claims 4 GiB in one entry", lambda: zipped(["a.txt"], 0xFFFFFFFF)
    yield "bomb.zip", "fails", "20,000 entries of a mebibyte", lambda: zipped([f"{n}.txt" for n in range(20_000)], MIB)
    yield "climbing.zip", "either", "names that lead out", lambda: zipped(
        ["../../../../tmp/dropmill-escaped", "/tmp/dropmill-escaped", "..\\..\\x", "a\nb", "\u202etxt.exe"])
    yield "half.zip", "fails", "half an archive", lambda: zipped(["word/document.xml", "[Content_Types].xml"])[:60]
    yield "lies.docx", "fails", "a text document of nothing", lambda: zipped(
        ["[Content_Types].xml", "word/document.xml"], 0xFFFFFFFF)
    yield "deep.html", "either", "10,000 open elements", lambda: b"<html><body>" + b"<div><b>" * 5000 + b"words"
    yield "deeper.html", "fails", "half a million open elements", lambda: b"<html><body>" + b"<div>" * 500_000
    yield "tables.html", "either", "5000 tables in each other", lambda: (
        b"<html><body>" + b"<table><tr><td>" * 5000 + b"words" + b"</td></tr></table>" * 5000)
    yield "spans.html", "either", "cells that take a million places", lambda: (
        b"<html><body><table>" + b"<tr><th rowspan=99999 colspan=99999>a</th><td>b</td></tr>" * 50 + b"</table>")
    yield "attributes.html", "either", "20,000 attributes", lambda: (
        b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(20_000)) + b">words</p>")
    yield "links.html", "either", "100,000 links that never end", lambda: b"<html><body>" + b"<a href=#x>a" * 100_000
    yield "numbers.html", "either", "numbers that are no characters", (
        b"<html><body>&#xD800; &#1114112; &#99999999999; &#0; &nosuch; &amp</body>")
    yield "nested.eml", "either", "3000 parts in each other", lambda: (
        b"From: a@b.example\nMIME-Version: 1.0\n" + b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000)) + b"\nwords\n")
    yield "wide.eml", "either", "20,000 attachments", lambda: (
        b'From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n' + b"".join(
            b"--b\nContent-Disposition: attachment; filename=../%d.txt\n\nwords\n" % n for n in range(20_000)) + b"--b--\n")
    yield "itself.eml", "either", "200 messages in each other", lambda: (
        b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * 200 + b"\nwords\n")
    yield "lies.epub", "fails", "a book of nothing", lambda: zipped(["mimetype", "META-INF/container.xml"], 0xFFFFFFFF)
    yield "deep.ipynb", "fails", "a notebook of open brackets", lambda: b'{"nbformat":4,"cells":' + b"[" * 500_000
    yield "lies.png", "fails", "2^31 pixels a side", (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (2**31 - 1).to_bytes(4, "big") * 2 + b"\x08\x06\0\0\0" + bytes(4))


def noise(count):
    """The same bytes on every run (a linear congruential generator)."""
    state, out = 12345, bytearray()
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(state >> 16 & 0xFF)
    return bytes(out)


SECURITY = {"R2": ["40"], "R3": ["128", "--use-aes=n"], "R4": ["128", "--use-aes=y"], "R5": ["256", "--force-R5"],
            "R6": ["256"]}


def write_hostile(directory):
    lines = []
    for name, expectation, what, content in hostile():
        (directory / name).write_bytes(content() if callable(content) else content)
        lines.append(f"{name}\t{expectation}\t{what}\n")
    for revision, arguments in SECURITY.items():
        name = f"locked-{revision}.pdf"
        encrypted(directory, name, *arguments)
        lines.append(f"{name}\tencrypted_document\tencrypted, its password is not known\n")
    sys.stdout.write("".join(lines))


def frame(kind, payload, part=0):
    return bytes([1, kind, part, 0]) + len(payload).to_bytes(4, "little") + payload


def seeds():
    text = PDF().page(TEXT)
    yield "pdf", [
        text.bytes(), outline_loop(), form_field_loop(), recursive_form(), object_stream_of_itself(), xref_loop(),
        text.stream(4, squeezed(TEXT.encode(), 1), "/Filter /FlateDecode").bytes(), font("FontFile2", noise(200))]
    yield "text", [b"plain words\nin two lines\n", "größer als\f zwei Seiten\n".encode("latin-1"),
                   b"\xff\xfe" + "sixteen bits\n".encode("utf-16-le"), "\ufeffmarked ünïcode\n".encode()]
    yield "csv", [b"name;amount\n\"a;b\";1,5\n", b"a,b\r\n1,\"two\nlines\"\r\n", b"a\tb\n1\t2\n", b'"a""b",c\n']
    yield "json", [b'{"a": [1, 2.5e3, true, null, "\\u00e9\\ud83d\\ude00"], "b": {}}', b'{"a":1}\n{"a":2}\n', b"[]"]
    yield "markdown", [b"# Title\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n> quoted *words*\n"]
    yield "xml", [xml('<!ENTITY a "b">', "&a;<x y='z'>&lt;</x><!-- c --><![CDATA[d]]>")]
    yield "html", [
        b"<!doctype html><html lang=en><head><title>t</title><meta charset=utf-8></head><body><nav><a href=/>h</a></nav>"
        b"<main><h1>T</h1><p>one <b>two</b><sup><a href='#n'>1</a></sup></p><ul><li>a<ul><li>b</ul></ul><table><tr><th>a"
        b"<th>b<tr><td colspan=2>c</table><pre>x</pre><blockquote>q</blockquote><ol><li id=n>note</ol></main></body>",
        "<p>größer".encode("latin-1")]
    yield "mail", [
        b"From: =?utf-8?q?J=C3=BC?= <a@b.example>\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
        b'boundary="b"\n\n--b\nContent-Type: multipart/alternative; boundary="c"\n\n--c\n\nwords\n--c\n'
        b"Content-Type: text/html\n\n<p>words</p>\n--c--\n--b\nContent-Type: message/rfc822\n\nSubject: i\n\ninner\n--b\n"
        b"Content-Disposition: attachment; filename=\"a.txt\"\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n",
        b"From: a@b.example\nContent-Type: text/plain; format=flowed; delsp=yes\n\n> a \n> b\n-- \nc\n"]
    yield "notebook", [
        b'{"nbformat":4,"metadata":{},"cells":[{"cell_type":"markdown","source":["# a"]},{"cell_type":"code","source":"b",'
        b'"outputs":[{"output_type":"stream","text":["c"]},{"output_type":"display_data","data":{"text/html":"<table><tr>'
        b'<td>d</table>"}}]}]}']
    yield "feed", [
        b"<rss><channel><title>a</title><item><title>b</title><link>c</link><description>&lt;p>d</description></item>"
        b"</channel></rss>",
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">b</title><link href="c"/><content '
        b'type="xhtml"><div><p>d</p></div></content></entry></feed>']
    yield "outlook", [bytes.fromhex("789f3e22010001048001000700000050617065727300000001" "0c8002000300000068690000000290060004"
                                    "0000000100000000000210800100060000" "00612e7478740000000f80060002000000414200000205900600"
                                    "1500000001000000" "1e0007370100000003000000612e62000000")]
    yield "detect", [b"%PDF-1.7\n", b"PK\3\4", b"\x89PNG\r\n\x1a\n", b"solid x\n facet normal", b"GIF89a", b"a,b\n1,2\n",
                     b"From: a@b\nSubject: c\n\nd\n", b"<html><body>", b"{}", b"ply\nformat ascii 1.0\n"]
    yield "rtf", [rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 A;}}{\stylesheet{\s1 heading 1;}}\pard\s1\b Head\b0\par",
                  rb"{\rtf1\trowd\cellx9\cellx19\intbl a\cell b\cell\row\pard\u8364?\'e4{\footnote n}{\listtext 1.\tab}c\par}",
                  rb'{\rtf1{\field{\*\fldinst{HYPERLINK "http://a"}}{\fldrslt b}}{\pict\bin3 abc}{\*\x y}\page z}']
    yield "zip", [zipped(["mimetype", "[Content_Types].xml", "word/document.xml"]), zipped(["a", "b"], 100)]
    yield "steering-json", [b'{"job": {"type": "parse_v2"}, "metadata": {"a": ["b", 1.5, null]}, "priority": 3}']
    yield "steering-yaml", [b"job: {type: parse_v2}\nmetadata:\n  a: [b, 1.5, ~]\n  'c': |\n    text\n", b"- &a x\n- *a\n"]
    report = (b'{"mime_type":"text/plain","extension_mismatch":null,"title":"t","page_count":3,"failed_pages":[1],'
              b'"warnings":["w"],"steering":null,"failure":{"code":"corrupt_document","message":"m","stage":"parse",'
              b'"details":{},"resolution":"r","retryable":false,"page":1}}')
    introduction = b'{"libraries":{"poppler":"22.12"},"sandbox":["landlock"],"missing":[]}'
    yield "frames", [frame(1, introduction), frame(3, b"words", 3) + frame(4, b"\3\0\0\0") + frame(5, report)]


def write_seeds(directory):
    for reader, documents in seeds():
        (directory / reader).mkdir(parents=True, exist_ok=True)
        for number, document in enumerate(documents):
            (directory / reader / str(number)).write_bytes(document)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--seeds", action="store_true", help="honest documents, one directory per reader")
    arguments = parser.parse_args()
    os.makedirs(arguments.directory, exist_ok=True)
    (write_seeds if arguments.seeds else write_hostile)(arguments.directory)


if __name__ == "__main__":
    main()
