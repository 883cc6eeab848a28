import Model

/// The head of a file in which the agent hands several pictures to a worker as one document: where each begins and
/// ends.
///
/// The agent writes it without looking into the pictures. Magic, count as four bytes, then for each picture its name
/// (two bytes of length) and its size as eight bytes, lowest first; after the head the pictures, one after another.
public struct PageBundle: Sendable, Equatable {
    /// One picture.
    public struct Member: Sendable, Equatable {
        /// Display name of the file, for its extension and for messages.
        public var name: String
        public var size: Int64

        public init(name: String, size: Int64) {
            self.name = name
            self.size = size
        }
    }

    public var members: [Member]

    public init(_ members: [Member]) { self.members = members }

    private static let magic = Array("dropmill pages 1\n".utf8)

    /// The bytes before the first picture.
    public var head: [UInt8] {
        var bytes = Self.magic + Frame.littleEndian(members.count)
        for member in members {
            let name = Array(member.name.utf8.prefix(Int(UInt16.max)))
            bytes += Frame.littleEndian(name.count).prefix(2) + name
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: member.size >> (8 * $0)) }
        }
        return bytes
    }

    /// Reads a head from the start of a file; nil when it is none. `headBytes` becomes its length.
    public init?(_ bytes: [UInt8], headBytes: inout Int) {
        guard bytes.starts(with: Self.magic) else { return nil }
        var place = Self.magic.count
        func number(_ count: Int) -> Int? {
            guard place + count <= bytes.count else { return nil }
            defer { place += count }
            return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard let count = number(4), count > 0, count <= Limits.combinedFiles else { return nil }
        members = []
        for _ in 0..<count {
            guard let length = number(2), place + length <= bytes.count else { return nil }
            let name = String(decoding: bytes[place..<place + length], as: UTF8.self)
            place += length
            guard let size = number(8), size >= 0 else { return nil }
            members.append(Member(name: name, size: Int64(size)))
        }
        headBytes = place
    }
}
