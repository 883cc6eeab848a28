import Linux
import Model
import Providers
import Store
import Synchronization
import TestSupport
import Testing
import WorkerProtocol

@testable import Jobs

/// Answers when the test says so.
private final class HeldErrands: Errands {
    struct Question: Sendable {
        let ticket: ErrandTicket
        let done: @Sendable (ErrandAnswer) -> Void
    }

    private let open = Mutex<[Question]>([])
    private let last = Atomic<UInt64>(0)

    var count: Int { open.withLock { $0.count } }

    func provider(named name: String?) -> String? { name ?? "fake" }

    func ask(
        _ request: ErrandRequest, key: String?, done: @escaping @Sendable (ErrandAnswer) -> Void
    ) -> ErrandTicket {
        let ticket = last.add(1, ordering: .relaxed).newValue
        open.withLock { $0.append(Question(ticket: ticket, done: done)) }
        return ticket
    }

    func transcribe(
        _ request: TranscriptionRequest, key: String?, done: @escaping @Sendable (ErrandAnswer) -> Void
    ) -> ErrandTicket { ask(.chat(ChatRequest(provider: request.provider, messages: [])), key: key, done: done) }

    func price(provider: String, model: String?, seconds: Double) -> Money { Money(microUnits: Int64(seconds)) }

    func withdraw(_ ticket: ErrandTicket) {
        end(take { $0.ticket == ticket }, Failure(.cancelled, "withdrawn", stage: .extract))
    }

    func price(provider: String, model: String?, inputTokens: Int64, outputTokens: Int64) -> Money {
        Money(microUnits: inputTokens + outputTokens)
    }

    func stop() { end(take { _ in true }, Failure(.cancelled, "stopped", stage: .extract)) }

    func answer(_ text: String, cost: Int64 = 5) {
        guard let question = take(first: true).first else { return }
        var usage = Usage()
        usage.inputTokens = 3
        let reply = ChatReply(content: text, finishReason: "stop", model: "m", usage: usage)
        question.done(
            ErrandAnswer(.success(reply), spending: Spending(usage: usage, cost: Money(microUnits: cost), model: "m")))
    }

    func fail(_ code: FailureCode) { end(take(first: true), Failure(code, "the provider said no", stage: .extract)) }

    private func end(_ questions: [Question], _ failure: Failure) {
        for question in questions { question.done(ErrandAnswer(.failure(failure))) }
    }

    private func take(first: Bool = false, _ isMeant: (Question) -> Bool = { _ in true }) -> [Question] {
        open.withLock { open in
            if first { return open.isEmpty ? [] : [open.removeFirst()] }
            let taken = open.filter(isMeant)
            open.removeAll(where: isMeant)
            return taken
        }
    }
}

@Suite struct AwayTests {
    private struct Bench {
        let errands = HeldErrands()
        let back = Mailbox<Assignment>()
        let givenUp = Mailbox<Assignment>()
        let charges: Charges
        let outings: Outings
        let assignment: Assignment

        init(_ store: Store) throws {
            charges = Charges(store: store, budget: nil, prices: FilePrices(), errands: errands)
            outings = Outings(
                errands: errands, charges: charges, back: { [back] in back.put($0) },
                givenUp: { [givenUp] in givenUp.put($0) })
            var queue = WorkQueue()
            queue.add(WorkQueueTests.items(1), of: try WorkQueueTests.context("bat-1"))
            assignment = try #require(WorkQueueTests.take(&queue))
        }

        func leave(questions: Int, recording: ModelQuestions.Recording? = nil) -> Leave {
            var asked = ModelQuestions(
                provider: nil, model: "m",
                questions: (0..<questions).map { number in
                    ModelQuestions.Question(
                        number: number,
                        messages: [ModelQuestions.Question.Message(role: "user", content: "what?")])
                })
            asked.recording = recording
            return Leave(
                questions: asked, provider: "fake", outcome: ItemOutcome(state: .succeeded), outputs: RestingOutputs(),
                worked: .zero)
        }
    }

