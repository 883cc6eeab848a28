import Glibc
import Linux
import Model
import TestSupport
import Testing

@testable import Settings

@Suite struct DiskCheckTests {
    @Test func aUsableFolderPasses() throws {
        try withFolder { loaded, path in
            #expect(try loaded.checkDisk().isEmpty)
            for name in ["inbox", "outbox", "archive", ".dropmill"] { try make(path + "/root/" + name) }
            #expect(try loaded.checkDisk().isEmpty)
        }
    }

    @Test func aMissingRootSaysHowToMakeIt() throws {
        try withFolder { loaded, path in
            try Directory(path: path).removeDirectory(BytePath("root"))
            let problem = try #require(problems(loaded).first)
            #expect(problem.code == .notFound)
            #expect(problem.line == 5)
            #expect(problem.message.contains("\(path)/root does not exist"))
            #expect(problem.message.contains("dropmill init \(path)/root"))
        }
    }

    @Test func aPathWithoutPermissionNamesPathAndUser() throws {
        try withFolder { loaded, path in
            try make(path + "/root/inbox")
            // The superuser may write everywhere, so the kernel's answer is played here.
            let check = DiskCheck(loaded, account: Account(uid: 1234, name: "scanner")) { asked, mode in
                asked != path + "/root/inbox" || mode & W_OK == 0
            }
            let problem = try #require(problems { try check.run() }.first)
            #expect(problem.code == .permissionDenied)
            #expect(problem.line == 5)
            #expect(
                problem.message.contains("\(path)/root/inbox is not writable for user scanner (uid 1234)"))
            #expect(problem.message.contains("setfacl -m u:scanner:rwx \(path)/root/inbox"))
        }
    }

    @Test(.enabled(if: geteuid() != 0)) func aReadOnlyRootIsRefused() throws {
        try withFolder { loaded, path in
            #expect(chmod(path + "/root", 0o500) == 0)
            #expect(problems(loaded).contains { $0.code == .permissionDenied && $0.line == 5 })
        }
    }

    @Test func aFileInPlaceOfADirectoryIsRefused() throws {
        try withFolder { loaded, path in
            try write("", to: "inbox", in: path + "/root")
            #expect(problems(loaded).map(\.code) == [.conflict])
        }
    }

    @Test(arguments: ["root", "0", "no-such-user"])
    func workersNeverRunAsRootOrAsNobodyKnown(user: String) throws {
        try withFolder(agent: "worker_user: \"\(user)\"") { loaded, _ in
            let root = DiskCheck(loaded, account: Account(uid: 0, name: "root"))
            let problem = try #require(problems { try root.run() }.first)
            #expect(problem.code == .notFound)
            #expect(problem.message.contains("`worker_user`: there is no user \"\(user)\""))
        }
    }

    @Test func theUserOfWorkersIsForAnAgentThatIsRoot() throws {
        try withFolder(agent: "worker_user: daemon") { loaded, _ in
            #expect(loaded.settings.workerUser == "daemon")
            #expect(try DiskCheck(loaded, account: Account(uid: 0, name: "root")).run().isEmpty)
            let warning = try DiskCheck(loaded, account: Account(uid: 1, name: "scanner")).run().first
            #expect(warning?.message.contains("they run as user scanner (uid 1)") == true)
        }
    }

    @Test func anUnknownGroupIsRefused() throws {
        try withFolder(folder: "permissions: {group: no-such-group}") { loaded, _ in
            let problem = try #require(problems(loaded).first)
            #expect(problem.line == 7)
            #expect(problem.message.contains("group \"no-such-group\" does not exist"))
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func aRootThatEverybodyMayReplaceIsRefusedForTheSuperuser() throws {
        try withFolder { loaded, path in
            #expect(chmod(path, 0o777) == 0)
            #expect(chown(path, 65534, 65534) == 0)
            let problem = try #require(problems(loaded).first)
            #expect(problem.code == .unsafePlace)
            #expect(problem.line == 5)
            #expect(problem.message.contains("\(path) lets everybody rename"))
            let ordinary = DiskCheck(loaded, account: Account(uid: 1234, name: nil))
            #expect(try ordinary.run().map(\.code) == [.unsafePlace])
        }
    }

    @Test(
        .enabled(if: geteuid() == 0),
        arguments: [
            (0, 0o755, true), (0, 0o1777, true), (0, 0o777, false), (1234, 0o755, false), (1234, 0o1777, false),
        ] as [(UInt32, UInt32, Bool)])
    func placesThatOthersMayChangeAreAWarning(owner: UInt32, mode: UInt32, isSafe: Bool) throws {
        try withFolder { loaded, path in
            #expect(chown(path, owner, 0) == 0)
            #expect(chmod(path, mode) == 0)
            let expected: [SettingsProblem.Code] = isSafe ? [] : [.unsafePlace]
            let warnings = try loaded.checkDisk()
            #expect(warnings.map(\.code) == expected)
        }
    }

    private func withFolder(
        agent: String? = nil, folder: String? = nil, _ body: (LoadedSettings, String) throws -> Void
    ) throws {
        try withTemporaryDirectory { path in
            let text = SettingsSample.text(agent: agent, folder: folder)
                .replacing("/var/lib/dropmill", with: path + "/state").replacing("/srv/letters", with: path + "/root")
            try write(text, to: "dropmill.yaml", in: path)
            try make(path + "/root")
            try body(try SettingsFile.load(path + "/dropmill.yaml"), path)
        }
    }

    private func make(_ path: String) throws {
        try Directory(path: "/").makeDirectories(BytePath(String(path.dropFirst())), mode: 0o755)
    }

    private func problems(_ loaded: LoadedSettings) -> [SettingsProblem] { problems { try loaded.checkDisk() } }

    private func problems(_ body: () throws -> [SettingsProblem]) -> [SettingsProblem] {
        do {
            _ = try body()
            return []
        } catch {
            return (error as? SettingsError)?.problems ?? []
        }
    }
}
