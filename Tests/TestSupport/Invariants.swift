import Foundation
import Linux
import Model
import Store

/// What must be true of every batch that has its final status, whatever happened before.
public struct Invariants {
    /// Where one agent keeps things; absolute paths.
    public struct Places: Sendable {
        public var root: String
        public var inbox: String
        public var outbox: String
        public var archive: String
    }

    let batch: PublishedBatch
    let places: Places
    /// The store of the agent; nil where it is not to be compared.
    let store: Store?
    /// The lines of results.jsonl, read once.
    let results: [JSONValue]
    private var problems: [String] = []

    /// Broken rules of a finished batch, as sentences; empty when all hold. Without a store only the disk is looked at.
    public static func problems(of batch: PublishedBatch, in places: Places, store: Store?) -> [String] {
        var check = Invariants(batch: batch, places: places, store: store)
        check.checkAll()
        return check.problems.map { "\(batch.name): \($0)" }
    }

    private init(batch: PublishedBatch, places: Places, store: Store?) {
        self.batch = batch
        self.places = places
        self.store = store
        results = batch.results
    }

    private mutating func checkAll() {
        guard let status = batch.status else { return expect(false, "no readable status.json") }
        checkStore(status)
        let isRefused = status["status_v2"]?.string == "FAILED"
        checkStatus(status, isRefused: isRefused)
        checkEvents(status, isRefused: isRefused)
        expect(!batch.text.isEmpty, "STATUS.txt is missing or empty")
        if isRefused { return }
        checkResults(status)
        checkOutputs()
        checkOriginals()
        expect(batch.json("summary.json") != nil, "summary.json is missing")
        expect(batch.json("config.json") != nil, "config.json is missing")
        expect(batch.json("batch.json")?["complete"]?.bool == true, "batch.json is not complete")
        for left in [workClaim, "\(publishingHome)/staging/\(batch.id)", "\(publishingHome)/trash/\(batch.id)"] {
            expect(!FileManager.default.fileExists(atPath: left), "\(left) was left behind")
        }
        let unfinished = (try? FileManager.default.contentsOfDirectory(atPath: batch.path)) ?? []
        for name in unfinished where name.hasSuffix(".dropmill-new") { expect(false, "\(name) was left behind") }
    }

    private mutating func checkStatus(_ status: JSONValue, isRefused: Bool) {
        let total = status["total_files"]?.integer ?? -1
        if isRefused { return expect(status["progress"]?.number == 0, "a refused batch with progress") }
        let parts = ["completed_files", "failed_files", "cancelled_files"].map { status[$0]?.integer ?? -1 }
        expect(parts.reduce(0, +) == total, "counts \(parts) do not add up to total_files \(total)")
        expect(status["in_progress_files"]?.integer == 0, "items in progress in a final status")
        expect(status["finished_at"]?.string != nil, "no finished_at")
        let states = results.compactMap { $0["state"]?.string }
        func count(_ wanted: String...) -> Int64 { Int64(states.filter { wanted.contains($0) }.count) }
        if !states.isEmpty {
            expect(parts[0] == count("succeeded", "partial", "skipped"), "completed_files against results.jsonl")
            expect(parts[1] == count("failed"), "failed_files against results.jsonl")
            expect(parts[2] == count("cancelled"), "cancelled_files against results.jsonl")
        }
    }

    private mutating func checkResults(_ status: JSONValue) {
        expect(
            Int64(results.count) == status["total_files"]?.integer,
            "\(results.count) result lines, total_files \(status["total_files"]?.integer ?? -1)")
        for (line, result) in results.enumerated() {
            expect(result["index"]?.integer == Int64(line), "index \(result["index"] ?? .null) on line \(line)")
            let hasError = result["error"].map { !$0.isNull } ?? false
            let state = result["state"]?.string ?? ""
            expect(
                state == "cancelled" || hasError == ["failed", "partial"].contains(state), "error of line \(line)")
        }
        let failed = results.filter { ["failed", "partial"].contains($0["state"]?.string) }
        expect(batch.lines("errors.jsonl") == failed, "errors.jsonl is not the failed lines of results.jsonl")
        expect(batch.contains("errors.jsonl") == !failed.isEmpty, "errors.jsonl must be absent without errors")
    }

    /// `.dropmill` beside the outbox.
    private var publishingHome: String {
        URL(fileURLWithPath: places.outbox).deletingLastPathComponent().path + "/.dropmill"
    }

    /// The claim of the batch, while it has one.
    var workClaim: String {
        URL(fileURLWithPath: places.inbox).deletingLastPathComponent().path + "/.dropmill/work/\(batch.id)"
    }

    /// Notes a broken rule.
    mutating func expect(_ holds: Bool, _ problem: String) {
        if !holds { problems.append(problem) }
    }
}
