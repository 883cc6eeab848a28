/// Why a text is no address that a file can be fetched from.
public enum AddressError: Error, Sendable, Equatable, CustomStringConvertible {
    case tooLong
    case malformed
    /// Neither http nor https.
    case scheme(String)

    public var description: String {
        switch self {
        case .tooLong: "the address is too long"
        case .malformed: "this is not an address of the form https://host/path"
        case .scheme(let name): "addresses of \(name): are not fetched, only http and https"
        }
    }
}
