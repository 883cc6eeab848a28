import Model

/// A receiver as the store knows it: what is recorded for it from now on.
public struct ReceiverTerms: Sendable, Equatable {
    /// Name of the watch folder.
    public var folder: String
    public var kind: ReceiverKind
    /// Unique among those of its kind in the folder.
    public var name: String
    /// Changes with where it is, so that one that was gone is tried again.
    public var mark: String
    public var events: [NoticeEvent]

    public init(folder: String, kind: ReceiverKind, name: String, mark: String, events: [NoticeEvent]) {
        self.folder = folder
        self.kind = kind
        self.name = name
        self.mark = mark
        self.events = events
    }
}

/// One event on its way to one receiver.
public struct Delivery: Sendable, Equatable {
    /// How far it is.
    public enum State: String, Sendable, CaseIterable {
        case pending, delivered, failed
    }

    /// Number in the log; grows with every delivery.
    public var number: Int64
    /// The same in every attempt, so that a receiver knows what it has.
    public var id: String
    /// Number of the receiver.
    public var receiver: Int64
    /// Name of the receiver, its folder and its kind.
    public var receiverName: String
    public var folder: String
    public var kind: ReceiverKind
    /// nil when nobody has the batch any more, or it is about none.
    public var batchID: String?
    /// Number of the event in its batch.
    public var seq: Int
    public var event: NoticeEvent
    public var state: State
    /// In the present round.
    public var attempts: Int
    /// How often it was asked for again.
    public var rounds: Int
    /// When the next attempt is made.
    public var due: Timestamp
    public var createdAt: Timestamp
    public var attemptedAt: Timestamp?
    /// The status of the answer, or the exit code.
    public var answer: Int?
    /// Why it failed, or what the program printed.
    public var note: String?
}

/// How an attempt at a delivery ended.
public enum DeliveryVerdict: Sendable, Equatable {
    /// It arrived.
    case delivered
    /// It is tried again at a time.
    case postponed(until: Timestamp, isUnreachable: Bool)
    /// It is not tried again.
    case failed
    /// The receiver wants nothing any more.
    case gone
}
