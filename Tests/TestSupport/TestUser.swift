import Foundation
import Glibc

/// An account the tests start programs as, or give uploads to.
public struct TestUser: Sendable, Equatable {
    public let name: String
    public let uid: uid_t
    public let gid: gid_t

    /// Looks the account up; nil when there is none of that name.
    public init?(named name: String) {
        guard let entry = getpwnam(name) else { return nil }
        self.name = name
        uid = entry.pointee.pw_uid
        gid = entry.pointee.pw_gid
    }

    /// The user the agent runs as when `DROPMILL_TEST_AGENT_USER` names one; else that of the tests.
    public static let agent = fromEnvironment("DROPMILL_TEST_AGENT_USER")
    /// The owner of everything dropped when `DROPMILL_TEST_UPLOAD_USER` names one; else that of the tests.
    public static let uploader = fromEnvironment("DROPMILL_TEST_UPLOAD_USER")

    /// True when tests may change owners, mount and make other users' files.
    public static var testsRunAsRoot: Bool { getuid() == 0 }

    private static func fromEnvironment(_ key: String) -> TestUser? {
        ProcessInfo.processInfo.environment[key].flatMap(TestUser.init(named:))
    }
}
