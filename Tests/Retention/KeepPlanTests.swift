import Model
import Retention
import Store
import Testing

@Suite struct KeepPlanTests {

    @Test(
        arguments: [
            (nil, [10, 10, 10], []), (30, [10, 10, 10], []), (29, [10, 10, 10], ["0"]),
            (10, [10, 10, 10], ["0", "1"]),
            (0, [10, 10, 10], ["0", "1"]), (5, [100], []), (0, [], []), (20, [1, 1, 1, 18], ["0"]),
        ] as [(Int64?, [Int64], [String])])
    func theOldestGoAndOnlyAsManyAsItTakes(limit: Int64?, sizes: [Int64], expected: [String]) {
        let batches = sizes.enumerated().map { number, bytes in
            KeptBatch(id: "\(number)", finishedAt: Timestamp(milliseconds: Int64(number)), bytes: bytes)
        }
        let plan = KeepPlan(WatchFolder.Keep(bytes: limit))
        #expect(plan.surplus(of: batches).map(\.id) == expected)
    }

    @Test func anAgeSetsAMomentAndAnEnd() {
        let plan = KeepPlan(WatchFolder.Keep(age: .seconds(10)))
        #expect(plan.oldest(at: Timestamp(milliseconds: 50_000)) == Timestamp(milliseconds: 40_000))
        #expect(plan.end(of: Timestamp(milliseconds: 1)) == Timestamp(milliseconds: 10_002))
        #expect(KeepPlan(WatchFolder.Keep()).oldest(at: Timestamp(milliseconds: 0)) == nil)
    }
}
