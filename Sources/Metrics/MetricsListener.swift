import Linux
import Model

/// Answers `GET /metrics` and `GET /healthz` on an address of loopback, one question at a time (RFC 9112).
final class MetricsListener: Sendable {
    enum Answer: Sendable, Equatable {
        case text(String)
        case unknown
        case unavailable
    }

    private let socket: LoopbackListener

    init(_ address: ListenAddress) throws(SystemError) {
        socket = try LoopbackListener(isVersion6: address.isVersion6, port: address.port)
    }

    var port: UInt16 { socket.port }

    func close() { socket.close() }

    /// Answers until closed; blocks its thread.
    func run(_ page: (String) -> Answer) {
        while let connection = socket.accept() {
            let question = connection.receive(
                until: Array("\r\n\r\n".utf8), limit: Limits.metricsQuestionBytes, within: Limits.metricsPatience)
            guard let question else { continue }
            connection.send(Self.answer(to: question, page), within: Limits.metricsPatience)
        }
    }

    /// The whole answer to a whole head of a question.
    static func answer(to question: [UInt8], _ page: (String) -> Answer) -> [UInt8] {
        let lines = String(decoding: question, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)
        let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return reply("400 Bad Request", "bad request\n") }
        let host = lines.dropFirst().first { $0.lowercased().hasPrefix("host:") }?.dropFirst(5)
        // A page of the web must not read this one by a name of its own that leads here.
        guard host.map(isOurs) ?? true else { return reply("421 Misdirected Request", "unknown host\n") }
        guard words[0] == "GET" || words[0] == "HEAD" else {
            return reply("405 Method Not Allowed", "GET only\n", more: "Allow: GET, HEAD\r\n")
        }
        let path = String(words[1].prefix { $0 != "?" })
        switch page(path) {
        case .text(let text): return reply("200 OK", text, isHead: words[0] == "HEAD")
        case .unknown: return reply("404 Not Found", "/metrics and /healthz\n")
        case .unavailable: return reply("503 Service Unavailable", "the store does not answer\n")
        }
    }

    private static func isOurs(_ host: Substring) -> Bool {
        let name = host.filter { $0 != " " && $0 != "\t" }.lowercased()
        let bare = name.hasPrefix("[") ? name.prefix { $0 != "]" } + "]" : name.prefix { $0 != ":" }
        return ["127.0.0.1", "localhost", "[::1]"].contains(bare)
    }

    private static func reply(_ status: String, _ text: String, more: String = "", isHead: Bool = false) -> [UInt8] {
        let head =
            "HTTP/1.1 \(status)\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
            + "Content-Length: \(text.utf8.count)\r\nConnection: close\r\n\(more)\r\n"
        return Array(head.utf8) + (isHead ? [] : Array(text.utf8))
    }
}
