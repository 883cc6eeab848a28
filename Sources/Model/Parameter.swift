/// One row of the table of job parameters (contract, section 5).
struct Parameter: Sendable {
    /// What a parameter may be set to; null always means its default.
    indirect enum Kind: Sendable {
        case flag
        case integer(ClosedRange<Int64>)
        case number(ClosedRange<Double>)
        case text
        /// The id of a collection.
        case collection
        /// A text that no message repeats.
        case secret
        /// Page numbers and ranges: `1,3,5-8`.
        case pages
        /// One of some words; the unbuilt ones are in the contract and refused until their feature exists.
        case choice([String], unbuilt: [String])
        case list(of: Kind)
        case members([Parameter])
        /// A JSON Schema or its short form, as an object or as text.
        case schema
    }

    let name: String
    let kind: Kind
    let fallback: JSONValue
    /// False while a value other than the default would have no effect.
    let isBuilt: Bool

    private init(_ name: String, _ kind: Kind, _ fallback: JSONValue = .null, isBuilt: Bool = true) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.isBuilt = isBuilt
    }

    /// The parameters of a job type in the order of the contract.
    static func table(for type: JobType) -> [Parameter] {
        switch type {
        case .parse: parse
        case .extract: parse + extract
        case .tag: tag + [transcription]
        case .embed: embed + [transcription]
        }
    }

    private static let count: ClosedRange<Int64> = 1...Limits.pageNumber
    private static let day = 86_400.0

    private static let parse = [
        Parameter(
            "page_ranges",
            .members([
                Parameter("max_pages", .integer(count)),
                Parameter("target_pages", .pages),
            ])),
        Parameter(
            "ocr",
            .members([
                Parameter("mode", .choice(["auto", "always", "never"], unbuilt: []), "auto"),
                Parameter("languages", .list(of: .text), ["eng"]),
                Parameter("dpi", .integer(72...1200), 300),
            ])),
        Parameter("images_to_save", .list(of: .choice(["screenshot", "embedded"], unbuilt: [])), []),
        Parameter("granular_bboxes", .list(of: .choice(["word", "line"], unbuilt: ["cell"])), []),
        Parameter("passwords", .list(of: .secret), []),
        Parameter(
            "outputs", .list(of: .choice(["markdown", "text", "json", "searchable_pdf"], unbuilt: [])),
            ["markdown", "text", "json"]),
        Parameter("web", .members([Parameter("content", .choice(["main", "page"], unbuilt: []), "main")])),
        Parameter("combine", .choice(["none", "images"], unbuilt: ["duplex"]), "none"),
        Parameter("split", .choice(["none"], unbuilt: ["blank", "barcode"]), "none"),
        Parameter("allowed_page_failure_ratio", .number(0...1), 0.05),
        Parameter(
            "timeouts",
            .members([
                Parameter("base_in_seconds", .number(1...day), 60),
                Parameter("extra_time_per_page_in_seconds", .number(0...day), 5),
            ])),
        transcription,
    ]

    /// Whether and by whom what is said in recordings is written down.
    private static let transcription = Parameter(
        "transcription",
        .members([
            Parameter("mode", .choice(["auto", "never"], unbuilt: []), "auto"),
            Parameter("provider", .text),
            Parameter("model", .text),
            Parameter("language", .text),
        ]))

    private static let extract = [
        Parameter("schema", .schema),
        Parameter("prompt", .text),
        Parameter("extraction_target", .choice(["per_doc", "per_page", "per_table_row"], unbuilt: []), "per_doc"),
        Parameter("engine", .choice(["auto", "template", "rules", "provider"], unbuilt: []), "auto"),
        Parameter("templates", .text),
        Parameter("cite_sources", .flag, true),
        Parameter("confidence_scores", .flag, true),
        Parameter("provider", .text),
        Parameter("model", .text),
        Parameter("max_tokens", .integer(1000...100_000_000)),
        Parameter("token_policy", .choice(["chunk", "truncate", "reject"], unbuilt: []), "chunk"),
    ]

    private static let tag = [
        Parameter("num_pages", .integer(1...10), 3),
        Parameter("num_tags", .integer(3...15), 8),
        Parameter("exclusion_words", .list(of: .text), []),
        Parameter("engine", .choice(["local", "provider"], unbuilt: []), "local"),
        Parameter("provider", .text),
        Parameter("model_name", .text),
    ]

    private static let embed = [
        Parameter("collection_id", .collection),
        Parameter(
            "chunk",
            .members([
                Parameter("size", .integer(1...100_000), .integer(Int64(Limits.chunkWords))),
                Parameter("overlap", .integer(0...100_000), .integer(Int64(Limits.chunkOverlap))),
            ])),
        Parameter("engine", .choice(["local", "provider"], unbuilt: []), "local"),
        Parameter("provider", .text),
        Parameter("model", .text),
    ]
}
