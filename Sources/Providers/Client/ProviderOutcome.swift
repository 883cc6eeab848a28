import Model

/// How a request ended and what it cost; a failed one may have cost something too.
public struct ProviderOutcome<Reply: Sendable>: Sendable {
    public var result: Result<Reply, Failure>
    public var usage: Usage
    /// nil when the price table has no price of the model.
    public var cost: Money?
    /// Requests sent, those that were refused included.
    public var attempts: Int

    /// The same with another form of the reply.
    public func map<Other>(_ transform: (Reply) -> Other) -> ProviderOutcome<Other> {
        ProviderOutcome<Other>(result: result.map(transform), usage: usage, cost: cost, attempts: attempts)
    }
}

/// A provider takes no more requests for a model for a while.
public struct ProviderHold: Sendable, Equatable {
    public var provider: String
    /// Empty for the server's own.
    public var model: String
    /// For people, as in `local: HTTP 429: Rate limit reached`.
    public var reason: String
    /// When it goes on.
    public var resumeAt: Timestamp
}

/// What a provider says of itself.
public struct ProviderState: Sendable, Equatable {
    public var models: [String]
    /// Until the answer was there.
    public var milliseconds: Int64
    /// True when it lists the model of the settings, or the settings name none.
    public var hasModel: Bool
}

/// A request that was handed to the client.
public struct ProviderCall: Sendable {
    let end: @Sendable (_ underWay: Bool) -> Void

    /// Ends it as `cancelled`, whether it waits, runs or is about to be tried again; nothing when it is over.
    public func cancel() { end(true) }

    /// Ends it as `cancelled` unless it is under way: that one is paid for, and its answer still comes.
    public func withdraw() { end(false) }
}
