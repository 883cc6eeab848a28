#!/usr/bin/env python3
"""Reads an export with a reader that is not ours and prints what it found as one JSON object.

Usage: read_exports.py FORMAT FILE
Prints {"batch", "coverage", "missing": [paths], "items": [{"title", "text", "fields": [values], "tables", "lists"}]}
as far as the format tells; "everything" is all of its text.
"""
import csv
import html.parser
import json
import re
import subprocess
import sys
import xml.dom.minidom
import zipfile


def of_json(path):
    with open(path, encoding="utf-8", newline="") as file:
        data = json.load(file)
    return from_objects(data["batch"], data["missing"], data["items"])


def of_jsonl(path):
    with open(path, encoding="utf-8", newline="") as file:
        lines = [json.loads(line) for line in file.read().split("\n") if line]
    return from_objects(
        lines[0]["batch"], [line["missing"] for line in lines if "missing" in line],
        [line["item"] for line in lines if "item" in line])


def from_objects(batch, missing, items):
    return {
        "batch": batch["name"], "coverage": f'{batch["exported_files"]} of {batch["total_files"]}',
        "missing": [item["path"] for item in missing],
        "items": [
            {"title": item["title"], "text": "\n".join(page.get("text", "") for page in item["pages"])}
            for item in items
        ],
        "everything": json.dumps([batch, missing, items], ensure_ascii=False),
    }


def of_csv(path):
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    widths = {len(row) for row in rows}
    assert len(widths) == 1 and None not in rows[0], widths
    done = [row for row in rows if row["state"] in ("succeeded", "partial", "skipped")]
    return {
        "batch": rows[0]["batch"], "coverage": rows[0]["exported"],
        "missing": [row["path"] for row in rows if row not in done],
        "items": [
            {"title": row["title"], "text": row["text"],
             "fields": {key: value for key, value in row.items() if key.startswith("fields.")}} for row in done
        ],
        "everything": "\n".join(value for row in rows for value in row.values()),
    }


def of_xml(path):
    document = xml.dom.minidom.parse(path)

    def text(node):
        return node.data if node.nodeType == node.TEXT_NODE else "".join(text(child) for child in node.childNodes)

    def child(node, name):
        return next((text(found) for found in node.childNodes if found.nodeName == name), "")

    batch = document.getElementsByTagName("batch")[0]
    missing = document.getElementsByTagName("missing")[0]
    items = document.getElementsByTagName("items")[0]
    return {
        "batch": child(batch, "name"),
        "coverage": f'{child(batch, "exported_files")} of {child(batch, "total_files")}',
        "missing": [child(item, "path") for item in missing.getElementsByTagName("item")],
        "items": [
            {"title": child(item, "title"), "text": child(item, "pages"),
             "tables": len(item.getElementsByTagName("table")), "lists": len(item.getElementsByTagName("list")),
             "headings": len(item.getElementsByTagName("heading"))}
            for item in items.childNodes if item.nodeName == "item"
        ],
        "everything": text(document.documentElement),
    }


class Page(html.parser.HTMLParser):
    """Collects what an HTML page shows, and everything about it that would be dangerous."""

    def __init__(self):
        super().__init__()
        self.words, self.open, self.dangers, self.counts, self.titles, self.policy = [], [], [], {}, [], ""

    def handle_starttag(self, tag, attributes):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        values = dict(attributes)
        if tag in ("script", "img", "iframe", "object", "link", "svg", "form", "base"):
            self.dangers.append(tag)
        for name, value in attributes:
            if name.startswith("on") or name == "style" or (name in ("href", "src") and not re.match(
                    "https?:|mailto:|#", value or "")):
                self.dangers.append(f"{tag} {name}={value}")
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        if tag not in ("meta", "br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)
        if "h2" in self.open:
            self.titles.append(data)


def of_html(path):
    page = Page()
    with open(path, encoding="utf-8", newline="") as file:
        page.feed(file.read())
    page.close()
    assert not page.open, page.open
    everything = "".join(page.words)
    return {
        "titles": page.titles, "everything": everything, "dangers": page.dangers, "policy": page.policy,
        "counts": page.counts,
    }


def of_text(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {"everything": file.read()}


def of_docx(path):
    import docx
    assert zipfile.ZipFile(path).testzip() is None
    document = docx.Document(path)
    lines = [paragraph.text for paragraph in document.paragraphs]
    cells = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    numbered = sum(1 for paragraph in document.paragraphs if paragraph._p.pPr is not None
                   and paragraph._p.pPr.numPr is not None)
    return {
        "titles": [line for line, style in zip(lines, styles) if style == "heading 1" or style == "Heading 1"],
        "batch": document.core_properties.title, "tables": cells, "list_entries": numbered,
        "everything": "\n".join(lines + [cell for table in cells for row in table for cell in row]),
    }


def of_pdf(path):
    def run(*command):
        return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")

    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    info = dict(line.split(":", 1) for line in run("pdfinfo", path).splitlines() if ":" in line)
    outline = json.loads(run("qpdf", "--json", "--json-key=outlines", path))["outlines"]
    fonts = run("pdffonts", path).splitlines()[2:]
    return {
        "batch": info["Title"].strip(), "pages": int(info["Pages"]), "titles": [entry["title"] for entry in outline],
        "outline_pages": [entry.get("destpageposfrom1") for entry in outline],
        "fonts_embedded": all(re.search(r"\byes +yes +yes\b", font) for font in fonts), "everything": run("pdftotext", "-enc", "UTF-8", path, "-"),
    }


if __name__ == "__main__":
    print(json.dumps(globals()["of_" + sys.argv[1]](sys.argv[2]), ensure_ascii=False))
