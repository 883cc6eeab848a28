import AV
import Archive
import Assimp
import Exports
import Extraction
import HEIF
import Leptonica
import MIME
import Magic
import Model
import Poppler
import Tesseract
import WorkerProtocol
import XML

/// Does what a request asks with the file that came with it.
///
/// Runs in the worker, on one thread, one request at a time; holds the database of libmagic between requests.
public struct DocumentProcessor: ~Copyable {
    private let detector = Detector()
    private let readers = Readers()

    /// Loads what every request needs.
    public init() {}

    /// Handles one request; the descriptor stays the caller's. When the report names a failure, parts sent so far are
    /// incomplete and to be thrown away.
    public mutating func process(
        _ request: WorkerRequest, descriptor: Int32, sink: inout some PartSink
    ) -> WorkerReport {
        var report = WorkerReport()
        do throws(Failure) {
            let source = try DocumentSource(descriptor: descriptor, name: request.name)
            switch request.kind {
            case .steer where ExclusionFile.isNamed(request.name):
                report.steering = try exclusions(source)
            case .steer: report.steering = try SteeringReader.read(source)
            case .prepare: report.steering = try JobPreparation.prepare(source)
            case .manifest: try readManifest(source, request, sink: &sink)
            case .unpack:
                try detect(source, request, into: &report)
                guard Unpacker.isArchive(report.mimeType, named: request.name) else { break }
                try Unpacker(source).unpack(into: &sink)
            case .detect:
                try detect(source, request, into: &report)
                let mimeType = report.mimeType ?? MediaTypes.binary
                guard readers.reader(of: mimeType) != nil else { throw Self.unsupported(source, mimeType) }
            case .parsePages:
                // The schema says that fields are wanted of what the pictures show together.
                let isExtraction = !(request.parameters["schema"] ?? .null).isNull
                let collector = DocumentCollector(name: request.name, mimeType: MediaTypes.binary)
                let job = isExtraction ? try ExtractJob(request) : nil
                try parsePages(
                    source, request, report: &report, sink: &sink, collector: isExtraction ? collector : nil)
                try job?.run(collector.document, report: &report, sink: &sink)
            case .parse:
                try detect(source, request, into: &report)
                if try asksForWords(source, request, report: &report, sink: &sink) { break }
                try parse(source, request, report: &report, sink: &sink)
            case .extract:
                let job = try ExtractJob(request)
                try detect(source, request, into: &report)
                if try asksForWords(source, request, report: &report, sink: &sink) { break }
                let document = try collect(source, request, report: &report, sink: &sink)
                try job.run(document, report: &report, sink: &sink)
            case .tag:
                let job = try TagJob(request)
                try detect(source, request, into: &report)
                if try asksForWords(source, request, report: &report, sink: &sink) { break }
                let document = try collect(source, request, report: &report, sink: &sink)
                job.run(document, report: &report, sink: &sink)
            case .export: try export(source, request, sink: &sink)
            case .embed:
                let job = try EmbedJob(request)
                try detect(source, request, into: &report)
                let collector = DocumentCollector(
                    name: request.name, mimeType: report.mimeType ?? MediaTypes.binary, chunker: job.chunker)
                try parse(source, request, report: &report, sink: &sink, collector: collector)
                if let chunker = collector.chunker { job.run(chunker, report: &report, sink: &sink) }
            case .passages:
                var reader = PassageReader(source)
                try reader.run(into: &sink)
            case .conclude:
                try conclude(source, request, report: &report, sink: &sink)
            }
        } catch {
            report.failure = error
        }
        return report
    }

    /// Names and versions of the libraries that read documents.
    public static var libraries: [(name: String, version: String)] {
        [
            ("libmagic", MagicDatabase.version), ("poppler", PDFFile.version), ("libarchive", ArchiveListing.version),
            ("leptonica", Picture.version), ("tesseract", TesseractEngine.version), ("libheif", HEIFPicture.version),
            ("libavformat", MediaFile.version), ("assimp", ModelScene.version), ("libxml2", XMLReader.version),
            ("gmime", MailFile.version),
        ]
    }

    private func detect(
        _ source: DocumentSource, _ request: WorkerRequest, into report: inout WorkerReport
    ) throws(Failure) {
        let finding = try detector.detect(source)
        report.mimeType = finding.mimeType
        report.extensionMismatch = finding.extensionMismatch
        if let demanded = request.mimeType.map(MediaTypes.canonical), demanded != finding.mimeType {
            report.mimeType = demanded
            report.warnings.append("treated as \(demanded) as demanded; its content is \(finding.mimeType)")
        } else if let promised = finding.extensionMismatch {
            report.warnings.append("the extension promises \(promised), the content is \(finding.mimeType)")
        }
    }

    /// Finishes a job that waited for a model.
    private func conclude<Sink: PartSink>(
        _ source: DocumentSource, _ request: WorkerRequest, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) {
        let work = try ReturnedWork(source)
        switch work.job {
        case .tag(let copy): try TagJob(request).conclude(copy, work.replies, report: &report, sink: &sink)
        case .extract(let copy): try ExtractJob(request).conclude(copy, work.replies, report: &report, sink: &sink)
        case .transcript(let copy):
            let spoken = try SpokenDocument(copy, work.replies, name: source.name)
            try conclude(spoken, copy, source, request, report: &report, sink: &sink)
        case .embed(let chunks): try EmbedJob(request).conclude(chunks, work.replies, report: &report, sink: &sink)
        }
    }

