import Model
import Store
import Testing

@testable import Publish

/// Which export is made next.
@Suite struct ExportQueueTests {
    private let first = WantedExport(batchID: "a", format: .csv)
    private let second = WantedExport(batchID: "b", format: .pdf)

    @Test func oneThatWaitsHoldsUpNobody() {
        var queue = ExportQueue()
        queue.add([first, second], at: .zero)
        #expect(queue.next(at: .zero) == first)
        queue.postpone(first, at: .zero)
        #expect(queue.next(at: .zero) == second)
        queue.remove(second)
        #expect(queue.next(at: .zero) == nil)
        #expect(queue.due == .seconds(1))
        #expect(queue.next(at: .seconds(1)) == first)
        #expect(queue.isStuck(first))
        queue.postpone(first, at: .seconds(1))
        #expect(queue.due == .seconds(3))
    }

    @Test func askingAgainEndsTheWait() {
        var queue = ExportQueue()
        queue.add([first], at: .zero)
        queue.postpone(first, at: .zero)
        queue.add([first], at: .milliseconds(10))
        #expect(queue.next(at: .milliseconds(10)) == first)
    }
}
