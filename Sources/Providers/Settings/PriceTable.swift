import Model

/// What models cost, in the currency of the settings.
public struct PriceTable: Sendable, Equatable {
    /// The price of one model.
    public struct Price: Sendable, Equatable {
        /// For a million tokens sent.
        public var input: Money
        /// For a million tokens answered.
        public var output: Money
        /// For a minute of a recording.
        public var minute: Money

        public init(input: Money = .zero, output: Money = .zero, minute: Money = .zero) {
            self.input = input
            self.output = output
            self.minute = minute
        }
    }

    /// Prices by the name of the model; `*` is for all others.
    public var models: [String: Price]

    public init(_ models: [String: Price] = [:]) {
        self.models = models
    }

    /// The price of a model; of names that only a date or number sets apart (`gpt-4o-2024-08-06`), the longest start
    /// counts. nil when nothing says it.
    public func price(of model: String) -> Price? {
        if let price = models[model] { return price }
        let starts = models.keys.filter {
            model.hasPrefix($0 + "-") && model.dropFirst($0.count + 1).first?.isNumber == true
        }
        return starts.max { $0.count < $1.count }.flatMap { models[$0] } ?? models["*"]
    }

    /// What a usage costs, rounded up to a millionth; nil when the model has no price.
    public func cost(of usage: Usage, model: String) -> Money? {
        guard let price = price(of: model) else { return nil }
        let million = Int128(1_000_000)
        let tokens =
            Int128(usage.inputTokens) * Int128(price.input.microUnits)
            + Int128(usage.outputTokens) * Int128(price.output.microUnits)
        // Seconds to the millisecond; a minute has 60,000 of them.
        let sound = Int128((usage.audioSeconds * 1000).rounded(.up)) * Int128(price.minute.microUnits)
        let sum = (tokens * 60_000 + sound * million + million * 60_000 - 1) / (million * 60_000)
        return Money(microUnits: Int64(clamping: sum))
    }

    /// Tokens of a text, estimated: a token is about four bytes.
    public static func tokens(of text: String) -> Int64 {
        Int64((text.utf8.count + Limits.bytesPerToken - 1) / Limits.bytesPerToken)
    }
}
