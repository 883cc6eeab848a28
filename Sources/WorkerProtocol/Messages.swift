import Model

/// Version of the messages; both sides must speak the same.
public let protocolVersion = 1

/// What the agent asks of a worker about the file whose descriptor comes with it.
public struct WorkerRequest: Sendable, Equatable {
    /// The kind of work.
    public enum Kind: String, Sendable, CaseIterable {
        /// Find out what the file is.
        case detect
        /// Find out what it is, then parse it and send the parts.
        case parse
        /// The same, then find the values the schema of the parameters asks for.
        case extract
        /// The same as `parse`, then find tags.
        case tag
        /// The same as `parse`, then divide the text into chunks with a vector each.
        case embed
        /// Read a model's reply beside the working copy of the document (`PageBundle` of the two), and finish the job.
        case conclude
        /// The same of several pictures in one file (`PageBundle`), which are the pages of one document.
        case parsePages = "parse_pages"
        /// Read a steering file (`job.json`, `schema.json`, `prompt.md`, ...) and return it as canonical JSON in the
        /// report.
        case steer
        /// Check the parameters of a job (`{type, parameters}` as canonical JSON in the file), bring the schema into its
        /// one form, and return the object in the report.
        case prepare
        /// Send the rows of a manifest; the parameters name the columns that are asked for.
        case manifest
        /// Send the entries of a ZIP archive and their contents; nothing is sent of a file that is none.
        case unpack
        /// Make one file of the results of a batch, which are in a spool (`ExportSpool`); the parameters name the
        /// format. The file is sent as content.
        case export
        /// Send what can be searched of a published `document.json`, `document.txt`, `document.md` or `embedding.json`.
        case passages
    }

    public var kind: Kind
    /// Display name of the file, for its extension and for messages; never a path the worker could open.
    public var name: String
    /// Path of the item within its batch, for `source.path` of document.json.
    public var path: String
    /// sha256 of the file in lower-case hexadecimal, for `source.sha256`; nil when not known.
    public var sha256: String?
    /// Size of the file in bytes.
    public var size: Int64
    /// The media type a manifest demands, instead of the detected one.
    public var mimeType: String?
    /// Parameters of the job, as frozen.
    public var parameters: JSONObject
    /// sha256 of the canonical parameters, for `engine.options_sha256`.
    public var optionsSHA256: String

    public init(
        kind: Kind, name: String, path: String, sha256: String? = nil, size: Int64, mimeType: String? = nil,
        parameters: JSONObject = [:], optionsSHA256: String = ""
    ) {
        self.kind = kind
        self.name = name
        self.path = path
        self.sha256 = sha256
        self.size = size
        self.mimeType = mimeType
        self.parameters = parameters
        self.optionsSHA256 = optionsSHA256
    }
}

/// What a worker says at the end of a request.
public struct WorkerReport: Sendable, Equatable {
    /// Detected media type.
    public var mimeType: String?
    /// The media type the extension promises, when it is another one.
    public var extensionMismatch: String?
    public var title: String?
    public var pageCount: Int?
    /// 1-based numbers of the pages that failed.
    public var failedPages: [Int]
    public var warnings: [String]
    /// Canonical JSON of a steering file.
    public var steering: JSONValue?
    /// Tags of the document, the best first.
    public var tags: [String]
    /// Why there is no result, or nil.
    public var failure: Failure?

    public init(
        mimeType: String? = nil, extensionMismatch: String? = nil, title: String? = nil, pageCount: Int? = nil,
        failedPages: [Int] = [], warnings: [String] = [], steering: JSONValue? = nil, tags: [String] = [],
        failure: Failure? = nil
    ) {
        self.mimeType = mimeType
        self.extensionMismatch = extensionMismatch
        self.title = title
        self.pageCount = pageCount
        self.failedPages = failedPages
        self.warnings = warnings
        self.steering = steering
        self.tags = tags
        self.failure = failure
    }
}

/// The output files a worker may send; nothing else is written.
public enum OutputPart: Hashable, Sendable {
    case documentJSON
    case documentMarkdown
    case documentText
    case searchablePDF
    case extractJSON
    case extractMetaJSON
    case tagsJSON
    /// Where words and lines stand.
    case words
    /// The picture of a page, by its 1-based number.
    case pageImage(Int)
    /// A picture that stands on a page, by the 1-based number of the page and its own.
    case embeddedImage(page: Int, number: Int)
    case embeddingJSON
    /// What a model is to be asked; read by the agent, never published.
    case prompts
    /// The document as extraction sees it, for the request that follows the reply; never published.
    case workingCopy
    /// The sound of a recording as servers of transcripts take it; never published.
    case sound

