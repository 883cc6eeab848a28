/// How a camera was held, as EXIF 2.32 says it (tag 274): 1 for upright, 2 to 8 for turned or mirrored.
enum ExifOrientation {
    /// The orientation in the EXIF segment of a JPEG; 1 when there is none.
    static func of(jpeg file: [UInt8]) -> Int {
        var place = 2
        while place + 4 <= file.count, file[place] == 0xFF {
            let marker = file[place + 1]
            // The picture itself begins.
            if marker == 0xDA || marker == 0xD9 { return 1 }
            let length = Int(file[place + 2]) << 8 | Int(file[place + 3])
            let start = place + 4
            guard length >= 2, place + 2 + length <= file.count else { return 1 }
            if marker == 0xE1, file[start...].starts(with: Array("Exif\0\0".utf8)) {
                return of(tiff: Array(file[(start + 6)..<(place + 2 + length)]))
            }
            place += 2 + length
        }
        return 1
    }

    /// The orientation in the EXIF chunk of a WebP; 1 when there is none.
    static func of(webp file: [UInt8]) -> Int {
        var place = 12
        while place + 8 <= file.count {
            let size = (0..<4).reduce(0) { $0 | Int(file[place + 4 + $1]) << (8 * $1) }
            let start = place + 8
            guard size <= file.count - start else { return 1 }
            if file[place...].starts(with: Array("EXIF".utf8)) {
                let chunk = file[start..<start + size]
                return of(tiff: Array(chunk.starts(with: Array("Exif\0\0".utf8)) ? chunk.dropFirst(6) : chunk))
            }
            place = start + size + size & 1
        }
        return 1
    }

    private static func of(tiff bytes: [UInt8]) -> Int {
        TIFFDirectory.orientation(in: bytes)
    }
}
