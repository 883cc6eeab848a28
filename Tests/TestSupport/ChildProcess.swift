import Foundation
import Glibc

/// A program started by a test; standard output and error go to files, which are read at any time.
public final class ChildProcess {
    private let process = Process()
    private let outputPath: String
    private let errorPath: String
    private let errorStart: Int

    /// Starts a program; its two output files are made in `logs`, named after `label`.
    ///
    /// With `user` the program runs as that account with the one capability the service unit grants too
    /// (`CAP_LEASE`), unless `capable` is false.
    public init(
        _ executable: String, _ arguments: [String], label: String, logs: String, as user: TestUser? = nil,
        capable: Bool = true, environment: [String: String] = [:]
    ) throws {
        outputPath = "\(logs)/\(label).out"
        errorPath = "\(logs)/\(label).err"
        errorStart = Self.text(errorPath).utf8.count
        var command = [executable] + arguments
        if let user {
            let capabilities = capable ? ["--inh-caps=+lease", "--ambient-caps=+lease"] : []
            command =
                ["/usr/bin/setpriv", "--reuid=\(user.uid)", "--regid=\(user.gid)", "--clear-groups"] + capabilities
                + ["--"] + command
        }
        process.executableURL = URL(fileURLWithPath: command.removeFirst())
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: logs)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.openLog(outputPath)
        process.standardError = try Self.openLog(errorPath)
        try process.run()
    }

    /// Process number.
    public var identifier: Int32 { process.processIdentifier }
    public var isRunning: Bool { process.isRunning }
    /// Everything written to standard output so far.
    public var output: String { Self.text(outputPath) }
    /// Everything written to standard error so far, by earlier programs of the same label too.
    public var errors: String { Self.text(errorPath) }
    /// What this program alone wrote to standard error so far.
    public var ownErrors: String { String(decoding: Self.text(errorPath).utf8.dropFirst(errorStart), as: UTF8.self) }

    /// Sends a signal, if the program still runs.
    public func signal(_ number: Int32) {
        if process.isRunning { kill(identifier, number) }
    }

    /// Waits for the end; the exit code, or 128 and the number of the signal that ended it.
    public func exit(within limit: Duration = .seconds(60)) async throws -> Int32 {
        try await eventually("the end of \(process.arguments ?? [])", within: limit) { !process.isRunning }
        return process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    }

    private static func openLog(_ path: String) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        return handle
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// What a program that ended said.
public struct CommandResult: Sendable {
    public let code: Int32
    public let output: String
    public let errors: String
}
