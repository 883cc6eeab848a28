import Model
import Store
import TestSupport
import Testing

@Suite struct RestartTests {
    @Test func anItemInFlightGoesOnInTheSameRunAndCountsTheDeath() throws {
        try withStore { store in
            try store.sealSample()
            try store.start(0)
            _ = try store.settle([.retried(batchID: "bat-1", index: 0, failure: sampleFailure, at: at(3))])

            let taken = try store.takeOver(at: at(10))
            #expect(taken.map(\.counts.running) == [0])
            #expect(taken.map(\.status) == [.processing])
            let claimed = try store.claimItems(of: "bat-1", limit: 9, at: at(11))
            #expect(claimed.map(\.deaths) == [1, 0, 0])
            #expect(claimed.map(\.item.attempts) == [0, 0, 0], "a run that did not end did not try")
            #expect(try store.failedAttempts(at: 0, of: "bat-1").isEmpty)

            try store.finish((0, .succeeded))
            #expect(
                try store.story().suffix(4) == ["started", "item.started:0", "item.retried:0", "item.finished:0"])
        }
    }

    @Test func aSettledItemForgetsTheDeathsOfItsBatch() throws {
        try withStore { store in
            try store.sealSample()
            try store.sealSample("bat-2")
            for death in 1...Limits.poisonDeaths {
                try store.start(0)
                try store.start(0, of: "bat-2")
                _ = try store.takeOver(at: at(10))
                let claimed = try store.claimItems(of: "bat-1", limit: 1, at: at(11))
                #expect(claimed.map(\.deaths) == [death])
                try store.release([0], of: "bat-1")
            }
            try store.finish((1, .succeeded))
            #expect(try store.claimItems(of: "bat-1", limit: 1, at: at(12)).map(\.deaths) == [0])
            let other = try store.claimItems(of: "bat-2", limit: 1, at: at(12))
            #expect(other.map(\.deaths) == [Limits.poisonDeaths], "another batch does not help")
        }
    }

    @Test func everyBatchThatIsNotDoneIsReturnedOldestFirst() throws {
        try withStore { store in
            try store.reserve(sampleBatch("bat-9"))
            try store.sealSample("bat-2", items: 1)
            try store.sealSample("bat-1", items: 0)
            try store.sealSample("bat-3", items: 1)
            try store.finish((0, .succeeded), of: "bat-3")
            try store.end("bat-3", as: .completed)
            let taken = try store.takeOver(at: at(10))
            #expect(taken.map(\.id) == ["bat-9", "bat-2", "bat-1"])
            #expect(taken.map(\.phase) == [.open, .work, .publish])
        }
    }

    @Test func whatWasSettledIsThereAfterAKill() throws {
        try withTemporaryDirectory { directory in
            let store = try Store(path: directory + "/store.sqlite")
            defer { store.close() }
            try store.sealSample(items: 120)
            for index in 0..<120 {
                try store.finish((index, .succeeded))
                guard index % 30 == 10 else { continue }
                // What a killed process leaves behind: the file and its log as they are at this moment.
                let copy = directory + "/copy-\(index)"
                try copyStore(from: directory, to: copy)
                let found = try Store(path: copy + "/store.sqlite")
                defer { found.close() }
                let batch = try #require(try found.takeOver(at: at(100)).first)
                #expect(batch.counts == ItemCounts(total: 120, succeeded: index + 1))
                let next = try found.claimItems(of: "bat-1", limit: 1, at: at(101))
                #expect(next.map(\.item.sealed.index) == [index + 1])
                try found.checkInvariants(of: "bat-1")
            }
        }
    }
}
