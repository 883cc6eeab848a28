import Exports
import Model
import WorkerProtocol

/// A spool in memory, as the agent writes it.
struct Spool: ExportSource {
    private(set) var bytes = ExportSpool.magic
    var size: Int64 { Int64(bytes.count) }

    func read(_ count: Int, at offset: Int64) throws(Failure) -> [UInt8] {
        Array(bytes.dropFirst(Int(offset)).prefix(count))
    }

    mutating func add(_ kind: ExportRecord, _ content: [UInt8]) {
        bytes += ExportSpool.head(kind, length: Int64(content.count)) + content
    }

    mutating func add(_ kind: ExportRecord, _ content: JSONValue) { add(kind, JSONWriter.bytes(of: content)) }

    /// A batch of so many files of which one more is missing.
    static func sample(items: Int = 2, pages: Int = 2) -> Spool {
        var spool = Spool()
        spool.add(
            .batch,
            [
                "id": "bat-1", "name": "Bills <b>& \u{202E}Q3", "status": "partially_failed",
                "created_at": "2026-01-02T03:04:05.000Z", "finished_at": "2026-01-02T03:05:05.000Z",
                "total_files": .integer(Int64(items + 1)), "exported_files": .integer(Int64(items)),
            ])
        for index in 0..<items {
            spool.add(.item, line(index, state: "succeeded"))
            spool.add(.fields, fields)
            spool.add(.document, document(pages: pages))
        }
        spool.add(.item, line(items, state: "failed"))
        spool.add(.end, [UInt8]())
        return spool
    }

    static func line(_ index: Int, state: String) -> JSONValue {
        let error: JSONValue =
            state == "failed"
            ? ["code": "encrypted_document", "message": "It needs a password.", "resolution": "Give it."] : .null
        return [
            "index": .integer(Int64(index)), "path": .string("a/=cmd|'x'!\(index).pdf"),
            "title": .string("Doc \(index) </script><img onerror=x>"), "state": .string(state),
            "mime_type": "application/pdf", "error": error, "warnings": [], "page_count": 2,
            "tags": ["alpha", "beta-x"],
            "cost": 0.25,
        ]
    }

    static let fields: JSONValue = [
        "total": 12.5, "note": "=1+1", "supplier": ["name": "M\u{FC}ller & S\u{F6}hne <x>"],
        "lines": [["sku": "A-1", "qty": 2]], "odd name": "b\u{1}a\u{FFFE}d",
    ]

    /// document.json with one page per line.
    static func document(pages: Int) -> [UInt8] {
        var bytes = Array("{\"schema_version\":1,\"pages\":[\n".utf8)
        for number in 1...pages {
            if number > 1 { bytes += Array(",\n".utf8) }
            bytes += JSONWriter.bytes(of: page(number))
        }
        return bytes + Array("\n],\"metadata\":{\"author\":\"Ann\"},\"links\":[]}\n".utf8)
    }

    private static func page(_ number: Int) -> JSONValue {
        let passage = "A **bold** word, `code`, a [link](https://e.example/a?b=c&d) and \\*stars\\*\nof two lines \u{1}"
        let items: [JSONValue] = [
            ["type": "heading", "level": 1, "md": .string("# Part \(number) &lt;x&gt;")],
            ["type": "text", "md": .string(passage)],
            ["type": "text", "md": "[bad](javascript:alert) stays text"],
            ["type": "list", "ordered": true, "items": ["third", "fourth"], "md": "3. third\n   - within\n4. fourth"],
            ["type": "table", "rows": [["Item", "Price"], ["Nut", "<b>&1"]], "md": "| Item | Price |"],
            ["type": "code", "md": "```\nx = 1 < 2\n```\n"],
        ]
        let text = "Part \(number) <x>\nA bold word, code, a link and *stars*\nNut\t<b>&1\n=x\u{0}y"
        return [
            "page_number": .integer(Int64(number)), "success": true, "text": .string(text), "markdown": "# Part",
            "items": .array(items),
        ]
    }
}
