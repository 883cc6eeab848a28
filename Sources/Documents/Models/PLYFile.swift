import Assimp
import Model

/// Reads PLY (Turk, "The PLY Polygon File Format", 1994), text and binary: counts, and the box around the vertices.
///
/// Not by assimp, which never comes to an end with some damaged headers (5.2).
struct PLYFile {
    /// How numbers are written.
    private enum Encoding { case text, littleEndian, bigEndian }

    /// A property of an element; `listCount` is the type of the count before a list.
    fileprivate struct Property {
        let name: String
        let type: Scalar
        let listCount: Scalar?
    }

    private struct Element {
        let name: String
        let count: Int
        var properties: [Property] = []
    }

    private let bytes: [UInt8]
    private let encoding: Encoding
    private var elements: [Element] = []
    private var position: Int
    private var description = ModelDescription()
    private var low = [Double](repeating: .infinity, count: 3)
    private var high = [Double](repeating: -.infinity, count: 3)

    private static let headerBytes = 64 << 10
    private static let headerLines = 1000

    /// Reads the header; nil when it is damaged.
    init?(_ bytes: [UInt8]) {
        guard let end = Array(bytes.prefix(Self.headerBytes)).firstRange(of: Array("end_header".utf8)),
            let line = bytes[end.upperBound...].firstIndex(of: ASCII.lineFeed)
        else { return nil }
        var encoding: Encoding?
        var elements: [Element] = []
        for line in bytes[..<end.lowerBound].split(separator: ASCII.lineFeed, maxSplits: Self.headerLines) {
            let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
            switch words.first {
            case "format" where words.count > 1:
                encoding =
                    ["ascii": .text, "binary_little_endian": .littleEndian, "binary_big_endian": .bigEndian][words[1]]
            case "element":
                guard words.count > 2, let count = Int(words[2]), count >= 0 else { return nil }
                elements.append(Element(name: words[1], count: count))
            case "property":
                guard !elements.isEmpty, let property = Property(words) else { return nil }
                elements[elements.count - 1].properties.append(property)
            default: break
            }
        }
        guard let encoding, !elements.isEmpty else { return nil }
        self.bytes = bytes
        self.encoding = encoding
        self.elements = elements
        position = line + 1
    }

    /// Walks through all elements; nil when the file ends before they do.
    mutating func describe() -> ModelDescription? {
        for element in elements {
            // An element without properties takes no bytes: any number of them is none.
            guard !element.properties.isEmpty else { continue }
            let places = ["x", "y", "z"].map { name in element.properties.firstIndex { $0.name == name } }
            let corners = element.properties.firstIndex {
                $0.listCount != nil && $0.name.hasPrefix("vertex_ind")
            }
            for _ in 0..<element.count {
                guard let values = values(of: element) else { return nil }
                if element.name == "vertex" { see(places.map { $0.map { values[$0] } ?? 0 }) }
                if element.name == "face", let corners { description.triangles += max(0, Int(values[corners]) - 2) }
            }
            if element.name == "vertex" { description.vertices = element.count }
            if element.name == "face" { description.faces = element.count }
        }
        description.meshCount = 1
        description.nodeCount = 1
        if low[0] <= high[0], low[1] <= high[1], low[2] <= high[2] {
            description.bounds = (
                ModelPoint(x: low[0], y: low[1], z: low[2]), ModelPoint(x: high[0], y: high[1], z: high[2])
            )
        }
        return description
    }

    private mutating func see(_ point: [Double]) {
        for axis in 0..<3 where point[axis].isFinite {
            low[axis] = min(low[axis], point[axis])
            high[axis] = max(high[axis], point[axis])
        }
    }

    /// The values of one element, of a list its length; nil at the end of the file.
    private mutating func values(of element: Element) -> [Double]? {
        var values: [Double] = []
        values.reserveCapacity(element.properties.count)
        for property in element.properties {
            guard let listCount = property.listCount else {
                guard let value = number(property.type) else { return nil }
                values.append(value)
                continue
            }
            guard let count = number(listCount), count >= 0, count <= Double(bytes.count - position) else { return nil }
            for _ in 0..<Int(count) where number(property.type) == nil { return nil }
            values.append(count)
        }
        return values
    }

    private mutating func number(_ type: Scalar) -> Double? {
        if encoding == .text { return word() }
        guard position + type.size <= bytes.count else { return nil }
        defer { position += type.size }
        let raw = bytes[position..<position + type.size]
        let bits =
            encoding == .bigEndian
            ? raw.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } : raw.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return type.value(bits)
    }

    private mutating func word() -> Double? {
        while position < bytes.count, bytes[position] <= ASCII.space { position += 1 }
        let start = position
        while position < bytes.count, bytes[position] > ASCII.space { position += 1 }
        return start == position ? nil : Double(String(decoding: bytes[start..<position], as: UTF8.self))
    }
}

extension PLYFile {
    /// A type of numbers.
    enum Scalar {
        case int8, uint8, int16, uint16, int32, uint32, float, double

        init?(_ name: String) {
            let names: [String: Scalar] = [
                "char": .int8, "int8": .int8, "uchar": .uint8, "uint8": .uint8, "short": .int16, "int16": .int16,
                "ushort": .uint16, "uint16": .uint16, "int": .int32, "int32": .int32, "uint": .uint32,
                "uint32": .uint32, "float": .float, "float32": .float, "double": .double, "float64": .double,
            ]
            guard let type = names[name] else { return nil }
            self = type
        }

        var size: Int {
            switch self {
            case .int8, .uint8: 1
            case .int16, .uint16: 2
            case .int32, .uint32, .float: 4
            case .double: 8
            }
        }

        func value(_ bits: UInt64) -> Double {
            switch self {
            case .int8: Double(Int8(truncatingIfNeeded: bits))
            case .int16: Double(Int16(truncatingIfNeeded: bits))
            case .int32: Double(Int32(truncatingIfNeeded: bits))
            case .uint8, .uint16, .uint32: Double(bits)
            case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
            case .double: Double(bitPattern: bits)
            }
        }
    }
}

extension PLYFile.Property {
    /// `property float x` or `property list uchar int vertex_indices`.
    fileprivate init?(_ words: [String]) {
        if words.count == 5, words[1] == "list", let count = PLYFile.Scalar(words[2]),
            let type = PLYFile.Scalar(words[3])
        {
            self.init(name: words[4], type: type, listCount: count)
        } else if words.count == 3, let type = PLYFile.Scalar(words[1]) {
            self.init(name: words[2], type: type, listCount: nil)
        } else {
            return nil
        }
    }
}
