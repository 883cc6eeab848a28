import Foundation
import Glibc
import TestSupport

/// A directory of an `SSHServer`, mounted with sshfs.
final class SSHFSMount {
    let path: String
    private let client: ServerProcess

    /// Mounts `directory` at `path`, which is made.
    init(_ directory: String, at path: String, over server: SSHServer) async throws {
        self.path = path
        for path in [directory, path] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        let options = [
            "IdentityFile=\(server.place)/client", "BatchMode=yes", "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "reconnect", "ServerAliveInterval=2",
            "ServerAliveCountMax=2", "allow_other", "default_permissions",
        ]
        client = try ServerProcess(
            """
            sshfs -f -p \(server.port) -o \(options.joined(separator: ",")) "root@127.0.0.1:$1" "$2" &
            """, [directory, path], cleanup: "umount -l \"$2\"", label: "sshfs", place: server.place)
        let before = try Self.device(of: "\(path)/..")
        do {
            try await eventually("the mount") { try Self.device(of: path) != before }
        } catch {
            throw ServerFailed(log: "\(error) \(client.log)")
        }
    }

    /// Unmounts, whoever uses it.
    func unmount() { client.stop() }

    /// Stops sshfs as it stands, or lets it go on: every call on the mount waits meanwhile.
    func freeze(_ stops: Bool) throws { try client.signal("sshfs", stops ? SIGSTOP : SIGCONT) }

    private static func device(of path: String) throws -> dev_t {
        var status = stat()
        try check(stat(path, &status) == 0, "\(path) cannot be looked at: \(errno)")
        return status.st_dev
    }
}
