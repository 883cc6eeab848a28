import Model

/// Writes a new PDF of scanned pages as they come: each page a picture and the words that were read in it.
///
/// Nothing is kept of a page once its bytes were taken with `drain`, but where its objects stand in the file.
struct PDFWriter {
    private var bytes: [UInt8] = []
    private var drained = 0
    /// Where objects stand; number 1 is first, 0 for one that is not written yet.
    private var offsets: [Int] = []
    private var pages: [Int] = []
    private var font = 0
    private let catalog: Int
    private let tree: Int

    init() {
        // Binary bytes at the start tell a PDF from text (ISO 32000-2 section 7.5.2).
        bytes = Array("%PDF-1.5\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, ASCII.lineFeed]
        offsets = [0, 0]
        (catalog, tree) = (1, 2)
        let first = offsets.count + 1
        for piece in InvisibleFont.pieces {
            var entries = piece.entries
            for (key, index, isInArray) in piece.references {
                let reference = "\(first + index) 0 R"
                entries += isInArray ? " \(key) [\(reference)]" : " \(key) \(reference)"
            }
            font = add(entries, stream: piece.stream)
        }
    }

    /// Adds a page of a size in points; `operators` place the words.
    mutating func addPage(width: Double, height: Double, picture: PDFPicture, operators: [UInt8]) {
        let image = add(picture.entries, stream: picture.data)
        let matrix = picture.matrix(width: width, height: height).map(TextLayer.number).joined(separator: " ")
        let content = add("", stream: Array("q \(matrix) cm /Scan Do Q\n".utf8) + operators)
        let box = "[0 0 \(TextLayer.number(width)) \(TextLayer.number(height))]"
        pages.append(
            add(
                """
                /Type /Page /Parent \(tree) 0 R /MediaBox \(box) /Contents \(content) 0 R /Resources \
                << /XObject << /Scan \(image) 0 R >> /Font << \(TextLayer.fontName) \(font) 0 R >> >>
                """))
    }

    /// Writes what comes after the pages.
    mutating func finish() {
        let kids = pages.map { "\($0) 0 R" }.joined(separator: " ")
        write("/Type /Pages /Count \(pages.count) /Kids [\(kids)]", as: tree)
        write("/Type /Catalog /Pages \(tree) 0 R", as: catalog)
        let info = add("/Producer (\(Product.name) \(Product.version))")
        let start = drained + bytes.count
        var table = "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        table += "trailer\n<< /Size \(offsets.count + 1) /Root \(catalog) 0 R /Info \(info) 0 R >>\n"
        bytes += Array((table + "startxref\n\(start)\n%%EOF\n").utf8)
    }

    /// Takes what was written since the last time.
    mutating func drain() -> [UInt8] {
        drained += bytes.count
        defer { bytes = [] }
        return bytes
    }

    private mutating func add(_ entries: String, stream: [UInt8]? = nil) -> Int {
        offsets.append(0)
        write(entries, as: offsets.count, stream: stream)
        return offsets.count
    }

    private mutating func write(_ entries: String, as number: Int, stream: [UInt8]? = nil) {
        offsets[number - 1] = drained + bytes.count
        let length = stream.map { " /Length \($0.count)" } ?? ""
        bytes += Array("\(number) 0 obj\n<< \(entries)\(length) >>\n".utf8)
        if let stream {
            bytes += Array("stream\n".utf8)
            bytes += stream
            bytes += Array("\nendstream\n".utf8)
        }
        bytes += Array("endobj\n".utf8)
    }
}
