import Model

/// What the headers of a picture say: pixels, depth, resolution, and what the camera noted (EXIF 2.32). Nothing is
/// decoded.
struct ImageFacts: Equatable {
    /// Pixels, as stored: `exif.orientation` may turn them.
    var width: Int?
    var height: Int?
    var bitsPerPixel: Int?
    /// Dots per inch across and down.
    var dpi: (x: Double, y: Double)?
    var exif = ExifFacts()

    static func == (left: Self, right: Self) -> Bool {
        left.json == right.json
    }

    /// Looks at a file; what the headers do not say stays nil. `type` is its media type.
    init(_ source: DocumentSource, type: String) {
        switch type {
        case "image/jpeg": readJPEG(source)
        case "image/png", "image/apng": readPNG(source)
        case "image/tiff": readTIFF(source, at: 0)
        case "image/webp": readWebP(source)
        case "image/gif": readGIF(source)
        case "image/bmp": readBMP(source)
        case "image/heic", "image/heif", "image/avif": readHEIC(source)
        default: break
        }
    }

    /// Members of `metadata`.
    var json: JSONObject {
        func number(_ value: Double?) -> JSONValue {
            guard let value, value.isFinite else { return .null }
            return .number((value * 1e6).rounded() / 1e6)
        }
        var members: JSONObject = [
            "width": .optional(width), "height": .optional(height), "bits_per_pixel": .optional(bitsPerPixel),
            "dpi": dpi.map { [number($0.x), number($0.y)] } ?? .null, "camera": .optional(exif.camera),
            "taken_at": .optional(exif.takenAt), "orientation": .optional(exif.orientation),
            "description": .optional(exif.description), "author": .optional(exif.artist),
            "copyright": .optional(exif.copyright), "gps": .null,
        ]
        if let place = exif.place {
            members["gps"] = [
                "latitude": number(place.latitude), "longitude": number(place.longitude),
                "altitude": number(place.altitude),
            ]
        }
        return members
    }

    private static let segments = 1000
    private static let millimetersPerInch = 25.4

    private mutating func setDPI(_ x: Double, _ y: Double, per inches: Double) {
        // One pixel an inch only states the shape of pixels.
        guard x.isFinite, y.isFinite, x * inches > 1, y * inches > 1 else { return }
        dpi = (x * inches, y * inches)
    }

    // MARK: Formats

    /// ITU T.81 annex B: segments up to the picture itself; JFIF states a density, APP1 has EXIF.
    private mutating func readJPEG(_ source: DocumentSource) {
        var place: Int64 = 2
        for _ in 0..<Self.segments {
            guard let head = bytes(source, place, 18), head[0] == 0xFF else { return }
            let length = Int64(Self.big(head, 2, 2))
            switch head[1] {
            case 0xFF:
                place += 1
                continue
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                height = Self.big(head, 5, 2)
                width = Self.big(head, 7, 2)
                bitsPerPixel = Int(head[4]) * Int(head[9])
            case 0xE0 where head[4...].starts(with: "JFIF"):
                let unit = head[11]
                if unit == 1 || unit == 2, dpi == nil {
                    let density = (Double(Self.big(head, 12, 2)), Double(Self.big(head, 14, 2)))
                    setDPI(density.0, density.1, per: unit == 1 ? 1 : 2.54)
                }
            case 0xE1 where head[4...].starts(with: "Exif"): readExif(source, at: place + 10)
            case 0xDA, 0xD9: return
            default: break
            }
            guard length >= 2 else { return }
            place += 2 + length
        }
    }

