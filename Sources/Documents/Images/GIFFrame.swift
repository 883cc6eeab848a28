import Leptonica

/// The first picture of a GIF (GIF89a), cut out so that no decoder sees the rest of a long animation.
struct GIFFrame {
    let header: PictureHeader
    /// A GIF of one picture.
    let file: [UInt8]

    /// Finds the first picture; nil when the file is damaged before its end.
    init?(_ file: [UInt8]) {
        guard file.count > 13, file.starts(with: Array("GIF8".utf8)) else { return nil }
        var place = 13 + Self.tableBytes(file[10])
        while place < file.count {
            switch file[place] {
            case 0x21:
                guard let end = Self.blocksEnd(file, place + 2) else { return nil }
                place = end
            case 0x2C:
                guard place + 11 < file.count else { return nil }
                let width = Int(file[place + 5]) | Int(file[place + 6]) << 8
                let height = Int(file[place + 7]) | Int(file[place + 8]) << 8
                let data = place + 10 + Self.tableBytes(file[place + 9]) + 1
                guard width > 0, height > 0, let end = Self.blocksEnd(file, data) else { return nil }
                header = PictureHeader(width: width, height: height)
                self.file = Array(file[..<end]) + [0x3B]
                return
            default: return nil
            }
        }
        return nil
    }

    /// Bytes of the colour table that a packed field announces.
    private static func tableBytes(_ packed: UInt8) -> Int {
        packed & 0x80 == 0 ? 0 : 3 << (Int(packed & 7) + 1)
    }

    /// Where a chain of sub-blocks ends, its terminator included.
    private static func blocksEnd(_ file: [UInt8], _ start: Int) -> Int? {
        var place = start
        while place < file.count {
            let length = Int(file[place])
            place += 1 + length
            if length == 0 { return place }
        }
        return nil
    }
}
