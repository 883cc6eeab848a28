import Crypto
import Extraction
import Model
import WorkerProtocol

/// Extracts the fields of a document that was read: engines in their order, then the result or the questions to a
/// model.
struct ExtractJob {
    let request: WorkerRequest
    let options: ExtractionOptions

    /// Reads what the job asks for, before anything is read of the document.
    init(_ request: WorkerRequest) throws(Failure) {
        self.request = request
        options = try ExtractionOptions(request.parameters)
    }

    /// Writes extract.json and extract.meta.json.
    func run<Sink: PartSink>(
        _ document: SourceDocument, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) {
        var extraction = Extraction(options, of: document)
        let engines = try ExtractEngines(options, for: document)
        report.warnings += engines.warnings
        for (name, engine) in engines.chosen where extraction.isOpen {
            try extraction.ask(engine, named: name, of: document)
        }
        try publish(extraction, of: document, report: &report, sink: &sink)
    }

    /// Writes what is known as the result.
    func publish<Sink: PartSink>(
        _ extraction: Extraction, of document: SourceDocument, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) {
        let reading = ReadingRecord(
            pageCount: report.pageCount ?? document.pages.count, failedPages: report.failedPages)
        let result = try extraction.result(of: document, reading)
        sink.write(JSONWriter.bytes(of: result.data, style: .pretty) + [UInt8(ascii: "\n")], to: .extractJSON)
        sink.write(meta(of: result), to: .extractMetaJSON)
        for warning in result.warnings where report.warnings.count < Limits.itemWarnings {
            report.warnings.append(warning)
        }
    }

    private func meta(of result: ExtractionResult) -> [UInt8] {
        let head: [(String, JSONValue)] = [
            ("schema_version", 1),
            ("source", ["path": .string(request.path), "sha256": .optional(request.sha256)]),
            (
                "engine",
                [
                    "name": .string(Product.name), "version": .string(Product.version),
                    "options_sha256": .string(request.optionsSHA256),
                ]
            ),
            ("schema_sha256", .string(Hexadecimal.lower(Digest.sha256(options.schema.canonicalBytes)))),
        ]
        let members = head + result.meta.members.map { ($0.key, $0.value) }
        return JSONWriter.bytes(of: .object(JSONObject(unique: members)), style: .pretty) + [UInt8(ascii: "\n")]
    }
}
