import Model

/// The first line of a manifest, which says how the others are to be read.
public struct ManifestHead: Sendable, Equatable {
    public var encoding: ManifestForm.Encoding
    public var delimiter: UInt8
    /// Names of the first columns, without the blanks around them.
    public var columns: [String]
    /// How many columns there are.
    public var width: Int
    /// Which of the columns that were asked for are there, as places in the list of the request; the values of a row
    /// come in this order.
    public var found: [Int]
    /// As it stands in the file, with what stands before it.
    public var text: ManifestText

    public init(
        encoding: ManifestForm.Encoding, delimiter: UInt8, columns: [String], width: Int, found: [Int],
        text: ManifestText
    ) {
        self.encoding = encoding
        self.delimiter = delimiter
        self.columns = columns
        self.width = width
        self.found = found
        self.text = text
    }

    /// The payload of a frame.
    public var encoded: [UInt8] {
        var fields = FieldWriter()
        fields.append(Array(encoding.rawValue.utf8))
        fields.append([delimiter])
        fields.append(text.cells)
        fields.append(text.tail)
        fields.append(number: width)
        fields.append(number: found.count)
        for place in found { fields.append(number: place) }
        for column in columns { fields.append(Array(column.utf8)) }
        return fields.bytes
    }

    /// Reads the payload of a `manifestHead` frame.
    public init(_ frame: Frame) throws(FrameError) {
        var fields = try FieldReader(frame, expecting: .manifestHead)
        guard let encoding = ManifestForm.Encoding(rawValue: try fields.text()),
            let delimiter = try fields.bytes().first
        else { throw .malformed(frame.kind, "an encoding and a delimiter") }
        self.encoding = encoding
        self.delimiter = delimiter
        text = ManifestText(cells: try fields.bytes(), tail: try fields.bytes())
        width = try fields.number()
        let count = try fields.number()
        found = []
        for _ in 0..<min(count, Limits.manifestColumns) { found.append(try fields.number()) }
        columns = []
        while !fields.isAtEnd { columns.append(try fields.text()) }
    }
}

/// One row of a manifest.
public struct ManifestLine: Sendable, Equatable {
    /// Line of the file at which it begins, from 1.
    public var line: Int
    /// How many cells it has.
    public var width: Int
    /// The cells of the columns in `ManifestHead.found`, in that order.
    public var values: [String]
    /// As it stands in the file.
    public var text: ManifestText

    public init(line: Int, width: Int, values: [String], text: ManifestText) {
        self.line = line
        self.width = width
        self.values = values
        self.text = text
    }

    /// The payload of a frame.
    public var encoded: [UInt8] {
        var fields = FieldWriter()
        fields.append(number: line)
        fields.append(number: width)
        fields.append(text.cells)
        fields.append(text.tail)
        for value in values { fields.append(Array(value.utf8)) }
        return fields.bytes
    }

    /// Reads the payload of a `manifestRow` frame.
    public init(_ frame: Frame) throws(FrameError) {
        var fields = try FieldReader(frame, expecting: .manifestRow)
        line = try fields.number()
        width = try fields.number()
        text = ManifestText(cells: try fields.bytes(), tail: try fields.bytes())
        values = []
        while !fields.isAtEnd { values.append(try fields.text()) }
    }
}

/// Puts bytes one after another, each with its length in four bytes before it.
private struct FieldWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ field: [UInt8]) {
        bytes.append(contentsOf: Frame.littleEndian(field.count))
        bytes.append(contentsOf: field)
    }

    mutating func append(number: Int) { bytes.append(contentsOf: Frame.littleEndian(number)) }
}

/// Takes out what a `FieldWriter` wrote.
private struct FieldReader {
    private let kind: FrameKind
    private var rest: ArraySlice<UInt8>

    init(_ frame: Frame, expecting kind: FrameKind) throws(FrameError) {
        guard frame.kind == kind else { throw .malformed(frame.kind, "expected a frame of another kind (\(kind))") }
        self.kind = kind
        rest = frame.payload
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number() throws(FrameError) -> Int {
        guard rest.count >= 4 else { throw .malformed(kind, "a number is cut") }
        defer { rest = rest.dropFirst(4) }
        return Frame.number(rest.prefix(4))
    }

    mutating func bytes() throws(FrameError) -> [UInt8] {
        let count = try number()
        guard count <= rest.count else { throw .malformed(kind, "a field is cut") }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func text() throws(FrameError) -> String {
        guard let text = String(validating: try bytes(), as: UTF8.self) else {
            throw .malformed(kind, "a field is not UTF-8")
        }
        return text
    }
}
