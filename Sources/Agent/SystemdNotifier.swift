import Glibc
import Linux

/// Tells systemd how the agent is (sd_notify(3)); does nothing where nobody asked.
struct SystemdNotifier: Sendable {
    private let address: String?

    /// Reads the address of the notification socket from the environment.
    init() {
        address = getenv("NOTIFY_SOCKET").map { String(cString: $0) }
    }

    /// The folders are watched and batches are taken.
    func ready() { send("READY=1") }
    /// Still alive, for WatchdogSec.
    func alive() { send("WATCHDOG=1") }
    /// Shutdown has begun.
    func stopping() { send("STOPPING=1") }

    private func send(_ message: String) {
        guard let address, !address.isEmpty else { return }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        var path = Array(address.utf8)
        // An address that starts with @ is an abstract one.
        if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        guard path.count < MemoryLayout.size(ofValue: target.sun_path) else { return }
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: path) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        _ = withUnsafePointer(to: target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                sendto(descriptor, message, message.utf8.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }
}
