import Model

/// What a job of type `tag` asks for, checked.
public struct TagOptions: Sendable, Equatable {
    /// Who finds the tags.
    public enum Engine: String, Sendable {
        /// The text itself, without a network.
        case local
        /// A model.
        case provider
    }

    /// Most tags of a document.
    public var count = 8
    public var engine = Engine.local
    /// Terms that are never a tag: those of the exclusion file, else those of the parameters.
    public var exclusions: [String] = []
    /// Name of the provider; nil for the only one, or the default.
    public var provider: String?
    public var model: String?
    /// What is known of the document from outside.
    public var title: String?
    public var description: String?

    public init() {}

    /// Reads the parameters of a job.
    public init(_ parameters: JSONObject) throws(Failure) {
        if let asked = parameters["num_tags"], !asked.isNull {
            guard let number = asked.integer, Self.counts.contains(number) else {
                throw Self.wrong(
                    "num_tags", "a whole number from \(Self.counts.lowerBound) to \(Self.counts.upperBound)")
            }
            count = Int(number)
        }
        if let name = parameters["engine"]?.string {
            guard let engine = Engine(rawValue: name) else { throw Self.wrong("engine", "local or provider") }
            self.engine = engine
        }
        let terms = parameters["exclusions"]?.array ?? parameters["exclusion_words"]?.array ?? []
        exclusions = terms.prefix(Limits.exclusions).compactMap(\.string)
        provider = parameters["provider"]?.string
        model = parameters["model_name"]?.string
        title = parameters["title"]?.string
        description = parameters["description"]?.string
    }

    private static let counts: ClosedRange<Int64> = 3...Int64(Limits.documentTags)

    private static func wrong(_ name: String, _ expected: String) -> Failure {
        Failure(
            .validationError, "\(name) must be \(expected)", stage: .tag, details: ["parameter": .string(name)],
            resolution: "Correct \(name) in the job configuration, then retry.")
    }
}
