import Linux
import Model
import TestSupport
import Testing
import WorkerProtocol
import Workers

@Suite struct RoundTripTests {
    /// The bar of the design is 0.2 ms in a release build; the test allows for a debug build on a busy machine.
    @Test func theWallCostsLittlePerItem() throws {
        let slot = try HostileWorker.slot()
        try slot.start()
        let request = WorkerRequest(kind: .parse, name: "nothing", path: "a/nothing", size: 1)
        try FileFixture.with([1]) { file in
            let rounds = 2000
            let start = Clock.sinceBoot()
            for _ in 0..<rounds { _ = try slot.perform(request, file: file, deadline: .generous) { _, _ in } }
            let each = (Clock.sinceBoot() - start) / rounds
            print("round trip of one item: \(each)")
            #expect(each < .milliseconds(5))
        }
    }

    @Test func aWorkerIsReplacedAfterItsLastItem() throws {
        let slot = try HostileWorker.slot()
        let first = try slot.ask("process id").report.title
        let request = WorkerRequest(kind: .parse, name: "nothing", path: "nothing", size: 1)
        try FileFixture.with([1]) { file in
            for _ in 2..<Limits.workerRecycleItems {
                _ = try slot.perform(request, file: file, deadline: .generous) { _, _ in }
            }
        }
        #expect(try slot.ask("process id").report.title == first)
        #expect(try slot.ask("process id").report.title != first)
    }
}