    /// PNG (third edition) 11.2 and 11.3.
    private mutating func readPNG(_ source: DocumentSource) {
        let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4]
        var place: Int64 = 8
        for _ in 0..<Self.segments {
            guard let head = bytes(source, place, 8) else { return }
            let length = Int64(Self.big(head, 0, 4))
            let name = String(decoding: head[4..<8], as: UTF8.self)
            if name == "IHDR", let body = bytes(source, place + 8, 13) {
                width = Self.big(body, 0, 4)
                height = Self.big(body, 4, 4)
                bitsPerPixel = channels[Int(body[9])].map { $0 * Int(body[8]) }
            } else if name == "pHYs", let body = bytes(source, place + 8, 9), body[8] == 1 {
                setDPI(Double(Self.big(body, 0, 4)), Double(Self.big(body, 4, 4)), per: Self.millimetersPerInch / 1000)
            } else if name == "eXIf" {
                readExif(source, at: place + 8)
            } else if name == "IEND" {
                return
            }
            place += 12 + length
        }
    }

    /// WebP container specification: the picture, or VP8X and chunks beside it.
    private mutating func readWebP(_ source: DocumentSource) {
        var place: Int64 = 12
        for _ in 0..<Self.segments {
            guard let head = bytes(source, place, 8) else { return }
            let size = Int64(Self.little(head, 4, 4))
            let body = bytes(source, place + 8, 10) ?? []
            switch String(decoding: head[0..<4], as: UTF8.self) {
            case "VP8X" where body.count == 10:
                width = Self.little(body, 4, 3) + 1
                height = Self.little(body, 7, 3) + 1
                bitsPerPixel = body[0] & 0x10 != 0 ? 32 : 24
            case "VP8 " where body.count == 10 && width == nil:
                width = Self.little(body, 6, 2) & 0x3FFF
                height = Self.little(body, 8, 2) & 0x3FFF
                bitsPerPixel = 24
            case "VP8L" where body.count == 10 && width == nil:
                let bits = Self.little(body, 1, 4)
                width = bits & 0x3FFF + 1
                height = bits >> 14 & 0x3FFF + 1
                bitsPerPixel = bits >> 28 & 1 == 1 ? 32 : 24
            case "EXIF":
                readExif(source, at: body.starts(with: "Exif") ? place + 14 : place + 8)
            default: break
            }
            place += 8 + size + size % 2
        }
    }

    private mutating func readGIF(_ source: DocumentSource) {
        guard let head = bytes(source, 0, 13) else { return }
        width = Self.little(head, 6, 2)
        height = Self.little(head, 8, 2)
        bitsPerPixel = Int(head[10] & 7) + 1
    }

    private mutating func readBMP(_ source: DocumentSource) {
        guard let head = bytes(source, 14, 40) else { return }
        if Self.little(head, 0, 4) == 12 {
            (width, height, bitsPerPixel) = (Self.little(head, 4, 2), Self.little(head, 6, 2), Self.little(head, 10, 2))
            return
        }
        width = Self.little(head, 4, 4)
        // Negative for a picture that is stored from the top.
        height = abs(Int(Int32(truncatingIfNeeded: Self.little(head, 8, 4))))
        bitsPerPixel = Self.little(head, 14, 2)
        let density = (Double(Self.little(head, 24, 4)), Double(Self.little(head, 28, 4)))
        setDPI(density.0, density.1, per: Self.millimetersPerInch / 1000)
    }

    /// ISO 23008-12: the largest `ispe` is the picture, the others are tiles and previews; EXIF begins with its name.
    private mutating func readHEIC(_ source: DocumentSource) {
        guard let head = try? source.read(Limits.detectionBytes, at: 0) else { return }
        var rest = head[...]
        while let found = rest.firstRange(of: Array("ispe".utf8)), found.upperBound + 12 <= head.count {
            let size = (Self.big(head, found.upperBound + 4, 4), Self.big(head, found.upperBound + 8, 4))
            if size.0 * size.1 > (width ?? 0) * (height ?? 0) { (width, height) = size }
            rest = rest[found.upperBound...]
        }
        if let found = head.firstRange(of: Array("Exif\0\0".utf8)) { readExif(source, at: Int64(found.upperBound)) }
    }

    private mutating func readTIFF(_ source: DocumentSource, at place: Int64) {
        guard let tags = ExifTags(source, at: place) else { return }
        width = tags.number(0x100)
        height = tags.number(0x101)
        let samples = tags.number(0x115) ?? 1
        bitsPerPixel = tags.number(0x102).map { $0 * samples } ?? 1
        exif = ExifFacts(tags)
        setDPI(tags)
    }

    private mutating func readExif(_ source: DocumentSource, at place: Int64) {
        guard let tags = ExifTags(source, at: place) else { return }
        exif = ExifFacts(tags)
        if dpi == nil { setDPI(tags) }
    }

    private mutating func setDPI(_ tags: ExifTags) {
        guard let x = tags.ratios(0x11A)?.first, let y = tags.ratios(0x11B)?.first else { return }
        switch tags.number(0x128) ?? 2 {
        case 2: setDPI(x, y, per: 1)
        case 3: setDPI(x, y, per: 2.54)
        default: break
        }
    }

    // MARK: Bytes

    private func bytes(_ source: DocumentSource, _ place: Int64, _ count: Int) -> [UInt8]? {
        guard place >= 0, place < source.size, let bytes = try? source.read(count, at: place), bytes.count == count
        else { return nil }
        return bytes
    }

    private static func big(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func little(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
