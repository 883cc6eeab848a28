import Crypto
import Extraction
import Model
import WorkerProtocol

/// Finds the tags of a document that was read: in its own words, or with the questions to a model and their answers.
struct TagJob {
    let request: WorkerRequest
    let options: TagOptions

    /// Reads what the job asks for, before anything is read of the document.
    init(_ request: WorkerRequest) throws(Failure) {
        self.request = request
        options = try TagOptions(request.parameters)
    }

    /// Writes tags.json, or what a model is to be asked.
    func run<Sink: PartSink>(_ document: SourceDocument, report: inout WorkerReport, sink: inout Sink) {
        guard options.engine == .provider else {
            return publish(
                LocalTags.find(options, in: document), titled: document.title, report: &report, sink: &sink)
        }
        let prompt = TagPrompt(options, document)
        if prompt.isCut {
            report.warnings.append("only the first \(Limits.tagPromptBytes) bytes of the text were sent to the model")
        }
        let messages = [
            ModelQuestions.Question.Message(role: "system", content: prompt.instruction),
            ModelQuestions.Question.Message(role: "user", content: prompt.document),
        ]
        let sha256 = Hexadecimal.lower(Digest.sha256(messages.flatMap { Array($0.content.utf8) }))
        let questions = ModelQuestions(
            provider: options.provider, model: options.model, schema: TagPrompt.responseSchema(options),
            temperature: 0, sha256: sha256, questions: [ModelQuestions.Question(number: 0, messages: messages)])
        let copy = WorkingCopy(title: document.title, promptSHA256: sha256)
        sink.write(JSONWriter.canonicalBytes(of: questions.json), to: .prompts)
        sink.write(JSONWriter.canonicalBytes(of: copy.json), to: .workingCopy)
    }

    /// Makes the result of what the model answered.
    func conclude<Sink: PartSink>(
        _ copy: WorkingCopy, _ replies: ModelReplies, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) {
        guard let reply = replies.replies.first else { throw Self.unusable("there is no answer", request) }
        if let refusal = reply.refusal ?? (reply.finishReason == "content_filter" ? "content filter" : nil) {
            throw Failure(
                .providerRefused, "The model would not tag \(printable(request.name)): \(printable(refusal))",
                stage: .tag, details: ["model": .string(reply.model)])
        }
        guard reply.finishReason != "length" else {
            throw Failure(
                .outputTruncated, "The answer of the model about \(printable(request.name)) breaks off", stage: .tag,
                details: ["model": .string(reply.model), "finish_reason": .string(reply.finishReason)])
        }
        guard let result = TagReply.read(reply.content, options) else {
            throw Self.unusable("the answer holds no tags", request)
        }
        publish(
            result, titled: copy.title,
            answer: [
                ("model", .string(reply.model)), ("provider", .string(replies.provider)),
                ("prompt_sha256", .string(copy.promptSHA256)),
            ], report: &report, sink: &sink)
    }

    private func publish<Sink: PartSink>(
        _ result: TagResult, titled title: String?, answer: [(String, JSONValue)] = [], report: inout WorkerReport,
        sink: inout Sink
    ) {
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
            ("title", .string(options.title ?? title ?? request.name)),
        ]
        let object = JSONObject(unique: head + result.members + answer)
        sink.write(JSONWriter.bytes(of: .object(object), style: .pretty) + [UInt8(ascii: "\n")], to: .tagsJSON)
        report.tags = result.tags
        for warning in result.warnings where report.warnings.count < Limits.itemWarnings {
            report.warnings.append(warning)
        }
    }

    private static func unusable(_ reason: String, _ request: WorkerRequest) -> Failure {
        Failure(
            .schemaViolation, "The model gave no tags for \(printable(request.name)): \(reason)", stage: .tag,
            retryable: true)
    }
}

extension TagJob {
    /// What `conclude` needs to know of a document that a model was asked to tag.
    struct WorkingCopy: Equatable {
        var title: String?
        var promptSHA256: String

        init(title: String?, promptSHA256: String) {
            self.title = title
            self.promptSHA256 = promptSHA256
        }

        /// Reads what `json` says; nil for the working copy of another job.
        init?(_ bytes: [UInt8]) {
            guard bytes.count <= Limits.tagCopyBytes, let json = try? JSONParser.parse(bytes),
                json["job"]?.string == JobType.tag.rawValue, let sha256 = json["prompt_sha256"]?.string
            else {
                return nil
            }
            self.init(title: json["title"]?.string, promptSHA256: sha256)
        }

        /// The form of the part `workingCopy`.
        var json: JSONValue {
            [
                "job": .string(JobType.tag.rawValue), "title": .optional(title),
                "prompt_sha256": .string(promptSHA256),
            ]
        }
    }
}
