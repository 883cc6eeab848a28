import Linux
import Logging
import Model
import Providers
import Store
import Synchronization

/// Keeps account of what items cost: sets money aside before it is spent, and writes down what became of it.
///
/// The lines go to the store with the steps of the item they belong to; only the sums against a budget are kept here.
final class Charges: Sendable {
    private struct Reservation {
        let number: Int64
        let amount: Money
        let span: Purse.Span?
        let provider: String?
        let model: String?
    }

    /// What is known of an item that is being worked.
    private struct Account {
        /// For working on the file at all.
        var file: Reservation?
        /// For what a provider is asked.
        var asked: [Reservation] = []
        var settled = Money.zero
        /// Lines that are not in the store yet.
        var lines: [LedgerEntry] = []
    }

    private struct State {
        var purse: Purse?
        var accounts: [ItemKey: Account] = [:]
    }

    private let store: Store
    private let prices: FilePrices
    private let errands: any Errands
    private let state: Mutex<State>
    let budget: Budget?

    init(store: Store, budget: Budget?, prices: FilePrices, errands: any Errands) {
        self.store = store
        self.budget = budget
        self.prices = prices
        self.errands = errands
        state = Mutex(State(purse: budget.map(Purse.init)))
    }

    /// What a batch may be expected to cost; nil when that is known already, or nothing.
    func estimate(_ batch: Batch) throws(StoreError) -> CostEstimate? {
        let parameters = batch.configuration?.parameters ?? [:]
        var model = Money.zero
        if let provider = parameters["provider"]?.string {
            model = errands.price(
                provider: provider, model: (parameters["model"] ?? parameters["model_name"])?.string,
                inputTokens: Limits.expectedDocumentTokens, outputTokens: Limits.expectedAnswerTokens)
        }
        let spoken = transcriptPrice(parameters)
        guard batch.costEstimate == nil, batch.startedAt == nil, !prices.isFree || model + spoken > .zero else {
            return nil
        }
        var estimate = CostEstimate()
        var next = 0
        while true {
            let items = try store.items(of: batch.id, from: next, limit: Limits.itemsAtOnce)
            for item in items {
                let category = MediaCategory(fileExtension: item.sealed.path.name.fileExtension)
                let isRecording = category == .audio || category == .video
                estimate.add(category, prices: prices, model: isRecording ? model + spoken : model)
            }
            guard items.count == Limits.itemsAtOnce else { return estimate }
            next += items.count
        }
    }

    /// What the words of a recording that nobody has opened yet may cost.
    private func transcriptPrice(_ parameters: JSONObject) -> Money {
        guard let asked = parameters["transcription"], let provider = asked["provider"]?.string else { return .zero }
        return errands.price(
            provider: provider, model: asked["model"]?.string, seconds: Limits.expectedRecordingSeconds)
    }

    /// Why a batch cannot begin: its estimate is more than what the budget has left; nil when it can.
    func shortfall(of batch: Batch, expecting estimate: CostEstimate?) throws(StoreError) -> Purse.Shortfall? {
        guard batch.startedAt == nil, let estimate, estimate.total > .zero else { return nil }
        return try reserve(estimate.total, for: batch.id, keeping: false).shortfall
    }

    /// Sets the price of a file aside; the shortfall when there is not enough.
    func begin(_ assignment: Assignment) throws(StoreError) -> Purse.Shortfall? {
        let sealed = assignment.item.sealed
        let price = prices.price(of: MediaCategory(fileExtension: sealed.path.name.fileExtension))
        let key = ItemKey(assignment)
        guard price > .zero, state.withLock({ $0.accounts[key]?.file == nil }) else { return nil }
        let (span, shortfall) = try reserve(price, for: key.batchID)
        if let shortfall { return shortfall }
        state.withLock { state in
            let made = Reservation(number: Self.number, amount: price, span: span, provider: nil, model: nil)
            state.accounts[key, default: Account()].file = made
            state.accounts[key]?.lines.append(
                LedgerEntry(.reserve, price, at: Clock.now(), reservation: made.number))
        }
        return nil
    }

    /// Sets aside what the questions about an item may cost; the shortfall when there is not enough.
    func reserve(_ leave: Leave, for assignment: Assignment) throws(StoreError) -> Purse.Shortfall? {
        let sound = leave.questions.recording.map {
            errands.price(provider: leave.provider, model: leave.questions.model, seconds: $0.seconds)
        }
        let amount =
            sound
            ?? leave.requests.reduce(Money.zero) { sum, asked in
                sum
                    + errands.price(
                        provider: leave.provider, model: leave.questions.model,
                        inputTokens: Int64(asked.request.textBytes / Limits.bytesPerToken) + 1,
                        outputTokens: asked.request.expectedAnswerTokens)
            }
        let key = ItemKey(assignment)
        let (span, shortfall) = try reserve(amount, for: key.batchID)
        if let shortfall { return shortfall }
        let made = Reservation(
            number: Self.number, amount: amount, span: span, provider: leave.provider, model: leave.questions.model)
        state.withLock { state in
            state.accounts[key, default: Account()].asked.append(made)
            var line = LedgerEntry(.reserve, amount, at: Clock.now(), reservation: made.number)
            line.provider = made.provider
            line.model = made.model
            state.accounts[key]?.lines.append(line)
        }
        return nil
    }

