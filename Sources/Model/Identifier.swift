/// Makes the ids of batches, files and jobs: a prefix for the kind, then a UUID of version 7.
///
/// Version 7 (RFC 9562 section 5.7) starts with the time, so that ids sort by age.
public enum Identifier {
    /// The kind of thing an id names.
    public enum Kind: String, Sendable, CaseIterable {
        case batch = "bat-"
        case file = "dfl-"
        case directory = "dir-"
        case parseJob = "pjb-"
        case extractJob = "ejb-"
        case tagJob = "tjb-"
        case embedJob = "vjb-"
    }

    /// A new id of the given kind.
    public static func make(_ kind: Kind, at time: Timestamp) -> String {
        var generator = SystemRandomNumberGenerator()
        return kind.rawValue + uuid7(at: time, random: (generator.next(), generator.next()))
    }

    /// The text of a UUID of version 7 from a time and 128 random bits.
    public static func uuid7(at time: Timestamp, random: (UInt64, UInt64)) -> String {
        let high = UInt64(time.milliseconds) << 16 | 0x7000 | random.0 & 0x0FFF
        let low = 0x8000_0000_0000_0000 | random.1 & 0x3FFF_FFFF_FFFF_FFFF
        let digits = pad(high) + pad(low)
        var text = ""
        var start = digits.startIndex
        for length in [8, 4, 4, 4, 12] {
            let end = digits.index(start, offsetBy: length)
            text += (text.isEmpty ? "" : "-") + digits[start..<end]
            start = end
        }
        return text
    }

    private static func pad(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
