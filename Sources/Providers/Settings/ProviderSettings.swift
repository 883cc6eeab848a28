import Model

/// One entry of `providers` in the settings.
public struct ProviderSettings: Sendable, Equatable {
    public var name: String
    /// As in `https://api.openai.com/v1`: the part before `/chat/completions`.
    public var baseURL: String
    /// nil for servers that ask for none.
    public var key: ProviderKey?
    /// The model when a job names none; nil lets the server choose.
    public var model: String?
    /// The model of vectors and of transcripts when a job names none.
    public var embeddingModel: String?
    public var transcriptionModel: String?
    public var prices = PriceTable()
    /// Requests to one model at once.
    public var maxInFlight = Limits.providerInFlight
    /// Until an answer is whole.
    public var answerTime = Limits.providerAnswer
    public var connectTime = Limits.providerConnect
    /// Address of a proxy; the environment's are not used.
    public var proxy: String?
    /// File of certificates trusted instead of the system's, for servers of one's own.
    public var certificates: String?

    public init(name: String, baseURL: String, key: ProviderKey? = nil, model: String? = nil) {
        self.name = name
        self.baseURL = baseURL
        self.key = key
        self.model = model
    }

    /// The whole address of an endpoint.
    func url(_ endpoint: String) -> String {
        var base = Substring(baseURL)
        while base.last == "/" { base.removeLast() }
        return base + "/" + endpoint
    }
}

/// A secret that no log, error or output shows.
public struct ProviderKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    let text: String

    /// The key as the environment or a file holds it, without the space around it; nil when nothing is left.
    public init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        // What cannot stand in a header cannot be a key.
        guard words.count == 1, words[0].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.text = String(words[0])
    }

    public var description: String { "(hidden)" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// A text of others without the key, should they repeat it.
    func hidden(in text: String) -> String {
        text.split(separator: self.text, omittingEmptySubsequences: false).joined(separator: "***")
    }
}
