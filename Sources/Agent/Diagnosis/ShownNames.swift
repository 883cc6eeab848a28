import Crypto
import Model

/// How names of people's files and batches appear in a diagnosis: as they are, or as marks that tell them apart.
struct ShownNames: Sendable {
    private let key: [UInt8]?
    private static let shownDigits = 12

    /// With a key every name is a keyed hash of it.
    init(hashedWith key: [UInt8]?) { self.key = key }

    /// True when names are replaced.
    var areHashed: Bool { key != nil }

    /// The name of a batch.
    func name(_ name: String) -> String { key.map { Self.mark(name, $0) } ?? printable(name) }

    /// The path of a file; its extension stays.
    func path(_ path: BytePath) -> String {
        guard let key else { return printable(path.display) }
        let ending = path.name.fileExtension
        return Self.mark(path.display, key) + (ending.isEmpty ? "" : "." + printable(ending))
    }

    private static func mark(_ name: String, _ key: [UInt8]) -> String {
        "name-" + Hexadecimal.lower(Digest.hmac(Array(name.utf8), key: key)).prefix(shownDigits)
    }
}
