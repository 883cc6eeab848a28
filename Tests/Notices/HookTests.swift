import Foundation
import Glibc
import Linux
import Model
import TestSupport
import Testing

@testable import Notices

/// Programs that are told of events, and the two that come with Dropmill.
@Suite struct HookTests {
    private static let examples = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/etc/hooks"

    private func run(
        _ script: String, input: String = "", timeout: Duration = .seconds(20), goesOn: () -> Bool = { true }
    ) throws -> Program.Ending {
        let program = try Program(
            path: "/bin/sh", arguments: ["-c", script], environment: ["PATH=/usr/bin:/bin"], input: Array(input.utf8))
        return try program.run(timeout: timeout, keepingLast: 64, while: goesOn)
    }

    @Test func inputOutputAndExitCode() throws {
        let ended = try run("cat; echo to stderr > /dev/stderr; exit 7", input: "hello\n")
        #expect(ended.reason == .ended(.exited(7)))
        #expect(String(decoding: ended.output, as: UTF8.self) == "hello\nto stderr\n")
    }

    @Test func onlyTheLastWordsAreKept() throws {
        let ended = try run("head -c 1000000 /dev/zero | tr '\\0' a; echo end")
        #expect(ended.output.count == 64)
        #expect(String(decoding: ended.output.suffix(4), as: UTF8.self) == "end\n")
    }

    @Test func whoeverTakesTooLongIsKilledWithAllItStarted() throws {
        try withTemporaryDirectory { place in
            let ended = try run("(sleep 3; touch \(place)/late) & sleep 60", timeout: .milliseconds(500))
            #expect(ended.reason == .timedOut)
            let isLate = waitUntil(.seconds(4)) { FileManager.default.fileExists(atPath: place + "/late") }
            #expect(!isLate)
        }
    }

    @Test func aStopEndsIt() throws {
        #expect(try run("sleep 60", goesOn: { false }).reason == .stopped)
    }

    @Test func whatItLeavesBehindDoesNotHoldIt() throws {
        #expect(try run("sleep 60 & echo done").reason == .ended(.exited(0)))
    }

    @Test func aSignalIsNoSuccess() throws {
        #expect(try run("kill -9 $$").reason == .ended(.signalled(SIGKILL)))
    }

    @Test func aProgramThatIsNotThereSaysSo() throws {
        #expect(throws: SystemError.self) {
            _ = try Program(path: "/absent", arguments: [], environment: [], input: [])
        }
    }

    /// Runs an example with programs of the test in front of PATH, each of which keeps its arguments and input.
    private func example(_ name: String, _ arguments: [String], _ variables: [String]) throws -> [String: String] {
        try withTemporaryDirectory { place in
            for tool in ["sendmail", "notify-send"] {
                let kept = "\(place)/\(tool)"
                let text = "#!/bin/sh\nprintf '%s\\n' \"$@\" > \(kept).arguments\ncat > \(kept).input\n"
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(place)/\(tool)"))
                chmod("\(place)/\(tool)", 0o755)
            }
            try Data("Batch: March\nWhat to do: nothing\n".utf8).write(to: URL(fileURLWithPath: place + "/STATUS.txt"))
            let environment =
                ["PATH=\(place):/usr/bin:/bin", "DROPMILL_OUTBOX=\(place)", "DROPMILL_DELIVERY=bat-1-completed-9"]
                + variables
            let program = try Program(
                path: Self.examples + "/" + name, arguments: arguments, environment: environment,
                input: Array("{}\n".utf8))
            let ended = try program.run(timeout: .seconds(20), keepingLast: 4096, while: { true })
            #expect(ended.reason == .ended(.exited(0)), "\(String(decoding: ended.output, as: UTF8.self))")
            var kept: [String: String] = [:]
            for file in ["sendmail.arguments", "sendmail.input", "notify-send.arguments"] {
                kept[file] = try? String(contentsOfFile: "\(place)/\(file)", encoding: .utf8)
            }
            return kept
        }
    }

    @Test func theMailExampleKeepsNamesOutOfTheHeaders() throws {
        let kept = try example(
            "mail", ["ops@example.com"],
            [
                "DROPMILL_EVENT=batch.completed", "DROPMILL_STATUS=failed", "DROPMILL_FOLDER=invoices",
                "DROPMILL_NAME=March\nBcc: evil@example.com",
            ])
        #expect(kept["sendmail.arguments"] == "-oi\n--\nops@example.com\n")
        let mail = try #require(kept["sendmail.input"])
        let end = try #require(mail.range(of: "\n\n"))
        #expect(mail[..<end.lowerBound].contains("Subject: dropmill: a batch is failed"))
        #expect(!mail[..<end.lowerBound].contains("Bcc"))
        #expect(mail[end.upperBound...].contains("What to do: nothing"))
    }

    @Test func theDesktopExampleShowsStatusAndName() throws {
        let kept = try example(
            "desktop-notification", [],
            ["DROPMILL_EVENT=batch.completed", "DROPMILL_STATUS=completed", "DROPMILL_NAME=<b>March</b>"])
        let arguments = try #require(kept["notify-send.arguments"])
        #expect(arguments.contains("dropmill: completed\n"))
        #expect(arguments.contains("&lt;b&gt;March&lt;/b&gt;\n"))
    }
}
