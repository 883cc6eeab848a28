import Glibc
import Model

/// The provider of models in Programs/provider_server.
///
/// What it can do is told by its own help: settings, scripted misbehaviour, the log of requests.
public final class ProviderServer {
    private let program: ServerProgram

    /// Starts a server with settings; with a file of certificate and key it speaks TLS.
    public init(_ settings: JSONValue = [:], certificate: String? = nil) throws {
        program = try ServerProgram("provider_server") { _ in
            ["--settings", String(decoding: JSONWriter.bytes(of: settings), as: UTF8.self)]
                + (certificate.map { ["--certificate", $0] } ?? [])
        }
    }

    /// The port it listens on.
    public var port: Int { program.port }
    /// Without a path; chat is at `baseURL` + `/chat/completions`.
    public var origin: String { program.origin }
    /// What a `base_url` of the settings is.
    public var baseURL: String { origin + "/v1" }

    /// Changes settings while it runs.
    public func set(_ settings: JSONValue) throws {
        _ = try ask("POST", "/_settings", JSONWriter.bytes(of: settings))
    }

    /// The requests so far, in order.
    public func log() throws -> [JSONValue] { try ask("GET", "/_log").array ?? [] }

    /// `active`, `most_at_once`, `answered`, `requests`, `refused`, `connections`.
    public func state() throws -> JSONValue { try ask("GET", "/_state") }

    private func ask(_ method: String, _ path: String, _ body: [UInt8] = []) throws -> JSONValue {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(connection) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw ServerProgram.NotStarted() }
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(body.count)\r\n\r\n"
        let request = Array(head.utf8) + body
        guard send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw ServerProgram.NotStarted()
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 { answer += buffer[..<count] }
        guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { throw ServerProgram.NotStarted() }
        return try JSONParser.parse(Array(answer[end.upperBound...]))
    }
}