    private func bench(_ body: (Bench) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            let store = try Store(path: directory + "/store.sqlite")
            defer { store.close() }
            try body(Bench(store))
        }
    }

    @Test func anItemComesBackWithTheAnswersToAllItsQuestions() throws {
        try bench { bench in
            _ = try bench.charges.reserve(bench.leave(questions: 2), for: bench.assignment)
            bench.outings.begin(bench.assignment, bench.leave(questions: 2))
            #expect(bench.errands.count == 2)
            bench.errands.answer("one")
            #expect(bench.back.take(timeout: .zero).isEmpty)
            bench.errands.answer("two")
            let homecoming = try #require(bench.back.take(timeout: .zero).first?.homecoming)
            #expect(homecoming.replies.map(\.content) == ["one", "two"])
            #expect(homecoming.failure == nil)
            let kinds = bench.charges.takeLines(ItemKey(bench.assignment)).map(\.kind)
            #expect(kinds == [.reserve, .settle, .settle])
            #expect(bench.charges.finish(ItemKey(bench.assignment), ItemOutcome(state: .succeeded)).microUnits == 10)
        }
    }

    @Test func theWordsOfARecordingArePaidByItsLength() throws {
        try bench { bench in
            try withTemporaryDirectory { directory in
                var leave = bench.leave(questions: 1, recording: .init(seconds: 90, language: "en"))
                leave.sound = RestingSound(BytePath("0.sound"), in: try Directory(path: directory), length: 3)
                #expect(leave.recording?.audio.length == 3)
                #expect(leave.recording?.language == "en")
                _ = try bench.charges.reserve(leave, for: bench.assignment)
                bench.outings.begin(bench.assignment, leave)
                bench.errands.answer(#"{"text": "words"}"#)
                #expect(bench.back.take(timeout: .zero).first?.homecoming?.replies.count == 1)
                let lines = bench.charges.takeLines(ItemKey(bench.assignment))
                #expect(lines.first?.amount == Money(microUnits: 90))
            }
        }
    }

    @Test func aFailureEndsTheOtherQuestions() throws {
        try bench { bench in
            bench.outings.begin(bench.assignment, bench.leave(questions: 3))
            bench.errands.fail(.providerRefused)
            let homecoming = try #require(bench.back.take(timeout: .zero).first?.homecoming)
            #expect(homecoming.failure?.code == .providerRefused)
            #expect(bench.errands.count == 0)
        }
    }

    @Test func whatIsCalledBackBeforeItWasAskedGoesBackAndCostsNothing() throws {
        try bench { bench in
            _ = try bench.charges.reserve(bench.leave(questions: 2), for: bench.assignment)
            bench.outings.begin(bench.assignment, bench.leave(questions: 2))
            bench.outings.withdraw("bat-2")
            #expect(bench.errands.count == 2)
            bench.outings.withdraw("bat-1")
            #expect(bench.givenUp.take(timeout: .zero).count == 1)
            #expect(bench.back.take(timeout: .zero).isEmpty)
            let lines = bench.charges.takeLines(ItemKey(bench.assignment))
            #expect(lines.map(\.kind) == [.reserve, .release])
        }
    }

    @Test func batchesThatWaitForAProviderAreKnown() throws {
        try bench { bench in
            bench.outings.begin(bench.assignment, bench.leave(questions: 1))
            #expect(bench.outings.batches(waitingFor: "fake") == ["bat-1"])
            #expect(bench.outings.batches(waitingFor: "other").isEmpty)
        }
    }

    @Test func anItemThatIsAwayHoldsItsPlaceInTheBatchButNoLane() throws {
        var queue = WorkQueue(lanes: 1, memory: 1)
        queue.add(WorkQueueTests.items(3), of: try WorkQueueTests.context("bat-1", maxConcurrency: 2))
        let first = try #require(WorkQueueTests.take(&queue))
        #expect(WorkQueueTests.take(&queue) == nil, "there is memory for one")
        queue.park(first)
        let second = try #require(WorkQueueTests.take(&queue))
        queue.park(second)
        #expect(WorkQueueTests.take(&queue) == nil, "two of the batch are under way")
        queue.comeBack(first)
        let again = try #require(WorkQueueTests.take(&queue))
        #expect(again.item.sealed.index == 0)
        queue.finish(again)
        #expect(WorkQueueTests.take(&queue)?.item.sealed.index == 2)
        queue.finishParked(second)
        #expect(queue.running["bat-1"] == 1)
    }
}