    /// Goes on with a recording whose words are there as with any other document.
    private func conclude<Sink: PartSink>(
        _ spoken: SpokenDocument, _ copy: TranscriptQuestion.WorkingCopy, _ source: DocumentSource,
        _ request: WorkerRequest, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) {
        report.mimeType = copy.mimeType
        report.extensionMismatch = copy.extensionMismatch
        let options = try ParseOptions(request.parameters)
        let collector = DocumentCollector(name: request.name, mimeType: copy.mimeType)
        try write(source, by: spoken, options, request, report: &report, sink: &sink, collector: collector)
        switch copy.kind {
        case .extract: try ExtractJob(request).run(collector.document, report: &report, sink: &sink)
        case .tag: try TagJob(request).run(collector.document, report: &report, sink: &sink)
        default: break
        }
    }

    /// Sends a recording away to be written down; false where there is nothing to ask, and it is to be read as it is.
    private func asksForWords<Sink: PartSink>(
        _ source: DocumentSource, _ request: WorkerRequest, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) -> Bool {
        guard let question = TranscriptQuestion(source, mimeType: report.mimeType, request) else { return false }
        return try question.send(&report, into: &sink)
    }

    private func exclusions(_ source: DocumentSource) throws(Failure) -> JSONValue {
        guard let reader = readers.reader(of: MediaTypes.pdf) else { return [] }
        return try ExclusionFile(reader: reader).read(source)
    }

    /// Parses the document and keeps what is written of it.
    private func collect<Sink: PartSink>(
        _ source: DocumentSource, _ request: WorkerRequest, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) -> SourceDocument {
        let collector = DocumentCollector(name: request.name, mimeType: report.mimeType ?? MediaTypes.binary)
        try parse(source, request, report: &report, sink: &sink, collector: collector)
        return collector.document
    }

    private func parse<Sink: PartSink>(
        _ source: DocumentSource, _ request: WorkerRequest, report: inout WorkerReport, sink: inout Sink,
        collector: DocumentCollector? = nil
    ) throws(Failure) {
        guard source.size > 0 else {
            throw Failure(.emptyFile, "\(source.name) is empty", stage: .detect)
        }
        let mimeType = report.mimeType ?? MediaTypes.binary
        let options = try ParseOptions(request.parameters)
        guard let reader = readers.reader(of: mimeType) else { throw Self.unsupported(source, mimeType) }
        try write(source, by: reader, options, request, report: &report, sink: &sink, collector: collector)
    }

    /// Has a reader write the parts of a document.
    private func write<Sink: PartSink>(
        _ source: DocumentSource, by reader: any DocumentReader, _ options: ParseOptions, _ request: WorkerRequest,
        report: inout WorkerReport, sink: inout Sink, collector: DocumentCollector? = nil
    ) throws(Failure) {
        var output = DocumentOutput(
            sink: sink, report: report, outputs: options.outputs, places: options.wordPlaces, collector: collector)
        defer {
            report = output.report
            sink = output.sink
        }
        output.begin(request)
        try reader.read(source, options: options, into: &output)
    }

    /// Sends one file of the results of a batch.
    private func export(
        _ source: DocumentSource, _ request: WorkerRequest, sink: inout some PartSink
    ) throws(Failure) {
        guard let format = request.parameters["format"]?.string.flatMap(ExportFormat.init(named:)) else {
            throw Failure(.validationError, "an export of \(source.name) needs a known format", stage: .publish)
        }
        sink.expectPages(Int(source.size / Limits.exportStepBytes) + 1)
        var export = try BatchExport(format, of: source)
        try export.run { sink.write(content: $0) }
    }

    /// Sends the rows of a manifest.
    private func readManifest(
        _ source: DocumentSource, _ request: WorkerRequest, sink: inout some PartSink
    ) throws(Failure) {
        let columns = request.parameters["columns"]?.array?.compactMap(\.string) ?? []
        try ManifestReader(source, columns: columns).run(into: &sink)
    }

    /// Reads several pictures as the pages of one document, whose type is that of the first one.
    private func parsePages<Sink: PartSink>(
        _ source: DocumentSource, _ request: WorkerRequest, report: inout WorkerReport, sink: inout Sink,
        collector: DocumentCollector?
    ) throws(Failure) {
        var start = 0
        let head = try source.read(Limits.bundleHeadBytes, at: 0)
        guard let bundle = PageBundle(head, headBytes: &start) else {
            throw Failure(.processingError, "the pictures of \(source.name) did not arrive whole", stage: .parse)
        }
        var place = Int64(start)
        var pictures: [ImageReader.Picture] = []
        for member in bundle.members {
            let part = DocumentSource(part: source, at: place, size: member.size, name: member.name)
            pictures.append((part, try detector.detect(part).mimeType))
            place += member.size
        }
        report.mimeType = pictures.first?.mimeType
        let options = try ParseOptions(request.parameters)
        try write(
            source, by: readers.reader(of: pictures), options, request, report: &report, sink: &sink,
            collector: collector)
    }

    private static func unsupported(_ source: DocumentSource, _ mimeType: String) -> Failure {
        if mimeType == MediaTypes.protectedOffice { return Package.encrypted(source) }
        let advice =
            switch MediaCategory(mimeType: mimeType) {
            case .image: "Save the picture as PNG, JPEG or TIFF and drop that."
            case .video, .audio: "Save the recording as MP3, MP4, WAV or WebM and drop that."
            case .model: "Save the model as STL, OBJ, glTF binary, 3MF or PLY and drop that."
            case .document: "Export the document as PDF or plain text and drop that."
            case .other:
                mimeType == MediaTypes.zip
                    ? "Unpack the archive and drop the files in it."
                    : "Convert the file to PDF, plain text, Markdown, CSV, JSON or XML and drop that."
            }
        return Failure(
            .unsupportedMedia, "\(source.name) is \(mimeType), which this version cannot read", stage: .detect,
            details: ["mime_type": .string(mimeType)], resolution: advice)
    }
}
