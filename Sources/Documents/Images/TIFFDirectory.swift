import Model

/// One page of a TIFF as its directory describes it (TIFF 6.0, and BigTIFF), read without decoding anything.
struct TIFFDirectory: Equatable {
    /// Where the directory begins in the file.
    var offset = 0
    var width = 0
    var height = 0
    var bitsPerSample = 1
    var samples = 1
    /// 1 to 8, as EXIF counts.
    var orientation = 1
    /// Dots per inch, different across and down for a fax; nil when not said.
    var resolution: (x: Double, y: Double)?
    /// True for a preview of another page.
    var isReduced = false
    /// Offset and bytes of the data when it is one piece.
    var strip: (offset: Int, count: Int)?

    static func == (left: Self, right: Self) -> Bool {
        left.offset == right.offset && left.width == right.width && left.height == right.height
    }

    /// The directories of a file in order, at most `limit`; previews are left out. Nil when the file is no TIFF or its
    /// chain of directories is broken before the first page.
    static func all(in file: [UInt8], limit: Int) -> [TIFFDirectory]? {
        guard let bytes = TIFFBytes(file) else { return nil }
        var directories: [TIFFDirectory] = []
        var seen: Set<Int> = []
        var next = bytes.first
        // A chain that bites its own tail ends.
        while next != 0, directories.count < limit, seen.insert(next).inserted {
            guard let (directory, following) = bytes.directory(at: next) else { break }
            if !directory.isReduced, directory.width > 0, directory.height > 0 { directories.append(directory) }
            next = following
        }
        return directories.isEmpty ? nil : directories
    }

    /// Makes the directory at an offset the first one of the file.
    static func setFirst(_ offset: Int, of file: inout [UInt8]) {
        // Only the two answers are kept: with the bytes held twice, writing into them would copy them all.
        guard let (isBig, isLittle) = TIFFBytes(file).map({ ($0.isBig, $0.isLittle) }) else { return }
        let (place, count) = isBig ? (8, 8) : (4, 4)
        let little = (0..<count).map { UInt8(truncatingIfNeeded: offset >> (8 * $0)) }
        file.replaceSubrange(place..<place + count, with: isLittle ? little : little.reversed())
    }

    /// The orientation in the first directory of EXIF data, which are a TIFF without a picture; 1 when it has none.
    static func orientation(in exif: [UInt8]) -> Int {
        guard let bytes = TIFFBytes(exif) else { return 1 }
        return bytes.directory(at: bytes.first)?.0.orientation ?? 1
    }
}

/// The numbers of a TIFF file in its byte order.
private struct TIFFBytes {
    let file: [UInt8]
    let isLittle: Bool
    let isBig: Bool
    /// Offset of the first directory.
    private(set) var first = 0

    init?(_ file: [UInt8]) {
        guard file.count >= 16 else { return nil }
        switch (file[0], file[1]) {
        case (0x49, 0x49): isLittle = true
        case (0x4D, 0x4D): isLittle = false
        default: return nil
        }
        self.file = file
        let version = isLittle ? file[2] : file[3]
        guard version == 42 || version == 43 else { return nil }
        isBig = version == 43
        guard let first = isBig ? number(8, 8) : number(4, 4) else { return nil }
        self.first = first
    }

    /// The directory at an offset and the offset of the next one, 0 for none.
    func directory(at offset: Int) -> (TIFFDirectory, next: Int)? {
        let countBytes = isBig ? 8 : 2
        let entryBytes = isBig ? 20 : 12
        guard let count = number(offset, countBytes), count > 0, count <= Limits.tiffTags else { return nil }
        let start = offset + countBytes
        var directory = TIFFDirectory(offset: offset)
        var inch = 1.0
        var resolution: (x: Double?, y: Double?)
        var piece: (offset: Int?, count: Int?)
        for index in 0..<count {
            let entry = start + index * entryBytes
            guard let tag = number(entry, 2) else { return nil }
            let values = number(entry + 4, isBig ? 8 : 4) ?? 0
            let value = self.value(ofEntryAt: entry) ?? 0
            switch tag {
            case 254: directory.isReduced = value & 1 == 1
            case 256: directory.width = value
            case 257: directory.height = value
            case 258: directory.bitsPerSample = values == 1 ? value : 8
            case 273: piece.offset = values == 1 ? value : nil
            case 274: directory.orientation = (1...8).contains(value) ? value : 1
            case 277: directory.samples = value
            case 279: piece.count = values == 1 ? value : nil
            case 282: resolution.x = rational(ofEntryAt: entry)
            case 283: resolution.y = rational(ofEntryAt: entry)
            case 296: inch = value == 3 ? 2.54 : 1
            default: continue
            }
        }
        if let x = resolution.x, let y = resolution.y, x > 0, y > 0 { directory.resolution = (x * inch, y * inch) }
        if let offset = piece.offset, let count = piece.count { directory.strip = (offset, count) }
        return (directory, number(start + count * entryBytes, isBig ? 8 : 4) ?? 0)
    }

    private func value(ofEntryAt entry: Int) -> Int? {
        guard let type = number(entry + 2, 2) else { return nil }
        let place = entry + (isBig ? 12 : 8)
        switch type {
        case 1: return number(place, 1)
        case 3: return number(place, 2)
        case 4, 13: return number(place, 4)
        case 16: return number(place, 8)
        default: return nil
        }
    }

    private func rational(ofEntryAt entry: Int) -> Double? {
        let place = isBig ? entry + 12 : number(entry + 8, 4) ?? file.count
        guard let above = number(place, 4), let below = number(place + 4, 4), below > 0 else { return nil }
        return Double(above) / Double(below)
    }

    private func number(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset <= file.count - count else { return nil }
        let bytes = file[offset..<offset + count]
        let value = (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(exactly: value)
    }
}
