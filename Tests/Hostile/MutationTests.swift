import Foundation
import Linux
import Model
import TestSupport
import Testing
import WorkerProtocol
import Workers

/// Documents damaged at random go through every reader of the real worker; `Tests/Fuzz/run` does it by coverage.
struct MutationTests {
    private struct Reader {
        let directory: String
        let name: String
        let kind: WorkerRequest.Kind
        let mimeType: String?
    }

    private static let readers = [
        Reader(directory: "pdf", name: "a.pdf", kind: .parse, mimeType: "application/pdf"),
        Reader(directory: "text", name: "a.txt", kind: .parse, mimeType: "text/plain"),
        Reader(directory: "csv", name: "a.csv", kind: .parse, mimeType: "text/csv"),
        Reader(directory: "json", name: "a.json", kind: .parse, mimeType: "application/json"),
        Reader(directory: "markdown", name: "a.md", kind: .parse, mimeType: "text/markdown"),
        Reader(directory: "xml", name: "a.xml", kind: .parse, mimeType: "application/xml"),
        Reader(directory: "html", name: "a.html", kind: .parse, mimeType: "text/html"),
        Reader(directory: "mail", name: "a.eml", kind: .parse, mimeType: "message/rfc822"),
        Reader(directory: "notebook", name: "a.ipynb", kind: .parse, mimeType: "application/x-ipynb+json"),
        Reader(directory: "feed", name: "a.xml", kind: .parse, mimeType: "application/rss+xml"),
        Reader(directory: "outlook", name: "a.dat", kind: .parse, mimeType: "application/vnd.ms-tnef"),
        Reader(directory: "detect", name: "a", kind: .parse, mimeType: nil),
        Reader(directory: "zip", name: "a.zip", kind: .detect, mimeType: nil),
        Reader(directory: "steering-json", name: "job.json", kind: .steer, mimeType: nil),
        Reader(directory: "steering-yaml", name: "job.yaml", kind: .steer, mimeType: nil),
    ]

    @Test func damagedDocumentsEndInATypedOutcome() async throws {
        let seeds = try withTemporaryDirectory { try HostileDocuments.seeds(in: $0) }
        for reader in Self.readers {
            let documents = seeds.filter { $0.reader == reader.directory }.map(\.document)
            await Scenario.count("damaged documents: \(reader.directory)", short: 150, long: 1000) { times in
                let slot = WorkerSlot(
                    settings: WorkerSettings(executable: try builtExecutable("dropmill-worker"), requireSandbox: true))
                var problems: [String] = []
                for number in 0..<times {
                    var mutation = Mutation(seed: UInt64(number))
                    if let problem = try Self.read(mutation.damaged(documents), with: reader, slot) {
                        problems.append("seed \(number): \(problem)")
                    }
                }
                return problems
            }
        }
    }

    /// What a worker that was taken over may send: the agent reads frames or refuses them, and lives.
    @Test func damagedFramesAreReadOrRefused() async throws {
        let seeds = try withTemporaryDirectory { try HostileDocuments.seeds(in: $0) }
        let frames = seeds.filter { $0.reader == "frames" }.map(\.document)
        await Scenario.count("damaged frames of a worker", short: 2000, long: 50_000) { times in
            for number in 0..<times {
                var mutation = Mutation(seed: UInt64(number))
                try Self.receive(mutation.damaged(frames))
            }
            return []
        }
    }

    /// What is wrong with the end of one document; nil for a report, and for what libraries may do.
    private static func read(_ document: [UInt8], with reader: Reader, _ slot: WorkerSlot) throws -> String? {
        try FileFixture.with(document) { file in
            let request = WorkerRequest(
                kind: reader.kind, name: reader.name, path: reader.name, size: Int64(document.count),
                mimeType: reader.mimeType)
            do {
                let deadline = WorkDeadline(base: .seconds(20))
                let report = try slot.perform(request, file: file, deadline: deadline) { _, _ in }
                return report.failure?.code == .processingError ? "\(report)" : nil
            } catch {
                guard let failure = error as? Failure else { return "\(error)" }
                let isOfLibrary = [.workerCrashed, .timeout, .memoryLimit].contains(failure.code)
                return isOfLibrary && reader.directory == "pdf" ? nil : "\(failure)"
            }
        }
    }

    private static func receive(_ bytes: [UInt8]) throws {
        let (ours, theirs) = try Socket.pair("frames")
        try ours.neverBlock()
        try theirs.sendAll(bytes)
        var buffer = FrameBuffer()
        _ = try buffer.fill(from: ours)
        while let frame = try? buffer.next() {
            switch frame.kind {
            case .introduction: _ = try? WorkerIntroduction(frame)
            case .report: _ = (try? WorkerReport(frame))?.encoded()
            case .pages: _ = try? frame.pageCount()
            case .summary: _ = try? ArchiveSummary(frame)
            case .entry: _ = try? ArchiveEntry(frame)
            case .attachment: _ = try? AttachmentName(frame)
            case .manifestHead: _ = try? ManifestHead(frame)
            case .manifestRow: _ = try? ManifestLine(frame)
            case .picture: _ = try? frame.picture()
            case .passage: _ = try? Passage(frame)
            case .part, .request, .content: continue
            }
        }
    }
}