    /// A provider was asked: `usage` and `cost` are what it took, also where there is no answer.
    func spent(_ key: ItemKey, _ spending: Spending) {
        state.withLock { state in
            guard var account = state.accounts[key], let reservation = account.asked.last else { return }
            var line = LedgerEntry(.settle, spending.cost, at: Clock.now(), reservation: reservation.number)
            line.provider = reservation.provider
            line.model = spending.model ?? reservation.model
            line.inputTokens = spending.usage.inputTokens
            line.outputTokens = spending.usage.outputTokens
            line.audioMilliseconds = Int64(spending.usage.audioSeconds * 1000)
            account.lines.append(line)
            account.settled += spending.cost
            if let span = reservation.span { state.purse?.add(spending.cost, in: span) }
            state.accounts[key] = account
        }
    }

    /// Nothing more is asked about an item for now: what was set aside for it is free again.
    func answered(_ key: ItemKey) {
        state.withLock { Self.freeAsked(key, &$0) }
    }

    /// The item has its outcome: closes its account. Returns what it cost.
    func finish(_ key: ItemKey, _ outcome: ItemOutcome) -> Money {
        state.withLock { state in
            Self.freeAsked(key, &state)
            var account = state.accounts[key] ?? Account()
            let now = Clock.now()
            let isCharged = outcome.state == .succeeded || outcome.state == .partial
            let price = isCharged ? prices.price(of: outcome.mediaType ?? .other) : .zero
            let reason = outcome.state == .skipped ? "duplicate" : isCharged ? nil : outcome.state.rawValue
            let kind: LedgerEntry.Kind = isCharged || account.file == nil ? .settle : .release
            var line = LedgerEntry(
                kind, kind == .release ? account.file?.amount ?? .zero : price, at: now,
                reservation: account.file?.number, reason: reason)
            line.pages = outcome.pageCount ?? 0
            account.lines.append(line)
            if kind == .release, outcome.state == .skipped {
                account.lines.append(LedgerEntry(.settle, .zero, at: now, reason: reason))
            }
            if let file = account.file, let span = file.span {
                state.purse?.add((isCharged ? price : .zero) - file.amount, in: span)
            }
            account.file = nil
            account.settled += price
            defer { account.settled = .zero }
            state.accounts[key] = account
            return account.settled
        }
    }

    /// The item goes back to the store: what was set aside for it is free again.
    func giveBack(_ key: ItemKey) {
        state.withLock { state in
            Self.freeAsked(key, &state)
            guard let file = state.accounts[key]?.file else { return }
            if let span = file.span { state.purse?.add(.zero - file.amount, in: span) }
            state.accounts[key]?.file = nil
            state.accounts[key]?.lines.append(
                LedgerEntry(.release, file.amount, at: Clock.now(), reservation: file.number, reason: "given_back"))
        }
    }

    /// Lines of an item that are not in the store yet.
    func takeLines(_ key: ItemKey) -> [LedgerEntry] {
        state.withLock { state in
            guard var account = state.accounts[key] else { return [] }
            let lines = account.lines
            account.lines = []
            let isOver = account.file == nil && account.asked.isEmpty && account.settled == .zero
            state.accounts[key] = isOver ? nil : account
            return lines
        }
    }

    private static func freeAsked(_ key: ItemKey, _ state: inout State) {
        for reservation in state.accounts[key]?.asked ?? [] {
            if let span = reservation.span { state.purse?.add(.zero - reservation.amount, in: span) }
            // What was spent of it has lines of its own that settle it.
            let isSettled = state.accounts[key]?.lines.contains {
                $0.reservation == reservation.number && $0.kind == .settle
            }
            if isSettled != true {
                var line = LedgerEntry(
                    .release, reservation.amount, at: Clock.now(), reservation: reservation.number, reason: "not_asked")
                line.provider = reservation.provider
                line.model = reservation.model
                state.accounts[key]?.lines.append(line)
            }
        }
        state.accounts[key]?.asked = []
    }

    private func reserve(
        _ amount: Money, for batchID: String, keeping: Bool = true
    ) throws(StoreError) -> (span: Purse.Span?, shortfall: Purse.Shortfall?) {
        guard let span = state.withLock({ $0.purse?.span(of: batchID, at: Clock.now()) }) else { return (nil, nil) }
        if state.withLock({ $0.purse?.isNew(span) == true }) {
            let spent = try store.spent(since: span.start, of: span.next == nil ? batchID : nil)
            state.withLock { state in if state.purse?.isNew(span) == true { state.purse?.open(span, spent: spent) } }
        }
        return state.withLock { state in
            if let shortfall = state.purse?.shortfall(amount, in: span) { return (span, shortfall) }
            if keeping { state.purse?.add(amount, in: span) }
            return (span, nil)
        }
    }

    private static var number: Int64 { Int64.random(in: 1 ... .max) }
}

/// What one question took.
public struct Spending: Sendable, Equatable {
    public var usage: Usage
    public var cost: Money
    /// The model that answered; nil when none did.
    public var model: String?

    public init(usage: Usage = Usage(), cost: Money = .zero, model: String? = nil) {
        self.usage = usage
        self.cost = cost
        self.model = model
    }
}
