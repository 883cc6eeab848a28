import Documents
import Glibc
import Model
import TestSupport
import Testing
import WorkerProtocol

/// Keeps the parts of one document in memory.
struct CollectingSink: PartSink {
    private(set) var parts: [OutputPart: [UInt8]] = [:]
    private(set) var expectedPages = 0
    /// The most bytes that came at once.
    private(set) var largestPiece = 0

    mutating func write(_ bytes: [UInt8], to part: OutputPart) {
        parts[part, default: []] += bytes
        largestPiece = max(largestPiece, bytes.count)
    }

    /// Attachments that were handed out, in their order.
    private(set) var attachments: [AttachmentName] = []

    /// What can be searched, in its order.
    private(set) var passages: [Passage] = []

    mutating func write(_ passage: Passage) { passages.append(passage) }

    mutating func begin(_ attachment: AttachmentName) { attachments.append(attachment) }

    mutating func expectPages(_ count: Int) { expectedPages = max(expectedPages, count) }

    func text(_ part: OutputPart) -> String { String(decoding: parts[part] ?? [], as: UTF8.self) }
}

/// What a document became.
struct Processed {
    var report: WorkerReport
    var sink: CollectingSink

    /// document.json, read strictly.
    var json: JSONValue {
        get throws { try JSONParser.parse(sink.parts[.documentJSON] ?? []) }
    }

    var pages: [JSONValue] {
        get throws { try #require(try json["pages"]?.array) }
    }

    var markdown: String { sink.text(.documentMarkdown) }
    var text: String { sink.text(.documentText) }
}

/// Hands bytes to a processor as a worker would get them.
func process(
    _ bytes: [UInt8], name: String, kind: WorkerRequest.Kind = .parse, mimeType: String? = nil,
    parameters: JSONObject = [:]
) throws -> Processed {
    try withTemporaryDirectory { directory in
        let descriptor = open(directory + "/file", O_RDWR | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(count > 0)
            done += count
        }
        var processor = DocumentProcessor()
        var sink = CollectingSink()
        let request = WorkerRequest(
            kind: kind, name: name, path: "folder/" + name, sha256: "ab12", size: Int64(bytes.count),
            mimeType: mimeType, parameters: parameters, optionsSHA256: "cd34")
        let report = processor.process(request, descriptor: descriptor, sink: &sink)
        // The descriptor stays the caller's.
        #expect(fcntl(descriptor, F_GETFD) >= 0)
        return Processed(report: report, sink: sink)
    }
}

/// Hands many versions of a file to one processor, which loads its libraries once.
func process(each files: [[UInt8]], name: String, parameters: JSONObject = [:]) throws -> [WorkerReport] {
    var processor = DocumentProcessor()
    return try withTemporaryDirectory { directory in
        var reports: [WorkerReport] = []
        for bytes in files {
            let descriptor = open(directory + "/file", O_RDWR | O_CREAT | O_TRUNC, 0o600)
            defer { close(descriptor) }
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(count == bytes.count)
            var sink = CollectingSink()
            let request = WorkerRequest(
                kind: .parse, name: name, path: name, size: Int64(bytes.count), parameters: parameters)
            reports.append(processor.process(request, descriptor: descriptor, sink: &sink))
        }
        return reports
    }
}

func process(_ text: String, name: String, kind: WorkerRequest.Kind = .parse) throws -> Processed {
    try process(Array(text.utf8), name: name, kind: kind)
}
