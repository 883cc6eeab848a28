import Foundation
import Linux
import Model

/// What must be true of every batch that has its final status, whatever happened before.
public struct Invariants {
    let batch: PublishedBatch
    let root: String
    /// Absolute path of the inbox entry's directory, for originals that went back or never left.
    let inbox: String
    private var problems: [String] = []
    /// True where a completed batch leaves no original.
    private var deletesOriginals = false

    /// Broken rules of a finished batch, as sentences; empty when all hold.
    public static func problems(
        of batch: PublishedBatch, root: String, deletesOriginals: Bool = false
    ) -> [String] {
        var check = Invariants(batch: batch, root: root, inbox: "\(root)/inbox")
        check.deletesOriginals = deletesOriginals
        check.checkAll()
        return check.problems.map { "\(batch.name): \($0)" }
    }

    private init(batch: PublishedBatch, root: String, inbox: String) {
        self.batch = batch
        self.root = root
        self.inbox = inbox
    }

    private mutating func checkAll() {
        guard let status = batch.status else { return expect(false, "no readable status.json") }
        let isRefused = status["status_v2"]?.string == "FAILED"
        checkStatus(status, isRefused: isRefused)
        checkEvents(status, isRefused: isRefused)
        expect(!batch.text.isEmpty, "STATUS.txt is missing or empty")
        if isRefused { return }
        checkResults(status)
        checkOriginals(status)
        expect(batch.json("summary.json") != nil, "summary.json is missing")
        expect(batch.json("config.json") != nil, "config.json is missing")
        expect(batch.json("batch.json")?["complete"]?.bool == true, "batch.json is not complete")
        let work = "\(root)/.dropmill/work/\(batch.id)"
        expect(!FileManager.default.fileExists(atPath: work), "the claim \(work) was left behind")
    }

    private mutating func checkStatus(_ status: JSONValue, isRefused: Bool) {
        let total = status["total_files"]?.integer ?? -1
        if isRefused { return expect(status["progress"]?.number == 0, "a refused batch with progress") }
        let parts = ["completed_files", "failed_files", "cancelled_files"].map { status[$0]?.integer ?? -1 }
        expect(parts.reduce(0, +) == total, "counts \(parts) do not add up to total_files \(total)")
        expect(status["in_progress_files"]?.integer == 0, "items in progress in a final status")
        expect(status["finished_at"]?.string != nil, "no finished_at")
        let states = batch.results.compactMap { $0["state"]?.string }
        func count(_ wanted: String...) -> Int64 { Int64(states.filter { wanted.contains($0) }.count) }
        if !states.isEmpty {
            expect(parts[0] == count("succeeded", "partial", "skipped"), "completed_files against results.jsonl")
            expect(parts[1] == count("failed"), "failed_files against results.jsonl")
            expect(parts[2] == count("cancelled"), "cancelled_files against results.jsonl")
        }
    }

    private mutating func checkResults(_ status: JSONValue) {
        let results = batch.results
        expect(
            Int64(results.count) == status["total_files"]?.integer,
            "\(results.count) result lines, total_files \(status["total_files"]?.integer ?? -1)")
        for (line, result) in results.enumerated() {
            expect(result["index"]?.integer == Int64(line), "index \(result["index"] ?? .null) on line \(line)")
            let directory = (try? Directory(path: batch.path))
            for output in batch.outputs(of: result) {
                expect(directory?.contains(output) == true, "an output of line \(line) is missing: \(output)")
            }
            let hasError = result["error"].map { !$0.isNull } ?? false
            let state = result["state"]?.string ?? ""
            expect(
                state == "cancelled" || hasError == ["failed", "partial"].contains(state), "error of line \(line)")
        }
        let failed = results.filter { ["failed", "partial"].contains($0["state"]?.string) }
        expect(batch.lines("errors.jsonl") == failed, "errors.jsonl is not the failed lines of results.jsonl")
        expect(batch.contains("errors.jsonl") == !failed.isEmpty, "errors.jsonl must be absent without errors")
    }

    /// Every original must lie in exactly one of inbox, work, archive and source.
    private mutating func checkOriginals(_ status: JSONValue) {
        let name = batch.name
        // A batch that was run again as a new one gave its originals away.
        if batch.events.contains(where: { $0["detail"]?["name"]?.string == "RERUN" }) { return }
        let places =
            ["\(root)/archive/\(name)", "\(root)/.dropmill/work/\(batch.id)/tree", "\(batch.path)/source"]
            + archiveMonths.map { "\($0)/\(name)" } + ["\(inbox)/\(name)"]
        let directories = places.compactMap { try? Directory(path: $0) }
        if deletesOriginals, batch.word == "completed" {
            return expect(directories.isEmpty, "originals to be deleted are still there")
        }
        if let archive = unpackedFrom {
            let found = directories.filter { $0.contains(BytePath(archive)) }.count
            return expect(found == 1, "the archive \(archive) found in \(found) places")
        }
        for result in batch.results {
            let gone = ["vanished", "symlink_refused"].contains(result["error"]?["code"]?.string)
            let path = PublishedBatch.path(of: result)
            let found = directories.filter { $0.contains(path) }.count
            expect(found == 1 || (gone && found == 0), "original \(path) found in \(found) places")
        }
    }

    /// The archive the files of the batch came out of.
    private var unpackedFrom: String? {
        batch.events.lazy.compactMap { $0["detail"]?["unpacked_from"]?.string }.first
    }

    private var archiveMonths: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/archive")) ?? []
        return names.filter { $0.wholeMatch(of: /\d{4}-\d{2}/) != nil }.map { "\(root)/archive/\($0)" }
    }

    /// Notes a broken rule.
    mutating func expect(_ holds: Bool, _ problem: String) {
        if !holds { problems.append(problem) }
    }
}
