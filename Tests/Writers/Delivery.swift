import Crypto
import Foundation
import Linux
import Model
import TestSupport

/// One way in which a program of this machine brings a tree into the inbox.
///
/// The script finds `WANT`, the tree that must arrive; `TO`, where; `SPARE`, a directory outside the inbox on the same
/// file system; `OTHER`, one on another file system; and `WRITER`, the Python program with ways of its own.
struct Delivery: Sendable {
    let title: String
    let script: String
    var tree = Delivery.papers
    /// A single file, whose name is that of the batch.
    var isLoose = false
    /// How long it may take from the start of the script to the final status.
    var limit = Duration.seconds(300)

    init(_ title: String, _ script: String) {
        self.title = title
        self.script = script
    }

    /// A delivery by one way of `Programs/writer.py`.
    init(_ title: String, way: String, seconds: Double = 1.2) {
        self.init(title, "\"$WRITER\" \(way) \"$WANT\" \"$TO\" \(seconds)")
    }

    /// Another tree than the usual one.
    func of(_ tree: FileTree) -> Delivery { changing { $0.tree = tree } }

    /// The same for a single file in the inbox itself.
    var loose: Delivery { changing { $0.isLoose = true } }

    /// With more time.
    func within(_ limit: Duration) -> Delivery { changing { $0.limit = limit } }

    private func changing(_ change: (inout Delivery) -> Void) -> Delivery {
        var copy = self
        change(&copy)
        return copy
    }

    /// Delivers once and checks that exactly one whole batch came of it, not before its writers ended.
    func round(_ number: Int, at site: Site) async throws {
        let name =
            title.filter { $0.isLetter || $0.isNumber } + String(format: " %02d", number)
            + (isLoose ? ".txt" : "")
        let spare = try site.spare(name)
        let want = "\(spare)/want"
        try FileManager.default.createDirectory(atPath: want, withIntermediateDirectories: false)
        try (isLoose ? FileTree([(BytePath(name), .file(Self.note))]) : tree).write(below: want)
        let other = "/dev/shm/dropmill-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: other) }
        let closed = "\(spare)/closed"
        try await site.shell(
            script.replacing("\"$WRITER\"", with: "/usr/bin/python3 \"$WRITER\""), label: name,
            environment: [
                "WANT": isLoose ? "\(want)/\(name)" : want, "TO": "\(site.inbox)/\(name)", "SPARE": spare,
                "OTHER": other, "CLOSED": closed,
                "INBOX": site.inbox, "NAME": name,
                "WRITER": "\(repositoryRoot)/Tests/Writers/Programs/writer.py",
            ])
        let batch = site.batch(name)
        try await eventually("the end of \(name)", within: limit) { batch.isFinal }
        try check(batch.word == "completed", "\(batch.word) instead of completed:\n\(batch.text)")
        try check(site.batchNames(name) == [name], "more than one batch: \(site.batchNames(name))")
        // Some scripts change the tree before they deliver it.
        try Arrival(of: Files(below: want), as: [batch], at: site, closed: Self.moment(in: closed), isLoose: isLoose)
            .check()
    }

    private static let note = Array((1...300).map { "Line \($0) of a note.\n" }.joined().utf8)

    private static func moment(in path: String) -> Duration? {
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap(Double.init).map { .seconds($0) }
    }

    /// A small tree of several kinds and sizes, the content of each file known by its last line too.
    static let papers: FileTree = [
        "letter.pdf": .file(PDFFixture(pages: [["Dear miller"], ["Yours sincerely"]]).bytes()),
        "notes/long.txt": .file(note),
        "notes/deep/short.txt": "The sluice is open.\nEnd.\n",
        "table.csv": "month,amount\nMay,3\nJune,4\n",
    ]
}

/// What arrived of a delivery, compared with what was written.
struct Arrival {
    let expected: Files
    let batches: [PublishedBatch]
    let site: Site
    /// When the last writer was about to close its last file, where it says so itself.
    let closed: Duration?
    /// A file on its own: taking it changes its times.
    let isLoose: Bool

    init(
        of expected: Files, as batches: [PublishedBatch], at site: Site, closed: Duration? = nil, isLoose: Bool = false
    ) {
        self.isLoose = isLoose
        self.expected = expected
        self.batches = batches
        self.site = site
        self.closed = closed
    }

    /// Every file is one item with the digest of its final content, and lies whole in the archive; nothing else is an
    /// item; nothing was claimed while somebody still wrote.
    func check() throws {
        var results: [BytePath: String] = [:]
        for batch in batches {
            let archive = try Files(below: "\(site.root)/archive/\(batch.name)")
            for result in batch.results {
                let path = PublishedBatch.path(of: result)
                try TestSupport.check(results[path] == nil, "\(path) is an item twice")
                results[path] = result["sha256"]?.string ?? "-"
                try TestSupport.check(
                    archive.contents[path] == expected.contents[path], "\(path) is not whole in the archive")
            }
            let end = max(isLoose ? .zero : archive.changed, batches.count == 1 ? closed ?? .zero : .zero)
            try checkStart(of: batch, after: end)
        }
        let unexpected = Set(results.keys).symmetricDifference(expected.contents.keys)
        try TestSupport.check(
            unexpected.isEmpty, "items that were not written, or files that are no items: \(unexpected)")
        for (path, content) in expected.contents {
            let digest = Digest.sha256(content).map { String(format: "%02x", $0) }.joined()
            try TestSupport.check(results[path] == digest, "\(path) was read before it was whole")
        }
    }

    private func checkStart(of batch: PublishedBatch, after end: Duration) throws {
        let starts = batch.events.filter { ["batch.claimed", "item.started"].contains($0["event"]?.string) }
        let first = starts.compactMap { $0["at"]?.string }.min()
        try TestSupport.check(first != nil, "\(batch.name) has no start among its events")
        guard let start = first.flatMap({ Timestamp($0) }) else { return }
        // Moments in events are whole milliseconds.
        let early = Duration.milliseconds(Int64(end / .milliseconds(1)) - start.milliseconds)
        try TestSupport.check(
            early <= .milliseconds(2), "\(batch.name) was claimed \(early) before its last writer ended")
    }
}
