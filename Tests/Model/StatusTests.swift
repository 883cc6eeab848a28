import Model
import Testing

@Suite struct StatusTests {
    @Test func progressCountsFailuresAndNotTheCancelled() {
        let counts = ItemCounts(total: 10, succeeded: 7, failed: 1)
        #expect(counts.progress == 80)
        #expect(ItemCounts().progress == 0)
        #expect(ItemCounts(total: 4, succeeded: 1, partial: 1, skipped: 1, cancelled: 1).progress == 75)
    }

    @Test(arguments: [
        (ItemCounts(total: 3, succeeded: 3), BatchStatus.completed),
        (ItemCounts(total: 3, succeeded: 2, skipped: 1), .completed),
        (ItemCounts(total: 3, succeeded: 2, failed: 1), .partiallyFailed),
        (ItemCounts(total: 3, partial: 3), .partiallyFailed),
        (ItemCounts(total: 3, failed: 3), .failed),
        (ItemCounts(), .failed),
        (ItemCounts(total: 3, succeeded: 2, cancelled: 1), .cancelled),
    ])
    func finalWord(counts: ItemCounts, status: BatchStatus) {
        #expect(counts.finalStatus == status)
    }

    @Test(arguments: BatchStatus.allCases)
    func everyStatusHasItsWordForTheOtherVocabulary(status: BatchStatus) {
        let words = ["PENDING", "THROTTLED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]
        #expect(words.contains(status.v2(refused: false)))
        #expect(!status.successors.contains(status))
    }

    @Test func onlyARefusedBatchIsFailedInTheOtherVocabulary() {
        #expect(BatchStatus.failed.v2(refused: true) == "FAILED")
        #expect(BatchStatus.failed.v2(refused: false) == "COMPLETED")
        #expect(BatchStatus.paused.v2(refused: false) == "THROTTLED")
        #expect(BatchStatus.cancelled.successors.isEmpty)
    }

    @Test(arguments: FailureCode.allCases)
    func everyFailureSaysWhatToDo(code: FailureCode) throws {
        let failure = Failure(code, "Something about x", stage: .parse, details: ["n": 1], page: 3)
        #expect(!failure.resolution.isEmpty)
        #expect(try #require(Failure(json: failure.json)) == failure)
    }
}
