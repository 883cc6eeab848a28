import Foundation
import Linux
import Model
import TestSupport

/// The paths of one running agent, for writers that work at the same time on several threads.
struct Site: Sendable {
    let place: String
    let root: String
    let inbox: String
    let outbox: String

    init(_ agent: AgentProcess) {
        place = agent.place
        root = agent.root
        inbox = agent.inbox
        outbox = agent.outbox
    }

    /// The outbox directory of a batch.
    func batch(_ name: String) -> PublishedBatch { PublishedBatch(path: "\(outbox)/\(name)") }

    /// Names in the outbox that belong to one delivery, supplements too.
    func batchNames(_ part: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: outbox)) ?? []).filter { $0.contains(part) }.sorted()
    }

    /// A new directory outside the inbox, on its file system.
    func spare(_ name: String) throws -> String {
        let path = "\(place)/incoming/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        return path
    }

    /// Runs a program to its end without blocking a thread of the tests.
    func run(
        _ command: [String], label: String, environment: [String: String] = [:], within limit: Duration = .seconds(180)
    ) async throws {
        let child = try ChildProcess(
            command[0], Array(command.dropFirst()), label: label, logs: "\(place)/logs", environment: environment)
        let code = try await child.exit(within: limit)
        try check(code == 0, "\(label) ended with \(code): \(child.errors)")
    }

    /// Runs a shell script that stops at its first failing command.
    func shell(_ script: String, label: String, environment: [String: String] = [:]) async throws {
        try await run(["/bin/bash", "-euc", script], label: label, environment: environment)
    }
}

/// The regular files below a directory, by their exact names.
struct Files: Equatable {
    private(set) var contents: [BytePath: [UInt8]] = [:]
    /// The latest change of any of them, as the file system noted it.
    private(set) var changed = Duration.zero

    /// Reads every file of a tree; the agent's own view of links applies: none is followed.
    init(below path: String) throws {
        try add(try Directory(path: path), .here)
    }

    private mutating func add(_ directory: Directory, _ path: BytePath) throws {
        for entry in try directory.entries() {
            let below = path.appending(entry.name)
            let status = try directory.status(entry.name)
            if status.kind == .directory {
                try add(try directory.directory(entry.name), below)
            } else if status.kind == .file {
                contents[below] = try directory.contents(of: entry.name, limit: 256 << 20)
                changed = max(changed, .nanoseconds(status.signature.changed))
            }
        }
    }
}
