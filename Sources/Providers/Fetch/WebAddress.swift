import Model

/// An address of http or https, taken apart by our own rules and put together again from its checked parts, so that
/// the library that connects can never read it another way (RFC 3986).
public struct WebAddress: Sendable, Equatable {
    /// http or https.
    public enum Scheme: String, Sendable { case http, https }

    public var scheme: Scheme
    /// Lower case, for the DNS; addresses of IPv6 without brackets.
    public var host: String
    /// nil for the scheme's own.
    public var port: UInt16?
    /// Escaped, begins with a slash.
    public var path: String
    /// Escaped, without the question mark; nil without one.
    public var query: String?
    /// `user:password` as it stands before the host, unescaped; a secret.
    public var credentials: String?

    /// The port that is connected to.
    public var effectivePort: UInt16 { port ?? (scheme == .https ? 443 : 80) }

    /// The address of a host that is written as a number; nil for a name.
    public var literal: IPAddress? { IPAddress(literal: host) }

    /// Host, and the port where it is not the scheme's own, as the header `Host` has it.
    public var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port.map { "\(host):\($0)" } ?? host
    }

    /// The whole address without credentials.
    public var text: String { "\(scheme.rawValue)://\(authority)\(path)\(query.map { "?" + $0 } ?? "")" }

    /// For people, logs and results: neither credentials nor the query, which often holds a key.
    public var display: String { "\(scheme.rawValue)://\(authority)\(path)\(query == nil ? "" : "?...")" }

    /// True when both lead to the same scheme, host and port.
    func hasSameOrigin(as other: WebAddress) -> Bool {
        scheme == other.scheme && host == other.host && effectivePort == other.effectivePort
    }
}

extension WebAddress {
    /// Reads an address as people and servers write it; blanks and other scripts are escaped.
    public init(_ text: String) throws(AddressError) {
        let text = String(decoding: Array(text.utf8).trimmed, as: UTF8.self)
        guard text.utf8.count <= Limits.webAddressBytes else { throw .tooLong }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else {
            throw .malformed
        }
        let (name, rest) = try Self.cutScheme(text)
        guard let scheme = Scheme(rawValue: name) else { throw .scheme(name) }
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        var authority = rest[..<end]
        if let at = authority.lastIndex(of: "@") {
            let bytes = ASCII.unescaped(authority[..<at].utf8)
            guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { throw .malformed }
            credentials = bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
            authority = authority[authority.index(after: at)...]
        }
        self.scheme = scheme
        (host, port) = try Self.hostAndPort(authority)
        (path, query) = Self.pathAndQuery(rest[end...])
    }

    private static func cutScheme(_ text: String) throws(AddressError) -> (String, Substring) {
        guard let colon = text.firstIndex(of: ":"), let first = text.utf8.first, ASCII.isLetter(first) else {
            throw .malformed
        }
        let scheme = text[..<colon].lowercased()
        guard scheme.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || [0x2B, 0x2D, 0x2E].contains($0) })
        else { throw .malformed }
        guard Scheme(rawValue: scheme) != nil else { throw .scheme(scheme) }
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("//") else { throw .malformed }
        return (scheme, rest.dropFirst(2))
    }

    /// Host and port of `host:port`, `[::1]:port` or either without a port.
    static func hostAndPort(_ authority: Substring) throws(AddressError) -> (String, UInt16?) {
        var host = authority
        var digits: Substring?
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { throw .malformed }
            host = authority[authority.index(after: authority.startIndex)..<close]
            let rest = authority[authority.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .malformed }
            digits = rest.isEmpty ? nil : rest.dropFirst()
            guard host.contains(":"), let address = IPAddress(literal: String(host)) else { throw .malformed }
            return (address.description, try port(digits))
        }
        if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            digits = authority[authority.index(after: colon)...]
        }
        // The one spelling of a number keeps lists and the resolver of one mind.
        if let address = IPAddress(literal: String(host)) { return (address.description, try port(digits)) }
        guard let name = HostName.ascii(String(host)), !name.isEmpty else { throw .malformed }
        return (name, try port(digits))
    }

    private static func port(_ digits: Substring?) throws(AddressError) -> UInt16? {
        guard let digits, !digits.isEmpty else { return nil }
        guard digits.utf8.allSatisfy(ASCII.isDigit), let port = UInt16(digits), port > 0 else { throw .malformed }
        return port
    }

    private static func pathAndQuery(_ text: Substring) -> (String, String?) {
        let text = text.prefix { $0 != "#" }
        let mark = text.firstIndex(of: "?")
        let path = escaped(text[..<(mark ?? text.endIndex)])
        let query = mark.map { escaped(text[text.index(after: $0)...]) }
        return (withoutDots(path.hasPrefix("/") ? path : "/" + path), query)
    }

    // What is escaped already stays as it is; a percent sign that begins no escape is one itself.
    private static func escaped(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        let isEscape = { (index: Int) in
            index + 2 < bytes.count && bytes[index + 1...index + 2].allSatisfy(ASCII.isHexDigit)
        }
        let kept = Set("!$&'()*+,;=:@/?".utf8)
        return bytes.indices.map { index in
            let byte = bytes[index]
            if byte == 0x25 { return isEscape(index) ? "%" : "%25" }
            return ASCII.escaped(CollectionOfOne(byte)) { ASCII.isUnreserved($0) || kept.contains($0) }
        }.joined()
    }

    /// RFC 3986, section 5.2.4.
    static func withoutDots(_ path: String) -> String {
        var segments: [Substring] = []
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part.lowercased().split(separator: "%2e", omittingEmptySubsequences: false).joined(separator: ".") {
            case ".": if isLast { segments.append("") }
            case "..":
                if !segments.isEmpty { segments.removeLast() }
                if isLast { segments.append("") }
            default: segments.append(part)
            }
        }
        return "/" + segments.joined(separator: "/")
    }

    /// The address that a `Location` of this one's answer means (RFC 3986, section 5.2); without credentials unless it
    /// names some.
    func resolving(_ reference: String) throws(AddressError) -> WebAddress {
        let text = String(decoding: Array(reference.utf8).trimmed, as: UTF8.self)
        let head = text.prefix { !"/?#".contains($0) }
        if head.contains(":") { return try WebAddress(text) }
        if text.hasPrefix("//") { return try WebAddress("\(scheme.rawValue):\(text)") }
        let base = "\(scheme.rawValue)://\(authority)"
        if text.hasPrefix("/") { return try WebAddress(base + text) }
        if text.isEmpty || text.hasPrefix("#") { return try WebAddress(self.text) }
        if text.hasPrefix("?") { return try WebAddress(base + path + text) }
        let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
        return try WebAddress(base + folder + text)
    }
}
