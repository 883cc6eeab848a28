import Model

/// The tags of the first directory of a TIFF structure, and of the EXIF and GPS directories it leads to (TIFF 6.0
/// section 2, EXIF 2.32 section 4.6). Reads from the file what it is asked for and no more.
struct ExifTags {
    private struct Field {
        let type: Int
        let count: Int
        /// The four bytes of the value, or of its place.
        let raw: [UInt8]
    }

    private let source: DocumentSource
    private let base: Int64
    private let isLittle: Bool
    private var fields: [Int: Field] = [:]

    private static let entries = 512
    private static let textBytes = 1000
    private static let exifDirectory = 0x8769
    private static let gpsDirectory = 0x8825
    /// Tags of GPS are numbered from 0 and kept from here.
    static let gps = 0x10000

    /// Nil when there is no TIFF structure at the place.
    init?(_ source: DocumentSource, at base: Int64) {
        guard let head = try? source.read(8, at: base), head.count == 8 else { return nil }
        if head.starts(with: [0x49, 0x49, 0x2A, 0] as [UInt8]) {
            isLittle = true
        } else if head.starts(with: [0x4D, 0x4D, 0, 0x2A] as [UInt8]) {
            isLittle = false
        } else {
            return nil
        }
        self.source = source
        self.base = base
        readDirectory(at: integer(head[4..<8]), shift: 0)
        if let place = number(Self.exifDirectory) { readDirectory(at: place, shift: 0) }
        if let place = number(Self.gpsDirectory) { readDirectory(at: place, shift: Self.gps) }
    }

    private mutating func readDirectory(at place: Int, shift: Int) {
        guard let count = read(place, 2).map({ integer($0[...]) }) else { return }
        for index in 0..<min(count, Self.entries) {
            guard let entry = read(place + 2 + 12 * index, 12) else { return }
            let tag = integer(entry[0..<2]) + shift
            if fields[tag] == nil {
                fields[tag] = Field(
                    type: integer(entry[2..<4]), count: integer(entry[4..<8]), raw: Array(entry[8..<12]))
            }
        }
    }

    /// The first of the whole numbers of a tag.
    func number(_ tag: Int) -> Int? {
        guard let field = fields[tag], field.count > 0 else { return nil }
        switch field.type {
        case 1: return Int(field.raw[0])
        case 3:
            if field.count > 2 { return read(integer(field.raw[...]), 2).map { integer($0[...]) } }
            return integer(field.raw[0..<2])
        case 4: return field.count == 1 ? integer(field.raw[...]) : nil
        default: return nil
        }
    }

    /// The text of a tag without its end and blanks.
    func text(_ tag: Int) -> String? {
        guard let field = fields[tag], field.type == 2, field.count > 0 else { return nil }
        let bytes = field.count <= 4 ? field.raw : read(integer(field.raw[...]), min(field.count, Self.textBytes)) ?? []
        let text = String(decoding: bytes.prefix(field.count).prefix { $0 != 0 }.trimmed, as: UTF8.self)
        return text.isEmpty ? nil : text
    }

    /// The fractions of a tag, at most three.
    func ratios(_ tag: Int) -> [Double]? {
        guard let field = fields[tag], field.type == 5, (1...3).contains(field.count),
            let bytes = read(integer(field.raw[...]), 8 * field.count)
        else { return nil }
        return (0..<field.count).map { index in
            let upper = Double(integer(bytes[8 * index..<8 * index + 4]))
            let lower = Double(integer(bytes[8 * index + 4..<8 * index + 8]))
            return lower == 0 ? (upper == 0 ? 0 : .nan) : upper / lower
        }
    }

    private func read(_ place: Int, _ count: Int) -> [UInt8]? {
        guard place > 0, let bytes = try? source.read(count, at: base + Int64(place)), bytes.count == count else {
            return nil
        }
        return bytes
    }

    private func integer(_ bytes: ArraySlice<UInt8>) -> Int {
        (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
    }
}

/// What a camera noted beside a picture.
struct ExifFacts {
    /// A place on the earth: degrees, north and east positive; metres above the sea.
    struct Place {
        let latitude: Double
        let longitude: Double
        let altitude: Double?
    }

    var camera: String?
    /// The clock of the camera, as `2024-05-06T07:08:09`, with an offset where it is stated.
    var takenAt: String?
    /// 1 to 8; 1 is upright.
    var orientation: Int?
    var description: String?
    var artist: String?
    var copyright: String?
    var place: Place?

    init() {}

    init(_ tags: ExifTags) {
        let maker = tags.text(0x10F)
        let model = tags.text(0x110)
        // Most models repeat the maker.
        let isNamed = maker.flatMap { maker in model?.lowercased().hasPrefix(maker.lowercased()) } ?? false
        camera = isNamed ? model : [maker, model].compactMap { $0 }.joined(separator: " ")
        if camera?.isEmpty == true { camera = nil }
        takenAt = (tags.text(0x9003) ?? tags.text(0x9004) ?? tags.text(0x132)).flatMap {
            Self.time($0, offset: tags.text(0x9011))
        }
        orientation = tags.number(0x112).flatMap { (1...8).contains($0) ? $0 : nil }
        description = tags.text(0x10E)
        artist = tags.text(0x13B)
        copyright = tags.text(0x8298)
        place = Self.place(tags)
    }

    private static func place(_ tags: ExifTags) -> Place? {
        func degrees(_ tag: Int, _ sides: (String, String), most: Double) -> Double? {
            guard let parts = tags.ratios(ExifTags.gps + tag), parts.count == 3,
                let side = tags.text(ExifTags.gps + tag - 1), side == sides.0 || side == sides.1
            else { return nil }
            let value = parts[0] + parts[1] / 60 + parts[2] / 3600
            return value.isFinite && value <= most ? (side == sides.0 ? value : -value) : nil
        }
        guard let latitude = degrees(2, ("N", "S"), most: 90), let longitude = degrees(4, ("E", "W"), most: 180) else {
            return nil
        }
        let height = tags.ratios(ExifTags.gps + 6)?.first.flatMap { $0.isFinite ? $0 : nil }
        let isBelow = tags.number(ExifTags.gps + 5) == 1
        return Place(latitude: latitude, longitude: longitude, altitude: height.map { isBelow ? -$0 : $0 })
    }

    /// `2024:05:06 07:08:09` as RFC 3339 writes it; nil for what is no time, such as the blanks of a camera whose clock
    /// was never set.
    private static func time(_ text: String, offset: String?) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19 else { return nil }
        let marks = [4, 7, 10, 13, 16]
        let isTime = (0..<19).allSatisfy { marks.contains($0) || ASCII.isDigit(bytes[$0]) }
        guard isTime, !text.hasPrefix("0000") else { return nil }
        let parts = text.prefix(19).split { !$0.isNumber }.map(String.init)
        guard parts.count == 6 else { return nil }
        let zone = offset.flatMap { $0.utf8.count == 6 && ($0.hasPrefix("+") || $0.hasPrefix("-")) ? $0 : nil } ?? ""
        return "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):\(parts[5])\(zone)"
    }
}
