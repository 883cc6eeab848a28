import Model

/// The tags of a document and how they came about.
public struct TagResult: Sendable, Equatable {
    /// The best first.
    public var tags: [String]
    /// From 0 to 1, of each tag; empty where nobody scored them.
    public var scores: [Double] = []
    public var method: TagOptions.Engine
    /// Terms that were found and that the job excludes, as tags.
    public var excluded: [String] = []
    /// ISO 639-1; nil where nobody looked.
    public var language: String?
    /// What a person should know, in plain words.
    public var warnings: [String] = []

    /// The tags of a document.
    public init(tags: [String], method: TagOptions.Engine) {
        self.tags = tags
        self.method = method
    }

    /// Says so when there are fewer than the job asks for.
    mutating func noteShortage(of asked: Int) {
        if tags.count < asked { warnings.append("\(tags.count) of \(asked) tags were found") }
    }

    /// The members of tags.json that say what was found.
    public var members: [(String, JSONValue)] {
        [
            ("tags", .strings(tags)),
            ("scores", .object(JSONObject(Array(zip(tags, scores.map(JSONValue.number)))))),
            ("method", .string(method.rawValue)), ("excluded", .strings(excluded)),
            ("language", .optional(language)),
        ]
    }
}
