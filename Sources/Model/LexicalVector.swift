/// Vectors of texts that are made without a model: which words and pieces of words a text is made of.
///
/// Each word and each run of four letters in it falls on one of `Limits.lexicalDimensions` numbers, up or down; what is
/// frequent counts less than proportionally, and the length is 1. The same text always gives the same vector, on every
/// machine, so that a query can be compared with texts of years ago.
public enum LexicalVector {
    /// Name of the way vectors are made; another way gets another name.
    public static let model = "lexical-384-1"

    private static let pieceLetters = 4
    private static let pieceWeight: Float = 0.4

    /// The vector of a text; all zeros for one without words.
    public static func make(_ text: String) -> [Float] {
        var counts: [UInt64: Float] = [:]
        var last: UInt64?
        for word in SearchText.words(text) {
            let letters = word.prefix(Limits.lexicalWordScalars)
            let hash = hash(letters)
            let isDense = letters.count == 1 && letters.first.map(SearchText.isDense) == true
            // A short word says little; a character of a dense script says more beside its neighbour.
            counts[hash, default: 0] += isDense ? 1 : min(1, Float(letters.count) / 5)
            if isDense, let last { counts[last &* multiplier ^ hash, default: 0] += 1.5 }
            last = isDense ? hash : nil
            guard letters.count > pieceLetters else { continue }
            for start in letters.startIndex...(letters.endIndex - pieceLetters) {
                counts[~Self.hash(letters[start..<start + pieceLetters]), default: 0] += pieceWeight
            }
        }
        var vector = [Float](repeating: 0, count: Limits.lexicalDimensions)
        // In a fixed order, so that sums are rounded alike everywhere.
        for (hash, count) in counts.sorted(by: { $0.key < $1.key }) {
            let mixed = mix(hash)
            let weight = count > 1 ? 1 + squareRootish(count) : count
            vector[Int(mixed % UInt64(vector.count))] += mixed >> 63 == 0 ? weight : -weight
        }
        return normalized(vector)
    }

    /// The vector with length 1; zeros stay.
    public static func normalized(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        guard length > 0, length.isFinite else { return [Float](repeating: 0, count: vector.count) }
        return vector.map { $0 / length }
    }

    // Grows slower than the count, without a logarithm, whose last digit differs between libraries.
    private static func squareRootish(_ count: Float) -> Float { (count - 1).squareRoot() / 2 }

    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    // FNV-1a over the scalars.
    private static func hash(_ letters: ArraySlice<Unicode.Scalar>) -> UInt64 {
        letters.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1.value)) &* 0x100_0000_01B3 }
    }

    // The finisher of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// The bytes of a vector: each number as four bytes, lowest first.
public enum VectorBytes {
    /// The bytes of numbers.
    public static func encode(_ vector: [Float]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(vector.count * 4)
        for number in vector {
            let pattern = number.bitPattern
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: pattern >> shift))
            }
        }
        return bytes
    }

    /// The numbers of bytes; nil when they are no whole finite numbers.
    public static func decode(_ bytes: [UInt8]) -> [Float]? {
        guard bytes.count.isMultiple(of: 4) else { return nil }
        var vector: [Float] = []
        vector.reserveCapacity(bytes.count / 4)
        for start in stride(from: 0, to: bytes.count, by: 4) {
            let pattern = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
            let number = Float(bitPattern: pattern)
            guard number.isFinite else { return nil }
            vector.append(number)
        }
        return vector
    }
}
