import Documents
import Glibc
import Linux
import Model
import WorkerProtocol

/// What the package manager makes the entry of the program; libFuzzer's own `main` would not be found.
@_cdecl("dropmill_fuzz_main")
public func start(
    _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments, tryInput)
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ attempt: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// One try of libFuzzer: the input goes to the reader `DROPMILL_FUZZ_READER` names.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    fuzzed.attempt(start.map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? [])
    return 0
}

nonisolated(unsafe) private var fuzzed = Reader(named: getenv("DROPMILL_FUZZ_READER").map { String(cString: $0) } ?? "")

/// What reads the inputs: a reader of documents as the worker calls it, or the agent's reading of frames.
private struct Reader {
    private let name: String
    private let kind: WorkerRequest.Kind
    private let mimeType: String?
    private var processor = Processor()
    private let file = fileno(tmpfile())

    init(named reader: String) {
        switch reader {
        case "pdf": (name, kind, mimeType) = ("a.pdf", .parse, "application/pdf")
        case "text": (name, kind, mimeType) = ("a.txt", .parse, "text/plain")
        case "csv": (name, kind, mimeType) = ("a.csv", .parse, "text/csv")
        case "json": (name, kind, mimeType) = ("a.json", .parse, "application/json")
        case "markdown": (name, kind, mimeType) = ("a.md", .parse, "text/markdown")
        case "xml": (name, kind, mimeType) = ("a.xml", .parse, "application/xml")
        case "html": (name, kind, mimeType) = ("a.html", .parse, "text/html")
        case "mail": (name, kind, mimeType) = ("a.eml", .parse, "message/rfc822")
        case "notebook": (name, kind, mimeType) = ("a.ipynb", .parse, "application/x-ipynb+json")
        case "feed": (name, kind, mimeType) = ("a.xml", .parse, "application/rss+xml")
        case "outlook": (name, kind, mimeType) = ("a.dat", .parse, "application/vnd.ms-tnef")
        case "rtf": (name, kind, mimeType) = ("a.rtf", .parse, "application/rtf")
        case "detect": (name, kind, mimeType) = ("a", .parse, nil)
        case "zip": (name, kind, mimeType) = ("a.zip", .detect, nil)
        case "steering-json": (name, kind, mimeType) = ("job.json", .steer, nil)
        case "steering-yaml": (name, kind, mimeType) = ("job.yaml", .steer, nil)
        case "frames": (name, kind, mimeType) = ("frames", .steer, nil)
        default: fatalError("DROPMILL_FUZZ_READER names no reader")
        }
    }

    mutating func attempt(_ input: [UInt8]) {
        if name == "frames" { return readFrames(input) }
        precondition(ftruncate(file, 0) == 0 && pwrite(file, input, input.count, 0) == input.count)
        let request = WorkerRequest(
            kind: kind, name: name, path: name, sha256: nil, size: Int64(input.count), mimeType: mimeType)
        var sink = CountingSink()
        let report = processor.value.process(request, descriptor: file, sink: &sink)
        // What a worker says must be something the agent accepts.
        var buffer = FrameBuffer()
        buffer.add(Frame.bytes(.report, report.encoded()))
        guard let frame = try? buffer.next(), (try? WorkerReport(frame)) != nil else {
            fatalError("the agent refuses a report: \(report)")
        }
    }

    /// Bytes of a worker that was taken over, as the agent reads them.
    private func readFrames(_ input: [UInt8]) {
        var buffer = FrameBuffer()
        buffer.add(input)
        while let frame = try? buffer.next() {
            switch frame.kind {
            case .introduction: _ = try? WorkerIntroduction(frame)
            case .request: _ = try? WorkOrder(frame)
            case .summary: _ = try? ArchiveSummary(frame)
            case .entry: _ = try? ArchiveEntry(frame)
            case .attachment: _ = try? AttachmentName(frame)
            case .manifestHead: _ = try? ManifestHead(frame)
            case .manifestRow: _ = try? ManifestLine(frame)
            case .picture: _ = try? frame.picture()
            case .passage: _ = try? Passage(frame)
            case .part, .content: continue
            case .pages: _ = try? frame.pageCount()
            case .report:
                if let report = try? WorkerReport(frame) { _ = report.encoded() }
            }
        }
        try? buffer.finish()
    }
}

/// Holds the processor, which cannot be copied.
private final class Processor {
    var value = DocumentProcessor()
}

/// Counts what is written and forgets it.
private struct CountingSink: PartSink {
    private var count = 0

    mutating func write(_ bytes: [UInt8], to part: OutputPart) {
        count += bytes.count
        // A document a few kilobytes long must not become gigabytes.
        precondition(count < 1 << 30, "the output is too large")
    }

    mutating func expectPages(_ count: Int) { precondition(count >= 0) }
}

extension FrameBuffer {
    /// Fills the buffer through a socket, as the agent does.
    fileprivate mutating func add(_ bytes: [UInt8]) {
        guard let (ours, theirs) = try? Socket.pair("frames") else { fatalError("no sockets") }
        try? ours.neverBlock()
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(32 << 10)
            guard (try? theirs.sendAll(Array(piece))) != nil, (try? fill(from: ours)) == .bytes else { return }
            rest = rest.dropFirst(piece.count)
        }
    }
}
