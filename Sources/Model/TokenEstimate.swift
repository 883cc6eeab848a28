/// About how many tokens a text is to a model: four letters of ASCII each, fewer of other scripts.
public struct TokenEstimate: Sendable {
    private var ascii = 0
    private var other = 0

    public init() {}

    /// Takes a piece of UTF-8; a scalar may be divided between two pieces.
    public mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if byte < 0x80 { ascii += 1 } else if byte >= 0xC0 { other += 1 }
        }
    }

    public var tokens: Int { ascii / 4 + other * 3 / 4 + 1 }
}
