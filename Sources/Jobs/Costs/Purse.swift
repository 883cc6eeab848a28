import Model

/// Whether an amount may still be spent under a budget; no clock, no disk.
struct Purse {
    /// What an amount counts against: a day, a month or a batch.
    struct Span: Hashable {
        let name: String
        /// When it began; the epoch for a batch.
        let start: Timestamp
        /// When the next one begins; nil for a batch.
        let next: Timestamp?
    }

    /// Why an amount may not be spent.
    struct Shortfall: Equatable {
        let required: Money
        let balance: Money
        /// When there is a new budget; nil when nobody but a person makes one.
        let resumeAt: Timestamp?
    }

    let budget: Budget
    /// Spent and set aside, by span.
    private var used: [Span: Money] = [:]

    init(_ budget: Budget) { self.budget = budget }

    /// The span that an amount of a batch counts against now.
    func span(of batchID: String, at now: Timestamp) -> Span {
        let text = now.description
        switch budget.period {
        case .batch: return Span(name: batchID, start: Timestamp(milliseconds: 0), next: nil)
        case .day:
            let start = Timestamp(text.prefix(10) + "T00:00:00.000Z") ?? now
            return Span(name: String(text.prefix(10)), start: start, next: start.adding(milliseconds: Self.day))
        case .month:
            let start = Timestamp(text.prefix(7) + "-01T00:00:00.000Z") ?? now
            // The longest month has 31 days; the month of that moment is always the next one.
            let later = start.adding(milliseconds: 32 * Self.day).description
            return Span(
                name: String(text.prefix(7)), start: start, next: Timestamp(later.prefix(7) + "-01T00:00:00.000Z"))
        }
    }

    /// True when nothing is known of a span yet: what the store says was spent in it is to be added first.
    func isNew(_ span: Span) -> Bool { used[span] == nil }

    /// What was spent in a span before anything was asked of this purse.
    mutating func open(_ span: Span, spent: Money) {
        // Spans of the past are of no use any more.
        if span.next != nil { used = used.filter { $0.key.next == nil } }
        used[span] = spent
    }

    /// Why an amount cannot be spent in a span; nil when it can.
    func shortfall(_ amount: Money, in span: Span) -> Shortfall? {
        let balance = budget.amount - (used[span] ?? .zero)
        guard amount > balance, amount > .zero else { return nil }
        return Shortfall(required: amount, balance: max(balance, .zero), resumeAt: span.next)
    }

    /// Counts an amount, or gives one back when it is negative.
    mutating func add(_ amount: Money, in span: Span) {
        guard let known = used[span] else { return }
        used[span] = known + amount
    }

    private static let day: Int64 = 86_400_000
}

extension Purse.Shortfall {
    /// The failure that holds a batch.
    func failure(of budget: Budget) -> Failure {
        let missing = required - balance
        return Failure(
            .insufficientFunds,
            "the budget of \(budget.amount) per \(budget.period.rawValue) has \(balance) left, and \(required) is needed",
            stage: .intake, details: details,
            resolution: "Raise `budget` by \(missing) and restart the agent"
                + (resumeAt == nil ? "." : ", or wait for the next \(budget.period.rawValue)."))
    }

    /// The members that tell programs the same.
    var details: JSONObject {
        [
            "code": .string(FailureCode.insufficientFunds.rawValue), "required_amount": required.json,
            "current_balance": balance.json, "shortfall": (required - balance).json,
        ]
    }
}
