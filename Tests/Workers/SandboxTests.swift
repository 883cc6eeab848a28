import EscapeAttempts
import Foundation
import Glibc
import Model
import TestSupport
import Testing
import WorkerProtocol
import Workers

/// True when the tests run as root, so that workers can change their user.
let isRoot = geteuid() == 0

@Suite struct SandboxTests {
    @Test func everythingIsInForce() throws {
        let slot = try HostileWorker.slot(requireSandbox: true)
        try slot.start()
        let introduction: WorkerIntroduction = try #require(slot.introduction)
        let expected = (isRoot ? ["uid"] : []) + ["rlimits", "no_new_privs", "landlock", "seccomp"]
        #expect(introduction.sandbox == expected)
        #expect(introduction.missing == [])
    }

    @Test(arguments: ["", "thread "])
    func nothingGetsOut(thread: String) async throws {
        let name = "sandbox: attempts to get out, " + (thread.isEmpty ? "first thread" : "second thread")
        let count = Int(escape_count())
        await Scenario.count(name, short: count, long: count) { _ in
            let slot = try HostileWorker.slot(requireSandbox: true)
            return (0..<escape_count()).compactMap { number in
                let name = String(cString: escape_name(number))
                let end = Self.end(of: thread + name, in: slot)
                return Self.expected(number).contains(end) ? nil : "\(name): \(end)"
            }
        }
        let written = ["/tmp/dropmill-escaped", "/tmp/dropmill-escaped.d", "/tmp/dropmill-renamed"]
        #expect(written.filter(FileManager.default.fileExists(atPath:)) == [])
    }

    private static func expected(_ number: Int32) -> [String] {
        switch escape_expected(number) {
        case escape_ends: ["SIGSYS"]
        case escape_pointless: ["errno \(EBADF)"]
        default: [EPERM, EACCES, ENOSYS].map { "errno \($0)" }
        }
    }

    /// What became of an attempt: the error it got, the signal that ended it, or `done`.
    private static func end(of attempt: String, in slot: WorkerSlot) -> String {
        do {
            return try slot.ask(attempt).report.title ?? "no title"
        } catch {
            return (error as? Failure)?.details["signal"]?.string ?? "\(error)"
        }
    }

    /// What would work nowhere proves nothing about the sandbox.
    @Test func theSameAttemptsWorkOutside() throws {
        try withTemporaryDirectory { directory in
            let link = directory + "/outside-worker"
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: try builtExecutable("hostile-worker"))
            defer {
                for path in ["/tmp/dropmill-escaped", "/tmp/dropmill-escaped.d"] {
                    try? FileManager.default.removeItem(atPath: path)
                }
            }
            let process = Process()
            let errors = Pipe()
            process.executableURL = URL(fileURLWithPath: link)
            process.currentDirectoryURL = URL(fileURLWithPath: directory)
            process.standardError = errors
            try process.run()
            let refused = try errors.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            #expect(String(decoding: refused, as: UTF8.self) == "")
            #expect(process.terminationStatus == 0)
        }
    }

    @Test func noProgramIsStarted() throws {
        let title = try #require(try HostileWorker.slot().ask("start a program").report.title)
        #expect(title == "errno \(EPERM)")
    }

    @Test func whatLibrariesNeedCanBeRead() throws {
        #expect(try HostileWorker.slot().ask("read a library").report.title == "done")
    }

    @Test func aWorkerIsNobodyWithAFixedEnvironment() throws {
        let report = try HostileWorker.slot().ask("identity").report
        if isRoot { #expect(report.title == "65534:65534:0") }
        #expect(
            report.warnings == [
                "HOME=/nonexistent", "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1", "PATH=", "SWIFT_BACKTRACE=enable=no",
                "TZ=UTC",
            ])
    }

    @Test func aWorkerHasItsSocketItsErrorsAndTheDocument() throws {
        // A descriptor that the agent forgot to close on exec.
        let forgotten = open("/dev/null", O_RDONLY)
        defer { close(forgotten) }
        let slot = try HostileWorker.slot()
        for _ in 0..<3 { #expect(try slot.ask("descriptors").report.warnings == ["0", "1", "2", "3"]) }
    }

    @Test func theKernelSaysTheSame() throws {
        let slot = try HostileWorker.slot()
        let worker = try ProcessStatus(of: try #require(try slot.ask("process id").report.title))
        #expect(worker["NoNewPrivs"] == "1")
        #expect(worker["Seccomp"] == "2")
        for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { #expect(worker[set] == "0000000000000000", "\(set)") }
        if isRoot {
            #expect(worker["Uid"] == "65534 65534 65534 65534")
            #expect(worker["Gid"] == "65534 65534 65534 65534")
            #expect(worker["Groups"] == "")
            #expect(worker.owner == 0, "the files of a process that can be dumped belong to its user")
        }
        #expect(worker.limit("Max core file size") == "0 0")
        #expect(worker.limit("Max file size") == "0 0")
        #expect(worker.limit("Max open files") == "64 64")
        #expect(worker.limit("Max address space") == "\(Limits.workerAddressBytes) \(Limits.workerAddressBytes)")
    }

    /// The service unit gives the agent CAP_LEASE in a way that is inherited.
    @Test(.enabled(if: TestUser.testsRunAsRoot))
    func aCapabilityOfTheAgentEndsAtTheWall() throws {
        try withTemporaryDirectory { directory in
            let script = directory + "/worker"
            let worker = try builtExecutable("hostile-worker")
            let user = "--reuid=65534 --regid=65534 --clear-groups --inh-caps=+lease --ambient-caps=+lease"
            try Data("#!/bin/sh\nexec /usr/bin/setpriv \(user) -- \(worker) \"$1\" \"$2\"\n".utf8)
                .write(to: URL(fileURLWithPath: script))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
            let slot = WorkerSlot(settings: WorkerSettings(executable: script, requireSandbox: true))
            let worked = try ProcessStatus(of: try #require(try slot.ask("process id").report.title))
            for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { #expect(worked[set] == "0000000000000000", "\(set)") }
        }
    }
}
