import Model

/// RTF as Outlook compresses it ([MS-OXRTFCP]).
enum CompressedRichText {
    private static let compressed: UInt32 = 0x7546_5A4C
    private static let headerBytes = 16
    private static let windowBytes = 4096
    private static let dictionary = Array(
        ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
            + "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
            + "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx").utf8)

    /// The RTF; as much of it as the bytes give.
    static func expand(_ bytes: [UInt8]) -> [UInt8] {
        let input = LittleEndian(bytes)
        let size = min(Int(input.long(4)), Limits.textPageBytes * 16)
        guard input.long(8) == compressed else { return Array(input.slice(headerBytes, size)) }
        var window = dictionary + [UInt8](repeating: 0, count: windowBytes - dictionary.count)
        var end = dictionary.count
        var output: [UInt8] = []
        var position = headerBytes
        func put(_ byte: UInt8) {
            output.append(byte)
            window[end] = byte
            end = (end + 1) % windowBytes
        }
        while position < bytes.count, output.count < size {
            let control = input.byte(position)
            position += 1
            for bit in 0..<8 where position < bytes.count && output.count < size {
                guard control >> bit & 1 == 1 else {
                    put(input.byte(position))
                    position += 1
                    continue
                }
                let reference = Int(input.byte(position)) << 8 | Int(input.byte(position + 1))
                position += 2
                let offset = reference >> 4
                // A reference to the place that is written next ends the text.
                if offset == end { return output }
                for step in 0..<(reference & 0xF) + 2 { put(window[(offset + step) % windowBytes]) }
            }
        }
        return output
    }
}
