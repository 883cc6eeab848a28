/// One row of a manifest as its item keeps it; its number is the item's index plus one.
public struct ManifestRow: Sendable, Equatable {
    /// Where the document of a row is.
    public enum Source: Sendable, Equatable {
        /// A file of the batch, below its root.
        case local(BytePath)
        /// An address to download from.
        case url(String)
        /// Bucket and key, `bucket/key`.
        case s3(String)
    }

    /// Line of the CSV file at which the row begins, from 1; cells may hold line breaks.
    public var line: Int
    public var title: String?
    public var description: String?
    /// `file_path` as it stands in the row.
    public var filePath: String
    public var source: Source
    /// `file_size` as it stands in the row: free text such as `1.2MB`.
    public var fileSize: String?
    /// The media type the row demands instead of the detected one.
    public var mimeType: String?
    /// Parameters of the job that the row sets; they win over those of the batch.
    public var options: JSONObject
    /// Why the row cannot be worked on.
    public var failure: Failure?

    public init(
        line: Int, title: String? = nil, description: String? = nil, filePath: String, source: Source,
        fileSize: String? = nil, mimeType: String? = nil, options: JSONObject = [:], failure: Failure? = nil
    ) {
        self.line = line
        self.title = title
        self.description = description
        self.filePath = filePath
        self.source = source
        self.fileSize = fileSize
        self.mimeType = mimeType
        self.options = options
        self.failure = failure
    }

    /// True when the document has to be fetched before it can be read.
    public var isRemote: Bool {
        switch source {
        case .local: false
        case .url, .s3: true
        }
    }

    /// The form the store keeps.
    public var json: JSONValue {
        var object: JSONObject = ["line": .integer(Int64(line)), "file_path": .string(filePath)]
        switch source {
        case .local(let path):
            if path.utf8 == nil { object["local_b64"] = .string(Base64.encode(path.bytes)) }
            object["local"] = .string(path.display)
        case .url(let location): object["url"] = .string(location)
        case .s3(let location): object["s3"] = .string(location)
        }
        if let title { object["title"] = .string(title) }
        if let description { object["description"] = .string(description) }
        if let fileSize { object["file_size"] = .string(fileSize) }
        if let mimeType { object["mime_type"] = .string(mimeType) }
        if !options.members.isEmpty { object["options"] = .object(options) }
        if let failure { object["failure"] = failure.json }
        return .object(object)
    }

    /// Reads what `json` wrote; nil when something needed is missing.
    public init?(json: JSONValue) {
        guard let line = json["line"]?.integer, let filePath = json["file_path"]?.string,
            let source = Self.source(json)
        else { return nil }
        self.init(
            line: Int(line), title: json["title"]?.string, description: json["description"]?.string,
            filePath: filePath, source: source, fileSize: json["file_size"]?.string,
            mimeType: json["mime_type"]?.string, options: json["options"]?.object ?? [:])
        guard let failure = json["failure"] else { return }
        guard let failure = Failure(json: failure) else { return nil }
        self.failure = failure
    }

    private static func source(_ json: JSONValue) -> Source? {
        if let location = json["url"]?.string { return .url(location) }
        if let location = json["s3"]?.string { return .s3(location) }
        if let text = json["local_b64"]?.string { return Base64.decode(text).map { .local(BytePath(bytes: $0)) } }
        return json["local"]?.string.map { .local(BytePath($0)) }
    }
}

/// What results.csv has to know of the manifest whose rows it repeats.
public struct ManifestForm: Sendable, Equatable {
    /// The character sets a manifest may be written in.
    public enum Encoding: String, Sendable {
        case utf8 = "utf-8"
        case windowsLatin = "windows-1252"
    }

    /// The name of the file.
    public var name: String
    public var encoding: Encoding
    /// What stands between two cells.
    public var delimiter: UInt8
    /// What ends a line.
    public var lineEnd: [UInt8]
    /// The names of its columns, at most `Limits.manifestNames`.
    public var columns: [String]
    /// Rows below the header.
    public var rows: Int
    /// True when columns say how single documents are to be read.
    public var setsParameters: Bool

    public init(
        name: String, encoding: Encoding, delimiter: UInt8, lineEnd: [UInt8], columns: [String], rows: Int = 0,
        setsParameters: Bool = false
    ) {
        self.name = name
        self.encoding = encoding
        self.delimiter = delimiter
        self.lineEnd = lineEnd
        self.columns = columns
        self.rows = rows
        self.setsParameters = setsParameters
    }

    /// The form the store keeps.
    public var json: JSONValue {
        [
            "name": .string(name), "encoding": .string(encoding.rawValue), "delimiter": .integer(Int64(delimiter)),
            "line_end": .string(String(decoding: lineEnd, as: UTF8.self)), "columns": .strings(columns),
            "rows": .integer(Int64(rows)), "sets_parameters": .bool(setsParameters),
        ]
    }

    /// Reads what `json` wrote; nil when something is missing.
    public init?(json: JSONValue) {
        guard let name = json["name"]?.string, let delimiter = json["delimiter"]?.integer,
            let encoding = json["encoding"]?.string.flatMap(Encoding.init(rawValue:)),
            let lineEnd = json["line_end"]?.string, let rows = json["rows"]?.integer
        else { return nil }
        self.init(
            name: name, encoding: encoding, delimiter: UInt8(truncatingIfNeeded: delimiter),
            lineEnd: Array(lineEnd.utf8), columns: json["columns"]?.array?.compactMap(\.string) ?? [], rows: Int(rows),
            setsParameters: json["sets_parameters"]?.bool ?? false)
    }
}

/// The bytes of one row as they stand in the manifest, header included.
public struct ManifestText: Sendable, Equatable {
    /// Every cell that has a column, with quotes and delimiters; cells the row lacks are there, empty.
    public var cells: [UInt8]
    /// The end of the line and empty lines after it.
    public var tail: [UInt8]

    public init(cells: [UInt8], tail: [UInt8]) {
        self.cells = cells
        self.tail = tail
    }
}
