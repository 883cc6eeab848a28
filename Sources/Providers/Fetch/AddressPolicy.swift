/// Which addresses the agent connects to on behalf of whoever dropped a manifest.
///
/// Asked with the address that is about to be used, so that no name, spelling or change of the DNS leads around it.
public struct AddressPolicy: Sendable, Equatable {
    /// True allows what is not public: loopback, private, unique local.
    public var allowsPrivate: Bool
    /// Link-local addresses and metadata services are never meant by `allowsPrivate`; they have to be named as well.
    public var named: Set<IPAddress>

    public init(allowsPrivate: Bool = false, named: Set<IPAddress> = []) {
        self.allowsPrivate = allowsPrivate
        self.named = named
    }

    /// Why an address is refused, as in `10.0.0.1 is a private address`; nil when it may be used.
    public func refusal(of address: IPAddress) -> String? {
        allows(AddressKind(address), address) ? nil : "\(address) is \(AddressKind(address).words)"
    }

    private func allows(_ kind: AddressKind, _ address: IPAddress) -> Bool {
        switch kind {
        case .public: true
        case .loopback, .private, .shared, .documentation: allowsPrivate
        case .linkLocal, .metadata: allowsPrivate && named.contains(address)
        case .unspecified, .multicast, .reserved: false
        case .embedded(.public): allowsPrivate
        case .embedded(let inner): allowsPrivate && allows(inner, address)
        }
    }
}