    /// The parts a document has one of.
    public static let single: [OutputPart] = [
        .documentJSON, .documentMarkdown, .documentText, .searchablePDF, .extractJSON, .extractMetaJSON, .tagsJSON,
        .words, .prompts, .workingCopy,
    ]

    /// Page and number of a picture, 0 for that of the page itself; nil for any other part.
    public var picture: (page: Int, number: Int)? {
        switch self {
        case .pageImage(let page): (page, 0)
        case .embeddedImage(let page, let number): (page, number)
        default: nil
        }
    }

    /// True for what a batch shows.
    public var isPublished: Bool { self != .prompts && self != .workingCopy && self != .sound }

    /// The name in the item's output directory.
    public var fileName: String {
        switch self {
        case .documentJSON: "document.json"
        case .documentMarkdown: "document.md"
        case .documentText: "document.txt"
        case .searchablePDF: "document.pdf"
        case .extractJSON: "extract.json"
        case .extractMetaJSON: "extract.meta.json"
        case .tagsJSON: "tags.json"
        case .words: "words.jsonl"
        case .pageImage, .embeddedImage: outputName + ".png"
        case .embeddingJSON: "embedding.json"
        case .prompts: "prompts.json"
        case .workingCopy: "working.json"
        case .sound: "sound.wav"
        }
    }

    /// The key in `outputs` of results.jsonl.
    public var outputName: String {
        switch self {
        case .documentJSON: "json"
        case .documentMarkdown: "markdown"
        case .documentText: "text"
        case .searchablePDF: "searchable_pdf"
        case .extractJSON: "extract"
        case .extractMetaJSON: "extract_meta"
        case .tagsJSON: "tags"
        case .words: "words"
        case .pageImage(let page): "pages/\(Self.digits(of: page))"
        case .embeddedImage(let page, let number): "images/\(Self.digits(of: page))-\(number)"
        case .embeddingJSON: "embedding"
        case .prompts: "prompts"
        case .workingCopy: "working_copy"
        case .sound: "sound"
        }
    }

    /// The part with a key of results.jsonl.
    public init?(outputName name: String) {
        let parts = name.split(separator: "/", maxSplits: 1)
        let numbers = parts.count == 2 ? parts[1].split(separator: "-").map { Int($0) ?? 0 } : []
        if parts.first == "pages", numbers.count == 1, numbers[0] > 0 {
            self = .pageImage(numbers[0])
        } else if parts.first == "images", numbers.count == 2, numbers[0] > 0, numbers[1] > 0 {
            self = .embeddedImage(page: numbers[0], number: numbers[1])
        } else if let part = Self.single.first(where: { $0.outputName == name }) {
            self = part
        } else {
            return nil
        }
        guard outputName == name else { return nil }
    }

    /// At least four digits, so that names sort as pages do.
    private static func digits(of page: Int) -> String {
        let digits = String(page)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

/// Takes the parts of a report as they are made; the worker's side writes frames, tests collect bytes.
public protocol PartSink {
    /// Appends bytes to a part; parts may be interleaved.
    mutating func write(_ bytes: [UInt8], to part: OutputPart)
    /// Says how many pages there are, so that the deadline can follow.
    mutating func expectPages(_ count: Int)
    /// Says what the archive that is about to be unpacked holds.
    mutating func announce(_ summary: ArchiveSummary)
    /// Begins an entry of an archive.
    mutating func begin(_ entry: ArchiveEntry)
    /// Begins an attachment, which is to be read as a document of its own.
    mutating func begin(_ attachment: AttachmentName)
    /// Appends bytes to the entry or attachment that was begun last.
    mutating func write(content: [UInt8])
    /// Begins the rows of a manifest.
    mutating func begin(_ head: ManifestHead)
    /// Hands out the next row of a manifest.
    mutating func write(_ row: ManifestLine)
    /// Hands out the next piece of a document that can be searched.
    mutating func write(_ passage: Passage)
}

extension PartSink {
    public mutating func announce(_ summary: ArchiveSummary) {}
    public mutating func begin(_ entry: ArchiveEntry) {}
    public mutating func begin(_ attachment: AttachmentName) {}
    public mutating func write(content: [UInt8]) {}
    public mutating func begin(_ head: ManifestHead) {}
    public mutating func write(_ row: ManifestLine) {}
    public mutating func write(_ passage: Passage) {}
}
