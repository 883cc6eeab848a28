import Model
import TestSupport
import Testing
import Workers

@Suite struct WorkerStartTests {
    private func startFailure(_ name: String, requireSandbox: Bool = false) throws -> Failure? {
        try withTemporaryDirectory { directory -> Failure? in
            let slot = try HostileWorker.slot(startedAs: name, requireSandbox: requireSandbox, in: directory)
            do throws(Failure) { try slot.start() } catch { return error }
            return nil
        }
    }

    @Test(arguments: [
        ("dead-worker", "exit code 7"), ("newer-worker", "protocol version 2 instead of 1"),
        ("babbling-worker", "protocol version 72"),
    ])
    func aWorkerThatIsNotOursIsRefused(name: String, words: String) throws {
        let failure = try #require(try startFailure(name))
        #expect(failure.code == .processingError)
        #expect(failure.message.contains(words), "\(failure.message)")
    }

    @Test func theLastWordsOfAWorkerThatDoesNotStartAreKept() throws {
        #expect(try startFailure("dead-worker")?.details["last_words"] == "cannot find my books")
    }

    @Test func aWorkerOutsideTheSandboxIsRefusedOnlyWhereItMatters() throws {
        #expect(try startFailure("unlocked-worker") == nil)
        let failure = try #require(try startFailure("unlocked-worker", requireSandbox: true))
        #expect(failure.code == .processingError)
        #expect(failure.message.contains("landlock: Function not implemented"))
        #expect(!failure.retryable)
    }

    @Test func aMissingProgramIsAClearFailure() {
        let slot = WorkerSlot(settings: WorkerSettings(executable: "/nonexistent/dropmill-worker"))
        #expect { try slot.start() } throws: { error in
            (error as? Failure)?.message.contains("/nonexistent/dropmill-worker: No such file") == true
        }
    }

    @Test(arguments: ["root", "0", "no such user"])
    func workersNeverRunAsRootOrAsNobodyKnown(user: String) throws {
        guard isRoot else { return }
        let settings = WorkerSettings(executable: try builtExecutable("hostile-worker"), user: user)
        #expect(throws: Failure.self) { try WorkerSlot(settings: settings).start() }
    }
}
