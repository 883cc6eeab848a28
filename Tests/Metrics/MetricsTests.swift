import Foundation
import Glibc
import Linux
import Logging
import Model
import Store
import TestSupport
import Testing

@testable import Metrics

/// The numbers, as a strict reader of the format sees them.
@Suite struct MetricsTests {
    private static let start = Timestamp(milliseconds: 1_795_248_000_000)

    private func withMetrics<Result>(
        _ settings: MetricsSettings, _ body: (Metrics, Store, String) throws -> Result
    ) throws -> Result {
        try withTemporaryDirectory { place in
            let store = try Store(path: place + "/store.sqlite")
            defer { store.close() }
            var settings = settings
            settings.textfile = settings.textfile.map { place + "/" + $0 }
            let surroundings = Surroundings(
                freeBytes: { [FreeBytes(folder: "a \"b\" \\ c\nd", place: "inbox", bytes: 5)] },
                workers: { (3, 1) }, clock: { Self.start })
            let metrics = try Metrics(settings, store: store, surroundings: surroundings, logger: Logger(label: "test"))
            return try body(metrics, store, place)
        }
    }

    @Test func thePageIsWellFormedAndCountsWhatEnded() throws {
        try withMetrics(MetricsSettings(textfile: "d.prom")) { metrics, store, place in
            try store.runBatch("bat-1", outcomes: [.succeeded, .failed, .succeeded], at: Self.start)
            try store.runBatch("bat-2", outcomes: [.succeeded], ends: false, at: Self.start)
            let thread = DispatchSemaphore(value: 0)
            BlockingThread.start("metrics") {
                metrics.run()
                thread.signal()
            }
            metrics.finished(try #require(try store.batch("bat-1")))
            let isCounted = try waitUntil { try metrics.text().contains("finished_total{") }
            #expect(isCounted)
            let page = try Page.Reader(try metrics.text())
            #expect(page["dropmill_batches_finished_total", "folder=invoices", "status=partially_failed"] == 1)
            #expect(page["dropmill_items_finished_total", "folder=invoices", "state=succeeded"] == 2)
            #expect(page["dropmill_items_finished_total", "folder=invoices", "state=failed"] == 1)
            #expect(page["dropmill_pages_total", "folder=invoices"] == 6)
            #expect(page["dropmill_document_bytes_total", "folder=invoices"] == 30)
            #expect(page["dropmill_item_seconds_bucket", "folder=invoices", "le=0.1"] == 0)
            #expect(page["dropmill_item_seconds_bucket", "folder=invoices", "le=1"] == 3)
            #expect(page["dropmill_item_seconds_bucket", "folder=invoices", "le=+Inf"] == 3)
            #expect(page["dropmill_item_seconds_sum", "folder=invoices"] == 2.1)
            #expect(page["dropmill_batches", "folder=invoices", "status=processing"] == 1)
            #expect(page["dropmill_free_bytes", "folder=a \"b\" \\ c\nd", "place=inbox"] == 5)
            #expect(page["dropmill_worker_losses_total"] == 1)
            let isWritten = waitUntil { FileManager.default.fileExists(atPath: place + "/d.prom") }
            #expect(isWritten)
            _ = try Page.Reader(try String(contentsOfFile: place + "/d.prom", encoding: .utf8))
            metrics.close()
            #expect(thread.wait(timeout: .now() + 5) == .success)
        }
    }

    @Test func modelsAreCountedFromTheStart() throws {
        try withMetrics(MetricsSettings()) { metrics, store, _ in
            #expect(try !metrics.text().contains("dropmill_cost_total{"))
            try store.runBatch("bat-1", outcomes: [.succeeded], ends: false, at: Self.start)
            var entry = LedgerEntry(.settle, Money(microUnits: 1_500_000), at: Self.start)
            (entry.provider, entry.model) = ("openai", "m")
            (entry.inputTokens, entry.outputTokens) = (10, 4)
            _ = try store.settle([.charged(batchID: "bat-1", index: 0, entry)])
            for _ in 0..<2 {
                let page = try Page.Reader(try metrics.text())
                #expect(page["dropmill_cost_total", "provider=openai", "model=m"] == 1.5)
                #expect(page["dropmill_provider_tokens_total", "provider=openai", "model=m", "direction=in"] == 10)
            }
        }
    }

    @Test(arguments: [
        ("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:9464\r\n\r\n", "200"),
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", "200"), ("HEAD /metrics HTTP/1.0\r\n\r\n", "200"),
        ("GET /metrics HTTP/1.1\r\nHost: [::1]:9464\r\n\r\n", "200"),
        ("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421"), ("GET /etc/passwd HTTP/1.1\r\n\r\n", "404"),
        ("POST /metrics HTTP/1.1\r\n\r\n", "405"), ("GET /metrics\r\n\r\n", "400"), ("\r\n\r\n", "400"),
    ])
    func questions(text: String, status: String) {
        let answer = MetricsListener.answer(to: Array(text.utf8)) { path in
            ["/metrics", "/healthz"].contains(path) ? .text("x 1\n") : .unknown
        }
        #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 \(status) "))
    }

    @Test(arguments: [false, true]) func thePortAnswersAndCloses(isVersion6: Bool) throws {
        let address = ListenAddress(isVersion6: isVersion6, port: 0)
        guard !isVersion6 || (try? LoopbackListener(isVersion6: true, port: 0)) != nil else { return }
        try withMetrics(MetricsSettings(listen: address)) { metrics, _, _ in
            let thread = DispatchSemaphore(value: 0)
            BlockingThread.start("metrics") {
                metrics.run()
                thread.signal()
            }
            let port = try #require(metrics.port)
            let host = isVersion6 ? "[::1]" : "127.0.0.1"
            let url = try #require(URL(string: "http://\(host):\(port)/metrics"))
            let page = try Page.Reader(try String(contentsOf: url, encoding: .utf8))
            #expect(page["dropmill_build_info", "version=\(Product.version)"] == 1)
            metrics.close()
            #expect(thread.wait(timeout: .now() + 5) == .success)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:9464", true), ("[::1]:9464", true), ("localhost:1", true), ("0.0.0.0:9464", false),
        (":9464", false), ("192.168.0.1:9464", false), ("[::]:9464", false), ("127.0.0.1", false),
        ("127.0.0.1:70000", false), ("example.com:80", false),
    ])
    func onlyLoopbackIsListenedOn(text: String, isAccepted: Bool) { #expect((ListenAddress(text) != nil) == isAccepted) }
}

extension Store {
    /// Runs a batch with an item for each outcome, of two pages, ten bytes and 700 milliseconds.
    func runBatch(_ id: String, outcomes: [ItemState], ends: Bool = true, at now: Timestamp) throws {
        let batch = Batch(
            id: id, folder: "invoices", source: .directory, name: id, entry: BytePath(id), outboxName: BytePath(id),
            job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: now)
        try reserve(batch)
        let items = outcomes.indices.map { index in
            SealedItem(
                index: index, path: BytePath("\(index)"), kind: .file,
                signature: FileSignature(device: 1, inode: 1, size: 10, modified: 1, changed: 1),
                fileID: "dfl-\(index)", jobID: "pjb-\(index)")
        }
        try seal(batch, items: items, at: now)
        _ = try claimItems(of: id, limit: .max, at: now)
        _ = try settle(outcomes.indices.map { .started(batchID: id, index: $0, at: now) })
        guard ends else { return }
        for (index, state) in outcomes.enumerated() {
            let outcome = ItemOutcome(state: state, pageCount: 2, durationMilliseconds: 700)
            _ = try settle([.finished(batchID: id, index: index, outcome: outcome, at: now)])
        }
        let counts = try self.batch(id)?.counts ?? ItemCounts()
        _ = try conclude(id, status: counts.finalStatus, failure: nil, at: now)
        try markDone(id)
    }
}
