import Foundation
import Glibc
import TestSupport
import Testing

/// The worker's executable is away, broken or replaced: documents wait for it and none is blamed.
struct WorkerAwayTests {
    @Test(arguments: ["", "#!/bin/sh\necho 'no such library' >&2\nexit 3\n"])
    func documentsWaitForAWorkerThatStarts(replacement: String) async throws {
        let name = replacement.isEmpty ? "worker executable removed" : "worker that dies at start"
        await Scenario.run("\(name), then put back", long: 4) { _ in
            try await AgentProcess.with(started: false) { agent in
                let programs = "\(agent.place)/programs"
                let worker = "\(programs)/dropmill-worker"
                try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: false)
                for name in ["dropmill", "dropmill-worker"] {
                    try FileManager.default.copyItem(atPath: builtExecutable(name), toPath: "\(programs)/\(name)")
                }
                try await agent.start(under: ["/bin/sh", "-c", "shift 2; exec \(programs)/dropmill \"$@\"", "sh"])
                try check(rename(worker, "\(programs)/aside") == 0, "rename: errno \(errno)")
                if !replacement.isEmpty {
                    try Data(replacement.utf8).write(to: URL(fileURLWithPath: worker))
                    chmod(worker, 0o755)
                }
                try agent.drop("papers", .notes(5))
                let waiting = try await agent.reaches("throttled", "papers")
                let reason = waiting.status?["throttled"]?["reason"]?.string ?? ""
                try check(reason.contains("a worker"), "the status does not name the worker: \(reason)")
                try check(rename("\(programs)/aside", worker) == 0, "rename: errno \(errno)")
                let batch = try await agent.finished("papers", as: "completed", within: .seconds(90))
                try check(batch.results.count == 5, "\(batch.results.count) results")
            }
        }
    }
}
