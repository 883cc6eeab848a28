import Model

/// Tells the formats of the ISO base media family apart (ISO 14496-12): by brands, and where those only say "movie", by
/// the tracks.
enum BoxSniffer {
    private static let boxesLookedAt = 64
    private static let movieBytes = 1 << 20

    private static let brands: [(brands: [String], type: String)] = [
        (["avif", "avis"], "image/avif"), (["heic", "heix", "heim", "heis", "hevc", "hevx"], "image/heic"),
        (["mif1", "msf1"], "image/heif"), (["crx "], "image/x-canon-cr3"), (["M4A ", "M4B ", "M4P "], "audio/mp4"),
        (["jp2 "], "image/jp2"), (["jpx "], "image/jpx"),
    ]
    /// What older QuickTime files, which have no brands, begin with.
    private static let movieBoxes: Set<String> = ["moov", "mdat", "wide", "free", "skip", "pnot"]

    /// The type of a file; nil when it is not of the family.
    static func type(of source: DocumentSource, _ sample: [UInt8]) -> String? {
        guard sample.count >= 16 else { return nil }
        let first = name(sample, 4)
        if first == "ftyp" {
            let size = min(Int(number(sample, 0)), sample.count, 4096)
            let named = [name(sample, 8)] + stride(from: 16, to: max(16, size - 3), by: 4).map { name(sample, $0) }
            for brand in named.prefix(1) + named.dropFirst() {
                if let known = brands.first(where: { $0.brands.contains(brand) && brand != "mif1" && brand != "msf1" })
                {
                    return known.type
                }
                if let type = movie(brand) { return isSound(source) && type == "video/mp4" ? "audio/mp4" : type }
            }
            if named.contains("mif1") || named.contains("msf1") { return "image/heif" }
            return isSound(source) ? "audio/mp4" : "video/mp4"
        }
        guard movieBoxes.contains(first), boxes(of: source).count > 1 || first == "moov" else { return nil }
        return boxes(of: source).allSatisfy { $0.name.utf8.allSatisfy { $0 >= ASCII.space && $0 < 0x7F } }
            ? "video/quicktime" : nil
    }

    private static func movie(_ brand: String) -> String? {
        if brand == "qt  " { return "video/quicktime" }
        if brand.hasPrefix("3gp") { return "video/3gpp" }
        if brand.hasPrefix("3g2") { return "video/3gpp2" }
        let isMovie = ["mp4", "iso", "avc", "dash", "M4V", "MSNV", "F4V", "f4v"].contains { brand.hasPrefix($0) }
        return isMovie ? "video/mp4" : nil
    }

    /// True when there are tracks with sound and none with pictures: handlers `soun` and `vide` (8.4.3).
    private static func isSound(_ source: DocumentSource) -> Bool {
        guard let movie = boxes(of: source).first(where: { $0.name == "moov" }),
            let bytes = try? source.read(min(movieBytes, Int(clamping: movie.size)), at: movie.place)
        else { return false }
        var hasSound = false
        var rest = bytes[...]
        while let found = rest.firstRange(of: Array("hdlr".utf8)) {
            let handler = rest[found.upperBound...].dropFirst(8).prefix(4)
            if handler.elementsEqual("vide".utf8) { return false }
            if handler.elementsEqual("soun".utf8) { hasSound = true }
            rest = rest[found.upperBound...]
        }
        return hasSound
    }

    private static func boxes(of source: DocumentSource) -> [(name: String, place: Int64, size: Int64)] {
        var boxes: [(name: String, place: Int64, size: Int64)] = []
        var place: Int64 = 0
        while boxes.count < boxesLookedAt, let head = try? source.read(16, at: place), head.count >= 8 {
            var size = Int64(number(head, 0))
            if size == 1, head.count == 16 {
                size = Int64(clamping: UInt64(number(head, 8)) << 32 | UInt64(number(head, 12)))
            }
            if size == 0 { size = source.size - place }
            boxes.append((name(head, 4), place, size))
            let (next, overflow) = place.addingReportingOverflow(size)
            guard size >= 8, !overflow, next < source.size else { break }
            place = next
        }
        return boxes
    }

    private static func name(_ bytes: [UInt8], _ place: Int) -> String {
        String(decoding: bytes[place..<min(place + 4, bytes.count)], as: UTF8.self)
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
