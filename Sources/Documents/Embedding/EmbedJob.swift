import Model
import WorkerProtocol

/// Makes vectors of the chunks of a document that was read: with the words they are made of, or those of a provider.
struct EmbedJob {
    let request: WorkerRequest
    let options: EmbedOptions

    /// Reads what the job asks for, before anything is read of the document.
    init(_ request: WorkerRequest) throws(Failure) {
        self.request = request
        options = try EmbedOptions(request.parameters)
    }

    /// A place for the chunks of the pages that are read.
    var chunker: Chunker { Chunker(size: options.size, overlap: options.overlap) }

    /// Writes embedding.json, or the texts a provider is to make vectors of.
    func run<Sink: PartSink>(_ chunker: Chunker, report: inout WorkerReport, sink: inout Sink) {
        if chunker.omittedPages > 0 {
            report.warnings.append(
                "only the first \(Limits.documentChunks) chunks have vectors; the text of \(chunker.omittedPages) more "
                    + "pages has none")
        }
        let chunks = chunker.chunks
        guard options.asksProvider, !chunks.isEmpty else {
            let head = VectorHead(
                method: "local", model: LexicalVector.model, dimensions: Limits.lexicalDimensions)
            return EmbeddingFile.write(
                chunks, chunks.map { LexicalVector.make($0.text) }, head: head, options: options, request: request,
                to: &sink)
        }
        sink.write(JSONWriter.canonicalBytes(of: questions(chunks).json), to: .prompts)
        sink.write(JSONWriter.canonicalBytes(of: Self.copy(of: chunks)), to: .workingCopy)
    }

    /// Makes the result of the vectors that a provider sent.
    func conclude<Sink: PartSink>(
        _ chunks: [Chunk], _ replies: ModelReplies, report: inout WorkerReport, sink: inout Sink
    ) throws(Failure) {
        var vectors: [[Float]] = []
        for reply in replies.replies.sorted(by: { $0.number < $1.number }) {
            guard let more = VectorList.decode(reply.content) else { throw unusable("they cannot be read") }
            vectors += more
        }
        guard vectors.count == chunks.count, let dimensions = vectors.first?.count, dimensions > 0 else {
            throw unusable("there are \(vectors.count) for \(chunks.count) chunks")
        }
        guard vectors.allSatisfy({ $0.count == dimensions }) else { throw unusable("they differ in length") }
        let head = VectorHead(
            method: "provider", model: replies.replies.first?.model ?? "", provider: replies.provider,
            dimensions: dimensions)
        EmbeddingFile.write(chunks, vectors, head: head, options: options, request: request, to: &sink)
    }

    private func questions(_ chunks: [Chunk]) -> ModelQuestions {
        var groups: [[String]] = [[]]
        var bytes = 0
        for chunk in chunks {
            let count = chunk.text.utf8.count
            if groups[groups.count - 1].count >= Limits.embeddingTexts || bytes + count > Limits.embeddingBytes {
                if groups[groups.count - 1].isEmpty == false { groups.append([]) }
                bytes = 0
            }
            groups[groups.count - 1].append(chunk.text)
            bytes += count
        }
        var questions = ModelQuestions(
            provider: options.provider, model: options.model,
            questions: groups.enumerated().map { number, texts in
                ModelQuestions.Question(number: number, messages: texts.map { .init(role: "input", content: $0) })
            })
        questions.wantsVectors = true
        return questions
    }

    private func unusable(_ reason: String) -> Failure {
        Failure(
            .providerError, "The vectors of \(printable(request.name)) cannot be used: \(reason)", stage: .embed,
            retryable: true)
    }
}

extension EmbedJob {
    /// What `conclude` needs to know of the chunks.
    static func copy(of chunks: [Chunk]) -> JSONValue {
        [
            "job": .string(JobType.embed.rawValue),
            "chunks": .array(
                chunks.map {
                    [
                        .integer(Int64($0.page)), .integer(Int64($0.start)), .integer(Int64($0.end)), .string($0.text),
                        $0.box?.json ?? .null,
                    ]
                }),
        ]
    }

    /// Reads what `copy` wrote; nil for the working copy of another job.
    static func chunks(ofCopy bytes: [UInt8]) -> [Chunk]? {
        guard let json = try? JSONParser.parse(bytes), json["job"]?.string == JobType.embed.rawValue,
            let entries = json["chunks"]?.array, entries.count <= Limits.documentChunks
        else { return nil }
        let chunks = entries.enumerated().compactMap { index, entry -> Chunk? in
            guard let fields = entry.array, fields.count == 5, let page = fields[0].integer,
                let start = fields[1].integer, let end = fields[2].integer, let text = fields[3].string
            else { return nil }
            return Chunk(
                index: index, page: Int(page), start: Int(start), end: Int(end), text: text,
                box: PassageBox(json: fields[4]))
        }
        return chunks.count == entries.count ? chunks : nil
    }
}
