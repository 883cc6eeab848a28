/// The rule for ids that people choose: folders, saved configurations, collections.
public enum ChosenIdentifier {
    /// Most bytes of one.
    public static let bytes = 128

    /// The rule in words.
    public static let rule =
        "1 to \(bytes) letters, digits, dots, hyphens or underscores, without a dot or hyphen in front"

    /// True for a name that is safe as a file name, an argument and a word of a log line.
    public static func isValid(_ text: String) -> Bool {
        let plain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: ".-_".utf8.contains(byte)
            }
        }
        return plain && (1...bytes).contains(text.utf8.count) && !text.hasPrefix(".") && !text.hasPrefix("-")
    }
}
