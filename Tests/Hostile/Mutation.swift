import TestSupport

/// Damages documents at random, the same way for the same seed.
struct Mutation {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// One of the documents with a few changes, some of them taken from the others.
    mutating func damaged(_ documents: [[UInt8]]) -> [UInt8] {
        var bytes = documents.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...8, using: &generator) { change(&bytes, documents) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], _ documents: [[UInt8]]) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...64, using: &generator))
        switch Int.random(in: 0..<7, using: &generator) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4:
            let donor = documents.randomElement(using: &generator) ?? []
            let start = Int.random(in: 0...donor.count, using: &generator)
            bytes.insert(contentsOf: donor[start..<min(donor.count, start + 100)], at: place)
        case 5: bytes.replaceSubrange(place..<end, with: Self.numbers.randomElement(using: &generator) ?? [])
        default: bytes.insert(contentsOf: Self.numbers.randomElement(using: &generator) ?? [], at: place)
        }
    }

    private static let numbers: [[UInt8]] =
        [
            "0", "-1", "2147483647", "4294967296", "9223372036854775807", "-9223372036854775808", "1e400", "0.0000001",
            " 3 0 R ", "[[[[[[[[", "<<<<<<<<", "\"", "\n", "\r\n", "\u{FEFF}", "&a;", "```", "| |",
        ].map { Array($0.utf8) } + [[0], [0xFF, 0xFF, 0xFF, 0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]]
}
