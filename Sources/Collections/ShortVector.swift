import Model

/// Vectors of length 1 in one byte for each number: a quarter of the file, and as good for ranking.
enum ShortVector {
    /// The bytes, and what each of them has to be multiplied with.
    static func encode(_ vector: [Float]) -> (scale: Float, numbers: [UInt8]) {
        let unit = LexicalVector.normalized(vector)
        let largest = unit.reduce(Float(0)) { max($0, abs($1)) }
        guard largest > 0 else { return (0, [UInt8](repeating: 0, count: vector.count)) }
        let scale = largest / 127
        return (scale, unit.map { UInt8(bitPattern: Int8(($0 / scale).rounded())) })
    }

    /// The cosine of the angle between a vector of length 1 and an encoded one.
    static func similarity(_ unit: [Float], _ numbers: UnsafeRawBufferPointer, scale: Float) -> Float {
        guard numbers.count == unit.count else { return 0 }
        return unit.withUnsafeBufferPointer { unit in
            let bytes = numbers.bindMemory(to: Int8.self)
            var sum: Float = 0
            for place in 0..<unit.count { sum += unit[place] * Float(bytes[place]) }
            return sum * scale
        }
    }
}
