import Model
import Testing
import WorkerProtocol

@testable import Intake

/// What an archive may become.
@Suite struct UnpackBudgetTests {
    private func budget(_ archive: Int64 = 1_000_000, _ limits: WatchFolder.BatchLimits = .init()) -> UnpackBudget {
        UnpackBudget(name: "a.zip", archiveBytes: archive, limits: limits)
    }

    private func code(_ body: () throws -> Void) -> FailureCode? {
        do {
            try body()
            return nil
        } catch {
            return (error as? Failure)?.code
        }
    }

    @Test(arguments: [
        (10, Int64(1000), Int64(20_000_000), nil as FailureCode?),
        (10, 1000, 100_000_001, .archiveBomb),
        (10, 9_000_000_000, 10_000_000_001, .archiveBomb),
        (10, 1_000_000, 200_000_000, nil),
        (10, 1_000_000, 201_000_000, .archiveBomb),
        (100_001, 1000, 0, .tooManyFiles),
        (10, 0, .max, .archiveBomb),
    ])
    func `Promises are checked first`(entries: Int, archive: Int64, bytes: Int64, expected: FailureCode?) {
        #expect(code { try budget(archive).check(ArchiveSummary(entries: entries, bytes: bytes)) } == expected)
    }

    @Test func `An archive that promised little is stopped when much comes`() throws {
        var budget = budget(1000)
        try budget.check(ArchiveSummary(entries: 1, bytes: 1000))
        try budget.add(bytes: 100_000_000)
        #expect(code { try budget.add(bytes: 1) } == .archiveBomb)
    }

    @Test func `The bounds of the folder hold for archives too`() throws {
        var budget = budget(1000, WatchFolder.BatchLimits(maxFiles: 2, maxTotalBytes: 500))
        #expect(code { try budget.check(ArchiveSummary(entries: 1, bytes: 501)) } == .fileTooLarge)
        for isItem in [true, false, true] { try budget.addEntry(isItem: isItem) }
        #expect(code { try budget.addEntry(isItem: true) } == .tooManyFiles)
    }
}
