import Foundation
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

    @Test(arguments: [
        "read /etc/shadow", "read /etc/passwd", "write a file", "make a directory", "open the network", "fork",
        "signal the agent",
    ])
    func nothingGetsOut(attempt: String) throws {
        let slot = try HostileWorker.slot()
        let title = try #require(try slot.ask(attempt).report.title)
        #expect(title == "errno \(EACCES)" || title == "errno \(EPERM)")
        #expect(try slot.ask("thread " + attempt).report.title == title)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/dropmill-escaped"))
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
}
