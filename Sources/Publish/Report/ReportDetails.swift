import Glibc
import Linux
import Model

/// What report.html shows of one file beyond its row: its values with their places, and how its text begins.
///
/// Only files the worker wrote are read, within limits, from the outbox, which belongs to people: whatever is no
/// regular file of ours with one name is left alone, and what cannot be read is simply not shown.
struct ReportDetails {
    private(set) var fields: [JSONValue] = []
    private(set) var missing: [JSONValue] = []
    private var sizes: [Int64: JSONValue] = [:]
    private var text = ""
    private var isMarkdown = false
    private var note: String?
    private var left: Int

    /// Bytes that were used.
    var bytes: Int { limit - left }
    private let limit: Int

    private static let metaName = "extract.meta.json"
    private static let textNames = ["document.md", "document.txt"]

    /// Reads the outputs of a file in its directory of the outbox; `limit` is the number of bytes there is room for.
    init?(of outputs: [String], in outbox: Directory, at path: BytePath, limit: Int) {
        self.limit = limit
        left = limit
        let textName = Self.textNames.first(where: outputs.contains)
        let hasMeta = outputs.contains(Self.metaName)
        guard hasMeta || textName != nil, let directory = try? outbox.directory(path) else { return nil }
        if hasMeta { readFields(in: directory, limit: limit - (textName == nil ? 0 : limit / Limits.reportTextShare)) }
        if let textName { readText(textName, in: directory) }
    }

    /// Writes the members of the row.
    func write(to writer: inout JSONWriter) {
        writer.key("x")
        writer.beginObject()
        if !fields.isEmpty { writer.member("f", .array(fields)) }
        if !missing.isEmpty { writer.member("u", .array(missing)) }
        if !sizes.isEmpty { writer.member("s", .array(sizes.sorted { $0.key < $1.key }.map(\.value))) }
        if let note { writer.member("v", note) }
        if !text.isEmpty {
            writer.member("t", text)
            if isMarkdown { writer.member("z", 1) }
        }
        writer.endObject()
    }

    // MARK: Text

    private mutating func readText(_ name: String, in directory: Directory) {
        guard left > 0, let file = Self.open(name, in: directory), let bytes = try? file.file.read(left) else { return }
        text = ReportText.beginning(bytes, isWhole: Int64(bytes.count) == file.size)
        isMarkdown = name == Self.textNames[0]
        left -= text.utf8.count
    }

    private static func open(_ name: String, in directory: Directory) -> (file: File, size: Int64)? {
        guard let file = try? directory.openForReading(BytePath(name)), let status = try? file.status(),
            status.kind == .file, status.links == 1, status.owner == geteuid()
        else { return nil }
        return (file, status.signature.size)
    }

    // MARK: Fields

    private mutating func readFields(in directory: Directory, limit: Int) {
        guard let (file, size) = Self.open(Self.metaName, in: directory) else { return }
        guard size <= Limits.reportMetaBytes, let bytes = try? file.read(Limits.reportMetaBytes + 1),
            let meta = try? JSONParser.parse(bytes)
        else {
            note = "The values are in extract.json; they are too many to be shown here."
            return
        }
        let floor = left - limit
        var omitted = 0
        for (pointer, value) in meta["fields"]?.object?.members ?? [] {
            guard let field = Self.field(pointer, value), fields.count < Limits.reportFields,
                take(JSONWriter.bytes(of: field).count, floor: floor)
            else {
                omitted += 1
                continue
            }
            fields.append(field)
            notePage(of: value)
        }
        for entry in meta["unresolved"]?.array ?? [] where entry["reason"]?.string != "not_grounded" {
            let message = ReportText.line(entry["message"]?.string ?? "")
            let found: JSONValue = [.string(ReportText.line(entry["pointer"]?.string ?? "")), .string(message)]
            guard missing.count < Limits.reportFields, take(JSONWriter.bytes(of: found).count, floor: floor)
            else { break }
            missing.append(found)
        }
        if omitted > 0 { note = "\(omitted) more are in extract.json." }
    }

    private mutating func take(_ count: Int, floor: Int) -> Bool {
        guard left - count > floor else { return false }
        left -= count
        return true
    }

    /// Pointer, value, method, confidence, page, boxes, and the text on the page where it differs from the value.
    private static func field(_ pointer: String, _ entry: JSONValue) -> JSONValue? {
        guard let value = entry["value"] else { return nil }
        let shown = shown(value)
        var field: [JSONValue] = [
            .string(ReportText.line(pointer)), shown, .string(ReportText.line(entry["method"]?.string ?? "")),
            entry["confidence"]?.number.map(JSONValue.number) ?? .null,
        ]
        guard let page = entry["page"]?.integer, let boxes = entry["bbox"]?.array, !boxes.isEmpty else {
            return .array(field)
        }
        field.append(.integer(page))
        field.append(.array(boxes.prefix(Limits.reportBoxes).map(box)))
        if let text = entry["matching_text"]?.string, .string(text) != shown {
            field.append(.string(ReportText.line(text)))
        }
        return .array(field)
    }

    private static func shown(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(ReportText.line(text))
        case .array, .object: .string(ReportText.line(String(decoding: JSONWriter.bytes(of: value), as: UTF8.self)))
        case .null, .bool, .integer, .number: value
        }
    }

    private static func box(_ box: JSONValue) -> JSONValue {
        .array(["x", "y", "w", "h"].map { .number(((box[$0]?.number ?? 0) * 10).rounded() / 10) })
    }

    private mutating func notePage(of entry: JSONValue) {
        guard let page = entry["page"]?.integer, let width = entry["page_width"]?.number,
            let height = entry["page_height"]?.number, width > 0, height > 0, sizes[page] == nil
        else { return }
        sizes[page] = [.integer(page), .number(width), .number(height)]
    }
}
