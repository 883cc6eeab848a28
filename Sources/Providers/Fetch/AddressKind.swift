/// What an address is for, by the registries of special addresses (RFC 6890 and its IANA tables).
enum AddressKind: Sendable, Hashable {
    case `public`
    case loopback
    case `private`
    /// Carrier-grade translation, 100.64.0.0/10.
    case shared
    case linkLocal
    /// Answers with secrets of the machine to whoever asks on it.
    case metadata
    /// "This network" and no address at all.
    case unspecified
    case multicast
    case reserved
    case documentation
    /// An IPv4 address in IPv6 form, or behind a translator.
    indirect case embedded(AddressKind)

    /// As a word of a sentence: `10.0.0.1 is a private address`.
    var words: String {
        switch self {
        case .public: "a public address"
        case .loopback: "a loopback address"
        case .private: "a private address"
        case .shared: "a private address of a carrier's network"
        case .linkLocal: "a link-local address"
        case .metadata: "the address of a cloud's metadata service"
        case .unspecified: "no address of a host"
        case .multicast: "a multicast address"
        case .reserved: "a reserved address"
        case .documentation: "an address for documentation only"
        case .embedded(let inner): "an IPv4 address in IPv6 form (\(inner.words))"
        }
    }

    /// The kind of an address.
    init(_ address: IPAddress) {
        self = address.isVersion4 ? Self.version4(address) : Self.version6(address)
    }

    private typealias Network = (prefix: [UInt8], bits: Int, kind: AddressKind)

    private static let version4Networks: [Network] = [
        ([169, 254, 169, 254], 32, .metadata), ([100, 100, 100, 200], 32, .metadata),
        ([192, 0, 0, 192], 32, .metadata),
        ([0], 8, .unspecified), ([10], 8, .private), ([100, 64], 10, .shared), ([127], 8, .loopback),
        ([169, 254], 16, .linkLocal), ([172, 16], 12, .private), ([192, 0, 0], 24, .reserved),
        ([192, 0, 2], 24, .documentation), ([192, 31, 196], 24, .reserved), ([192, 52, 193], 24, .reserved),
        ([192, 88, 99], 24, .reserved), ([192, 168], 16, .private), ([192, 175, 48], 24, .reserved),
        ([198, 18], 15, .private), ([198, 51, 100], 24, .documentation), ([203, 0, 113], 24, .documentation),
        ([224], 4, .multicast), ([240], 4, .reserved),
    ]

    private static func version4(_ address: IPAddress) -> AddressKind {
        version4Networks.first { address.hasPrefix($0.prefix, bits: $0.bits) }?.kind ?? .public
    }

    private static let version6Networks: [Network] = [
        ([0xFD, 0x00, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54], 128, .metadata),
        ([0xFE, 0x80], 10, .linkLocal), ([0xFE, 0xC0], 10, .private), ([0xFC], 7, .private), ([0xFF], 8, .multicast),
        ([0x01, 0], 64, .reserved), ([0x20, 0x01, 0x0D, 0xB8], 32, .documentation), ([0x3F, 0xFF], 20, .documentation),
    ]
    private static let zeros = [UInt8](repeating: 0, count: 16)

    private static func version6(_ address: IPAddress) -> AddressKind {
        let bytes = address.bytes
        if bytes == zeros { return .unspecified }
        if bytes == zeros.dropLast() + [1] { return .loopback }
        if let inner = embedded(bytes) { return .embedded(AddressKind(inner)) }
        let padded = version6Networks.first { address.hasPrefix($0.prefix + zeros, bits: $0.bits) }
        if let padded { return padded.kind }
        if address.hasPrefix([0x20, 0x02], bits: 16) { return behind(bytes[2..<6]) }
        // Teredo (RFC 4380): the relay, and the client with its bits turned around.
        if address.hasPrefix([0x20, 0x01, 0, 0], bits: 32) {
            let relay = behind(bytes[4..<8])
            return relay == .public ? behind(bytes[12...].map { ~$0 }) : relay
        }
        if address.hasPrefix([0x20, 0x01, 0], bits: 23) { return .reserved }
        // Nothing else was ever given to hosts (RFC 4291, section 2.4).
        return address.hasPrefix([0x20], bits: 3) ? .public : .reserved
    }

    /// A tunnel is what its end is; only one to a public end is public.
    private static func behind(_ bytes: some Sequence<UInt8>) -> AddressKind {
        guard let end = IPAddress(bytes: bytes) else { return .reserved }
        let kind = AddressKind(end)
        return kind == .public ? .public : .embedded(kind)
    }

    /// The address that IPv4-mapped, IPv4-compatible and translated forms (RFC 6052, RFC 8215) stand for.
    private static func embedded(_ bytes: [UInt8]) -> IPAddress? {
        let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B]
        let isTranslated = bytes.starts(with: translated + [0, 1]) || bytes.starts(with: translated + zeros.prefix(8))
        let isMapped =
            bytes.starts(with: zeros.prefix(10)) && (bytes[10...11] == [0xFF, 0xFF] || bytes[10...11] == [0, 0])
        // SIIT (RFC 2765): ::ffff:0:a.b.c.d
        let isInvented = bytes.starts(with: zeros.prefix(8) + [0xFF, 0xFF, 0, 0])
        return isTranslated || isMapped || isInvented ? IPAddress(bytes: bytes[12...]) : nil
    }
}
