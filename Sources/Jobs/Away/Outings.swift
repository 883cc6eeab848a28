import Model
import Providers
import Synchronization
import WorkerProtocol

/// The items that are away: what each waits for, and what becomes of it when that comes.
///
/// Has no thread; answers come from the thread of the client.
final class Outings: Sendable {
    private struct Outing {
        let assignment: Assignment
        let leave: Leave
        /// Questions without an answer, with the ticket once there is one.
        var open: [Int: ErrandTicket?]
        var replies: [Int: ModelReplies.Reply]
        var failure: Failure?
        var isWithdrawn = false
    }

    private let errands: any Errands
    private let outings = Mutex<[ItemKey: Outing]>([:])
    private let charges: Charges
    private let back: @Sendable (Assignment) -> Void
    private let givenUp: @Sendable (Assignment) -> Void

    /// - Parameters:
    ///   - back: an item whose answers are there, or that failed to get them.
    ///   - givenUp: an item that was called back before it had its answers.
    init(
        errands: any Errands, charges: Charges, back: @escaping @Sendable (Assignment) -> Void,
        givenUp: @escaping @Sendable (Assignment) -> Void
    ) {
        self.errands = errands
        self.charges = charges
        self.back = back
        self.givenUp = givenUp
    }

    /// Sends an item on its way.
    func begin(_ assignment: Assignment, _ leave: Leave) {
        let key = ItemKey(assignment)
        let recording = leave.recording
        let numbers = leave.questions.questions.map(\.number)
        outings.withLock {
            $0[key] = Outing(
                assignment: assignment, leave: leave,
                open: Dictionary(uniqueKeysWithValues: numbers.map { ($0, nil) }), replies: leave.replies)
        }
        let apiKey = assignment.context.configuration.settings["api_key"]?.string
        let requests = recording == nil ? leave.requests.map(\.request) : []
        for (place, number) in numbers.enumerated() {
            let isWanted = outings.withLock { outings in
                guard let outing = outings[key] else { return false }
                return outing.failure == nil && !outing.isWithdrawn
            }
            guard isWanted else {
                answered(key, number, ErrandAnswer(.failure(Self.cancelled)))
                continue
            }
            let done: @Sendable (ErrandAnswer) -> Void = { [self] answer in answered(key, number, answer) }
            let ticket =
                recording.map { errands.transcribe($0, key: apiKey, done: done) }
                ?? errands.ask(requests[place], key: apiKey, done: done)
            let isUnwanted = outings.withLock { outings in
                guard let outing = outings[key], outing.open[number] != nil else { return false }
                outings[key]?.open[number] = .some(ticket)
                return outing.failure != nil || outing.isWithdrawn
            }
            if isUnwanted { errands.withdraw(ticket) }
        }
    }

    /// Calls the items of a batch back: what was not sent yet is not sent any more.
    func withdraw(_ batchID: String) { withdraw { $0.batchID == batchID } }

    /// Calls every item back, also from questions that are under way.
    func stop() {
        withdraw { _ in true }
        errands.stop()
    }

    /// Batches with items that wait for a provider.
    func batches(waitingFor provider: String) -> Set<String> {
        outings.withLock { outings in
            Set(outings.filter { $0.value.leave.provider == provider }.map(\.key.batchID))
        }
    }

    private func withdraw(_ isMeant: (ItemKey) -> Bool) {
        let tickets = outings.withLock { outings -> [ErrandTicket] in
            var tickets: [ErrandTicket] = []
            for key in outings.keys where isMeant(key) {
                outings[key]?.isWithdrawn = true
                tickets += outings[key]?.open.values.compactMap { $0 } ?? []
            }
            return tickets
        }
        for ticket in tickets { errands.withdraw(ticket) }
    }

    private func answered(_ key: ItemKey, _ number: Int, _ answer: ErrandAnswer) {
        if answer.spending != Spending() { charges.spent(key, answer.spending) }
        let (ended, unwanted) = outings.withLock { outings -> (Outing?, [ErrandTicket]) in
            guard var outing = outings[key], outing.open.removeValue(forKey: number) != nil else { return (nil, []) }
            var unwanted: [ErrandTicket] = []
            switch answer.result {
            case .success(let reply): outing.replies[number] = ModelReplies.Reply(number, reply)
            case .failure(let failure):
                let isFirst = outing.failure == nil && failure.code != .cancelled
                if isFirst {
                    outing.failure = failure
                    unwanted = outing.open.values.compactMap { $0 }
                }
            }
            outings[key] = outing.open.isEmpty ? nil : outing
            return (outing.open.isEmpty ? outing : nil, unwanted)
        }
        for ticket in unwanted { errands.withdraw(ticket) }
        if let ended { end(ended) }
    }

    private func end(_ outing: Outing) {
        var assignment = outing.assignment
        charges.answered(ItemKey(assignment))
        let isWhole = outing.leave.questions.questions.allSatisfy { outing.replies[$0.number] != nil }
        if outing.failure == nil, !isWhole { return givenUp(assignment) }
        assignment.homecoming = Homecoming(
            leave: outing.leave, failure: outing.failure,
            replies: outing.replies.values.sorted { $0.number < $1.number })
        back(assignment)
    }

    private static var cancelled: Failure { Failure(.cancelled, "The question was not asked.", stage: .extract) }
}

extension ModelReplies.Reply {
    fileprivate init(_ number: Int, _ reply: ChatReply) {
        self.init(
            number: number, content: reply.content, finishReason: reply.finishReason, model: reply.model,
            inputTokens: reply.usage.inputTokens, outputTokens: reply.usage.outputTokens)
    }
}

/// Which item something is about.
struct ItemKey: Hashable, Sendable {
    let batchID: String
    let index: Int

    init(_ assignment: Assignment) {
        batchID = assignment.context.id
        index = assignment.item.sealed.index
    }
}
