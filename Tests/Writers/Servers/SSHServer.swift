import Foundation
import TestSupport

/// sshd on the loopback with a key of its own, for scp, sftp, rsync and sshfs.
final class SSHServer {
    let place: String
    let port: UInt16
    private let server: ServerProcess

    /// Starts it; whoever has the key is root, or the user of the tests.
    init(place: String) async throws {
        self.place = "\(place)/ssh"
        try FileManager.default.createDirectory(atPath: self.place, withIntermediateDirectories: true)
        port = try Loopback.freePort()
        for key in ["host", "client"] {
            let keygen = try ChildProcess(
                "/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(self.place)/\(key)"], label: key,
                logs: self.place)
            let code = try await keygen.exit()
            try check(code == 0, keygen.errors)
        }
        let lines = [
            "Port \(port)", "ListenAddress 127.0.0.1", "HostKey \(self.place)/host", "PidFile none", "UsePAM no",
            "AuthorizedKeysFile \(self.place)/client.pub", "StrictModes no", "PermitRootLogin yes",
            "Subsystem sftp internal-sftp",
        ]
        try Data((lines.joined(separator: "\n") + "\n").utf8)
            .write(to: URL(fileURLWithPath: "\(self.place)/sshd_config"))
        server = try ServerProcess(
            """
            mkdir -p /run/sshd
            /usr/sbin/sshd -D -e -f "$PWD/sshd_config" &
            """, label: "sshd", place: self.place)
        try await server.listens(on: port)
    }

    /// Ends the server and every connection.
    func stop() { server.stop() }

    /// Beginnings of a line of shell; what follows talks to `root@127.0.0.1`.
    var scp: String { "scp -q -P \(port) \(options)" }
    var sftp: String { "sftp -q -P \(port) \(options)" }
    var rsync: String { "rsync -e \"ssh -p \(port) \(options)\"" }
    /// What ssh needs to get in, as words of a shell; the port is not among them, each client names it in its own way.
    var options: String {
        "-i '\(place)/client' -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
            + " -o LogLevel=ERROR"
    }
}
