#!/usr/bin/env python3
"""Makes documents for benchmarks: one-line text files and PDFs of a few pages, the same for the same seed.

Usage: make_documents.py DIRECTORY [--texts N] [--pdfs N] [--pages N] [--seed N]
"""
import argparse
import os
import random

WORDS = (
    "mill water wheel grain flour sluice stone bran rye spelt barley oats miller hopper sack weir river "
    "bearing shaft gear belt sieve bread bakery order invoice delivery total paid open due spring autumn"
).split()


def sentence(random_source, words=12):
    """Some words that read like a sentence."""
    return " ".join(random_source.choices(WORDS, k=words)).capitalize() + "."


def pdf(pages):
    """Bytes of a PDF with one list of lines per page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(pages):
        text = " ".join(f"({line}) Tj T*" for line in lines)
        content = f"BT /F1 11 Tf 72 770 Td 15 TL {text} ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def write_texts(directory, count, per_directory=1000):
    """One-line text files, at most 1,000 in a directory."""
    for number in range(count):
        if number % per_directory == 0:
            folder = os.path.join(directory, f"part-{number // per_directory:04d}")
            os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, f"note-{number:06d}.txt"), "w") as file:
            file.write(f"This is the one line of note {number}.\n")


def write_pdfs(directory, count, pages=20, lines=40, seed=1):
    """PDFs of so many pages of running text."""
    random_source = random.Random(seed)
    os.makedirs(directory, exist_ok=True)
    for number in range(count):
        content = [[sentence(random_source) for _ in range(lines)] for _ in range(pages)]
        with open(os.path.join(directory, f"paper-{number:04d}.pdf"), "wb") as file:
            file.write(pdf(content))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("directory")
    parser.add_argument("--texts", type=int, default=0, help="how many one-line text files")
    parser.add_argument("--pdfs", type=int, default=0, help="how many PDFs")
    parser.add_argument("--pages", type=int, default=20, help="pages of each PDF (20)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_texts(options.directory, options.texts)
    write_pdfs(options.directory, options.pdfs, options.pages, seed=options.seed)


if __name__ == "__main__":
    main()
