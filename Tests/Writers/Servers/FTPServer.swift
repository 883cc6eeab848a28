import Foundation
import TestSupport

/// vsftpd over an inbox with permanent drop folders, configured by the recipe in etc/vsftpd.
final class FTPServer {
    private let port: UInt16
    private let server: ServerProcess
    private let log: String
    /// The account a device logs in with.
    static let user = TestUser.uploader?.name ?? "daemon"

    /// Serves `inbox/<user>`, which must exist. `lines` come after those of the recipe and win.
    init(inbox: String, place: String, lines: [String] = []) async throws {
        let place = "\(place)/ftp"
        try FileManager.default.createDirectory(atPath: "\(place)/empty", withIntermediateDirectories: true)
        port = try Loopback.freePort()
        log = "\(place)/transfers.log"
        let recipe = try String(contentsOfFile: "\(repositoryRoot)/etc/vsftpd/vsftpd.conf.example", encoding: .utf8)
        let own = [
            "listen_port=\(port)", "listen_address=127.0.0.1", "background=NO", "secure_chroot_dir=\(place)/empty",
            "vsftpd_log_file=\(log)", "xferlog_enable=YES", "anonymous_enable=NO",
            "pam_service_name=vsftpd", "isolate=NO", "isolate_network=NO",
        ]
        let text = recipe.replacing("/srv/dropmill/scans/inbox/$USER\n", with: "\(inbox)/$USER\n")
        try Data((text + (own + lines).joined(separator: "\n") + "\n").utf8)
            .write(to: URL(fileURLWithPath: "\(place)/vsftpd.conf"))
        // Any password will do: who may log in is not what is tried here.
        try Data("auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n".utf8)
            .write(to: URL(fileURLWithPath: "\(place)/pam"))
        server = try ServerProcess(
            """
            mount --bind pam /etc/pam.d/vsftpd
            vsftpd vsftpd.conf &
            """, label: "vsftpd", place: place, ownMounts: true)
        try await server.listens(on: port)
    }

    /// What vsftpd noted of each transfer.
    var transfers: String {
        String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
    }

    /// Ends the server.
    func stop() { server.stop() }

    /// The address of a file below the home of the account.
    func address(_ path: String) -> String { "ftp://\(Self.user):any@127.0.0.1:\(port)/\(path)" }
}
