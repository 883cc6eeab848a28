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

    /// Writes extract.json and extract.meta.json, or what a model is to be asked.
    func run<Sink: PartSink>(
        _ document: SourceDocument, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) {
        var extraction = Extraction(options, of: document)
        let engines = try ExtractEngines(options, for: document)
        Self.warn(engines.warnings, &report)
        for (name, engine) in engines.chosen where extraction.isOpen {
            try extraction.ask(engine, named: name, of: document)
        }
        let reading = ReadingRecord(
            pageCount: report.pageCount ?? document.pages.count, failedPages: report.failedPages)
        if options.asksProvider, extraction.isOpen {
            let prompts = try extraction.prompts(about: document)
            let sha256 = Self.sha256(of: prompts)
            let state = extraction.state(asking: prompts, reading, promptSHA256: sha256)
            sink.write(WorkingCopy(document: document, state: state).bytes, to: .workingCopy)
            return ask(prompts, extraction, attempt: 1, sha256, &sink)
        }
        try publish(extraction, of: document, reading, report: &report, sink: &sink)
    }

    /// Finishes with what a model answered: writes the result, or what it is to be asked again.
    func conclude<Sink: PartSink>(
        _ copy: WorkingCopy, _ replies: ModelReplies, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) {
        guard let resumed = Extraction.resumed(options, from: copy.state) else {
            throw ReturnedWork.broken(request.name)
        }
        var extraction = resumed.extraction
        let verdict = try extraction.take(
            replies.replies.map {
                PromptReply(
                    number: $0.number, content: $0.content, finishReason: $0.finishReason, refusal: $0.refusal)
            }, to: resumed.prompts, attempt: replies.attempt, in: copy.document)
        switch verdict {
        case .again(let prompts):
            ask(prompts, resumed.extraction, attempt: replies.attempt + 1, resumed.promptSHA256, &sink)
        case .taken:
            extraction.note(
                ModelRecord(
                    provider: replies.provider, model: replies.replies.first?.model ?? options.model ?? "",
                    promptSHA256: resumed.promptSHA256, questions: resumed.prompts.count, attempts: replies.attempt,
                    inputTokens: replies.replies.reduce(0) { $0 + $1.inputTokens },
                    outputTokens: replies.replies.reduce(0) { $0 + $1.outputTokens }))
            try publish(extraction, of: copy.document, resumed.reading, report: &report, sink: &sink)
        }
    }

    private func ask<Sink: PartSink>(
        _ prompts: [Prompt], _ extraction: Extraction, attempt: Int, _ sha256: String, _ sink: inout Sink
    ) {
        let questions = ModelQuestions(
            provider: options.provider, model: options.model, schema: extraction.responseSchema,
            // One for all items of a batch, and the same in every run with these parameters.
            seed: Int64(request.optionsSHA256.prefix(7), radix: 16), temperature: 0, sha256: sha256, attempt: attempt,
            questions: prompts.map { prompt in
                ModelQuestions.Question(
                    number: prompt.number,
                    messages: prompt.messages.map {
                        ModelQuestions.Question.Message(role: $0.role, content: $0.content)
                    })
            })
        sink.write(JSONWriter.canonicalBytes(of: questions.json), to: .prompts)
    }

    private func publish<Sink: PartSink>(
        _ extraction: Extraction, of document: SourceDocument, _ reading: ReadingRecord, report: inout WorkerReport,
        sink: inout Sink
    ) throws(Failure) {
        let result = try extraction.result(of: document, reading)
        sink.write(JSONWriter.bytes(of: result.data, style: .pretty) + [UInt8(ascii: "\n")], to: .extractJSON)
        sink.write(meta(of: result, document), to: .extractMetaJSON)
        let cut = options.asksProvider ? options.tokenLimit?.warning(about: document) : nil
        Self.warn([cut].compactMap(\.self) + result.warnings, &report)
    }

    private func meta(of result: ExtractionResult, _ document: SourceDocument) -> [UInt8] {
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
        let tokens = options.asksProvider ? options.tokenLimit.map { ("tokens", $0.record(of: document)) } : nil
        let members = head + [tokens].compactMap(\.self) + result.meta.members.map { ($0.key, $0.value) }
        return JSONWriter.bytes(of: .object(JSONObject(unique: members)), style: .pretty) + [UInt8(ascii: "\n")]
    }

    private static func sha256(of prompts: [Prompt]) -> String {
        let texts = prompts.map { JSONValue.strings($0.messages.flatMap { [$0.role, $0.content] }) }
        return Hexadecimal.lower(Digest.sha256(JSONWriter.canonicalBytes(of: .array(texts))))
    }

    private static func warn(_ warnings: [String], _ report: inout WorkerReport) {
        for warning in warnings where report.warnings.count < Limits.itemWarnings && !report.warnings.contains(warning)
        {
            report.warnings.append(warning)
        }
    }
}
