import Model

/// What a worker wants a model to be asked: the part `prompts`, canonical JSON.
///
/// Where `conclude` sends this part again, the questions in it are to be asked and concluded once more; the replies
/// to all others stay as they are.
public struct ModelQuestions: Sendable, Equatable {
    /// One request to a model.
    public struct Question: Sendable, Equatable {
        /// Who says what: `system`, `user` or `assistant`.
        public struct Message: Sendable, Equatable {
            public var role: String
            public var content: String

            public init(role: String, content: String) {
                self.role = role
                self.content = content
            }
        }

        /// Which part of the document it is about, from 0; its reply bears the same number.
        public var number: Int
        public var messages: [Message]

        public init(number: Int, messages: [Message]) {
            self.number = number
            self.messages = messages
        }
    }

    /// A recording whose words are wanted; its sound is the part `sound`.
    public struct Recording: Sendable, Equatable {
        /// Length in seconds, for the estimate of its price.
        public var seconds: Double
        /// As in `en`; nil lets the server find out.
        public var language: String?

        public init(seconds: Double, language: String?) {
            self.seconds = seconds
            self.language = language
        }
    }

    /// Name of the provider; nil for the only one, or the default.
    public var provider: String?
    /// nil for the provider's own.
    public var model: String?
    /// JSON Schema of every reply; nil for plain text.
    public var schema: JSONValue?
    public var seed: Int64?
    public var temperature: Double?
    /// sha256 of the messages of the first try, for the record.
    public var sha256: String
    /// 1 for the first try.
    public var attempt: Int
    public var questions: [Question]
    /// Not nil where a transcript is wanted; then there is one question, without words.
    public var recording: Recording?
    /// True where the messages of each question are texts of which vectors are wanted.
    public var wantsVectors = false

    public init(
        provider: String?, model: String?, schema: JSONValue? = nil, seed: Int64? = nil, temperature: Double? = nil,
        sha256: String = "", attempt: Int = 1, questions: [Question]
    ) {
        self.provider = provider
        self.model = model
        self.schema = schema
        self.seed = seed
        self.temperature = temperature
        self.sha256 = sha256
        self.attempt = attempt
        self.questions = questions
    }

    /// The form the part has.
    public var json: JSONValue {
        [
            "schema_version": 1, "provider": .optional(provider), "model": .optional(model),
            "response_schema": schema ?? .null, "seed": .optional(seed),
            "temperature": temperature.map(JSONValue.number) ?? .null, "sha256": .string(sha256),
            "attempt": .integer(Int64(attempt)), "recording": recording?.json ?? .null, "vectors": .bool(wantsVectors),
            "questions": .array(
                questions.map { question in
                    [
                        "number": .integer(Int64(question.number)),
                        "messages": .array(
                            question.messages.map { ["role": .string($0.role), "content": .string($0.content)] }),
                    ]
                }),
        ]
    }

    /// Reads what `json` wrote; nil for anything else.
    public init?(json: JSONValue) {
        guard json["schema_version"]?.integer == 1, let entries = json["questions"]?.array,
            entries.count <= Limits.modelQuestions, let sha256 = json["sha256"]?.string,
            let attempt = json["attempt"]?.integer.flatMap(Int.init(exactly:))
        else { return nil }
        let questions = entries.compactMap(Question.init(json:))
        guard questions.count == entries.count else { return nil }
        let schema = json["response_schema"] ?? .null
        self.init(
            provider: json["provider"]?.string, model: json["model"]?.string, schema: schema.isNull ? nil : schema,
            seed: json["seed"]?.integer, temperature: json["temperature"]?.number, sha256: sha256, attempt: attempt,
            questions: questions)
        recording = json["recording"].flatMap(Recording.init(json:))
        wantsVectors = json["vectors"]?.bool ?? false
    }
}

extension ModelQuestions.Recording {
    fileprivate var json: JSONValue { ["seconds": .number(seconds), "language": .optional(language)] }

    fileprivate init?(json: JSONValue) {
        guard let seconds = json["seconds"]?.number else { return nil }
        self.init(seconds: seconds, language: json["language"]?.string)
    }
}

extension ModelQuestions.Question {
    fileprivate init?(json: JSONValue) {
        guard let number = json["number"]?.integer.flatMap(Int.init(exactly:)), number >= 0,
            let entries = json["messages"]?.array
        else { return nil }
        let messages = entries.compactMap { entry -> Message? in
            guard let role = entry["role"]?.string, let content = entry["content"]?.string else { return nil }
            return Message(role: role, content: content)
        }
        guard messages.count == entries.count else { return nil }
        self.init(number: number, messages: messages)
    }
}
