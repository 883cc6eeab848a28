/// `fetch.allow_hosts`: hosts that manifests may name. An empty list allows every public host.
public struct HostList: Sendable, Equatable {
    fileprivate struct Entry: Sendable, Equatable {
        var host: String
        /// True for `*.example.com`, which means every name below it and not itself.
        var isBelow: Bool
        var port: UInt16?
    }

    fileprivate let entries: [Entry]

    /// True when nothing is listed.
    public var isEmpty: Bool { entries.isEmpty }

    /// Addresses that are listed as numbers.
    public var addresses: Set<IPAddress> { Set(entries.compactMap { $0.isBelow ? nil : IPAddress(literal: $0.host) }) }

    /// Reads `host`, `*.host` and `*`, each with or without `:port`; the first entry that is none of these is thrown.
    public init(_ texts: [String]) throws(HostListError) {
        var entries: [Entry] = []
        for text in texts {
            guard let entry = Self.entry(text) else { throw HostListError(entry: text) }
            entries.append(entry)
        }
        self.entries = entries
    }

    /// The list without an entry.
    public init() { entries = [] }

    private static func entry(_ text: String) -> Entry? {
        if text == "*" { return Entry(host: "", isBelow: true, port: nil) }
        let isBelow = text.hasPrefix("*.")
        let name = isBelow ? text.dropFirst(2) : text[...]
        // `::1` as a number is unmistakable without brackets, too.
        if !isBelow, name.split(separator: ":", omittingEmptySubsequences: false).count > 2, !name.hasPrefix("[") {
            return IPAddress(literal: text).map { Entry(host: $0.description, isBelow: false, port: nil) }
        }
        guard let (host, port) = try? WebAddress.hostAndPort(name) else { return nil }
        return isBelow && IPAddress(literal: host) != nil ? nil : Entry(host: host, isBelow: isBelow, port: port)
    }

    /// True when an address may be asked, as far as its name goes.
    public func allows(_ address: WebAddress) -> Bool {
        isEmpty || entries.contains { $0.matches(address) }
    }
}

extension HostList.Entry {
    fileprivate func matches(_ address: WebAddress) -> Bool {
        if let port, port != address.effectivePort { return false }
        guard isBelow else { return host == address.host }
        return host.isEmpty || address.host.hasSuffix("." + host)
    }
}

/// An entry of `allow_hosts` that is no host.
public struct HostListError: Error, Sendable, Equatable {
    public var entry: String
}
