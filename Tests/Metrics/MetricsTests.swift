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
            let answer = try #require(Self.get("/metrics", port: port, isVersion6: isVersion6))
            let end = try #require(answer.range(of: "\r\n\r\n"))
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            let page = try Page.Reader(String(answer[end.upperBound...]))
            #expect(page["dropmill_build_info", "version=\(Product.version)"] == 1)
            metrics.close()
            #expect(thread.wait(timeout: .now() + 5) == .success)
        }
    }

    /// The whole answer of a server on loopback; nil when nobody listens.
    private static func get(_ path: String, port: UInt16, isVersion6: Bool) -> String? {
        let connection = socket(isVersion6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(connection) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        var address4 = sockaddr_in()
        address4.sin_family = sa_family_t(AF_INET)
        address4.sin_port = port.bigEndian
        address4.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafeBytes(of: &address) { six in
            withUnsafeBytes(of: &address4) { four in
                let raw = isVersion6 ? six : four
                return raw.withMemoryRebound(to: sockaddr.self) {
                    connect(connection, $0.baseAddress, socklen_t(raw.count))
                }
            }
        }
        let question = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        guard connected == 0, send(connection, question, question.count, 0) == question.count else { return nil }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 { answer += buffer.prefix(count) }
        return String(decoding: answer, as: UTF8.self)
    }

    @Test(arguments: [
        ("127.0.0.1:9464", true), ("[::1]:9464", true), ("localhost:1", true), ("0.0.0.0:9464", false),
        (":9464", false), ("192.168.0.1:9464", false), ("[::]:9464", false), ("127.0.0.1", false),
        ("127.0.0.1:70000", false), ("example.com:80", false),
    ])
    func onlyLoopbackIsListenedOn(text: String, isAccepted: Bool) {
        #expect((ListenAddress(text) != nil) == isAccepted)
    }
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
