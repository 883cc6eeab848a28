import Foundation
import TestSupport

/// smbd over an inbox, configured by the recipe in etc/samba with the names of the test put in.
final class SambaServer {
    /// What a test wants on top of the recipe, as lines of the share.
    struct Options {
        var lines: [String] = []
        /// False: people keep their own files, as without `force user`.
        var forcesUser = true
    }

    let place: String
    private let port: UInt16
    private let server: ServerProcess
    /// The account people log in with.
    static let user = TestUser.uploader?.name ?? "daemon"
    private static let password = "scan-to-folder"

    /// Serves `root`, whose `inbox` people see below the share.
    init(root: String, place: String, options: Options = Options()) async throws {
        self.place = "\(place)/samba"
        try FileManager.default.createDirectory(
            atPath: "\(self.place)/state", withIntermediateDirectories: true)
        port = try Loopback.freePort()
        try Data(
            try (Self.global(self.place, port) + Self.share(of: root, options)).joined(separator: "\n").utf8
        ).write(to: URL(fileURLWithPath: "\(self.place)/smb.conf"))
        server = try ServerProcess(
            """
            printf '%s\\n' "$1" "$1" | smbpasswd -c smb.conf -s -a "$2"
            smbd --foreground --no-process-group -s smb.conf &
            """, [Self.password, Self.user], label: "smbd", place: self.place)
        try await server.listens(on: port)
        // The first smbd makes its databases when somebody connects.
        let check = try ChildProcess(
            "/bin/sh", ["-c", "until \(client("ls")); do sleep 0.2; done"], label: "share", logs: self.place)
        _ = try await check.exit(within: .seconds(60))
    }

    /// Ends the server.
    func stop() { server.stop() }

    /// The command line of smbclient with its commands, for a shell; the share is the root of the watch folder.
    func client(_ commands: String, as newestProtocol: String = "SMB3_11") -> String {
        "smbclient -s '\(place)/smb.conf' -p \(port) -m \(newestProtocol) -U '\(Self.user)%\(Self.password)'"
            + " //127.0.0.1/invoices -c '\(commands)'"
    }

    private static func global(_ place: String, _ port: UInt16) -> [String] {
        let directories = ["private dir", "lock directory", "state directory", "cache directory", "pid directory"]
        return [
            "[global]", "server role = standalone server", "interfaces = lo", "bind interfaces only = yes",
            "smb ports = \(port)", "passdb backend = smbpasswd:\(place)/state/passwd", "log file = \(place)/smbd.log",
            "ncalrpc dir = \(place)/state", "disable spoolss = yes", "load printers = no", "guest account = games",
        ] + directories.map { "\($0) = \(place)/state" }
    }

    /// The share of etc/samba/smb.conf.example.
    private static func share(of root: String, _ options: Options) throws -> [String] {
        let recipe = try String(contentsOfFile: "\(repositoryRoot)/etc/samba/smb.conf.example", encoding: .utf8)
        let agent = TestUser.agent?.name ?? "root"
        let replaced = [
            "path": root, "valid users": user, "force user": options.forcesUser ? agent : nil,
            "force group": options.forcesUser ? user : nil,
        ]
        let lines = recipe.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        return lines.filter { !$0.hasPrefix("#") && !$0.isEmpty }.compactMap { line in
            let key = line.prefix { $0 != "=" }.trimmingCharacters(in: .whitespaces)
            guard let value = replaced[key] else { return line }
            return value.map { "\(key) = \($0)" }
        } + options.lines
    }
}
