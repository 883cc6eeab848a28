import CCurl
import Glibc

/// The address a connection is about to be made to.
public struct SocketAddress: Sendable, Equatable {
    /// Four or sixteen bytes in network order.
    public var bytes: [UInt8]
    public var port: Int

    public init(bytes: [UInt8], port: Int) {
        self.bytes = bytes
        self.port = port
    }

    /// nil for anything but IPv4 and IPv6.
    init?(_ address: UnsafePointer<sockaddr>, length: Int) {
        let raw = UnsafeRawBufferPointer(start: address, count: length)
        switch Int32(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            // Port at 2, address at 4 (ip(7)).
            bytes = Array(raw[4..<8])
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            // Port at 2, flow at 4, address at 8 (ipv6(7)).
            bytes = Array(raw[8..<24])
        default: return nil
        }
        port = Int(raw[2]) << 8 | Int(raw[3])
    }

    /// True for sixteen bytes.
    public var isIPv6: Bool { bytes.count == 16 }
}
