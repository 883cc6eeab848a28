import Model

/// Formats whose first bytes are certain, with what those bytes leave open looked up in the same sample.
enum Signatures {
    private static let table: [(start: StaticString, type: String)] = [
        ("Kaydara FBX Binary  ", fbx), ("; FBX", fbx), ("HWP Document File V", "application/x-hwp"),
        ("ply\n", "application/x-ply"), ("ply\r\n", "application/x-ply"), ("glTF", "model/gltf-binary"),
        ("#!AMR", "audio/amr"), ("caff", "audio/x-caf"), (".snd", "audio/basic"), ("FLV\u{1}", "video/x-flv"),
        ("fLaC", "audio/flac"),
    ]
    private static let fbx = "application/vnd.autodesk.fbx"
    private static let binarySTLHeader = 84
    private static let binarySTLFacet = 50

    /// The type of a file that starts with these bytes; nil for all others.
    static func type(of sample: [UInt8], size: Int64) -> String? {
        for (start, type) in table where sample.starts(with: start) { return type }
        if let type = container(sample) ?? MediaFrames.type(of: sample) { return type }
        let start = Array(sample.prefix(4096))
        if start.trimmed.starts(with: "solid"), start.contains("facet normal" as StaticString) { return "model/stl" }
        if start.contains("FBXHeaderExtension:" as StaticString) { return fbx }
        if isBinarySTL(sample, size: size) { return "model/stl" }
        return start.withoutMark.trimmed.starts(with: "{\\rtf") ? "application/rtf" : nil
    }

    private static func container(_ sample: [UInt8]) -> String? {
        if sample.starts(with: "RIFF") || sample.starts(with: "RF64") || sample.starts(with: "BW64") {
            return chunkForms[String(decoding: sample.dropFirst(8).prefix(4), as: UTF8.self)]
        }
        if sample.starts(with: "FORM"),
            sample.dropFirst(8).starts(with: "AIFF") || sample.dropFirst(8).starts(with: "AIFC")
        {
            return "audio/aiff"
        }
        if sample.starts(with: "OggS") {
            return Array(sample.prefix(4096)).contains("theora" as StaticString) ? "video/ogg" : "audio/ogg"
        }
        if sample.starts(with: [0x1A, 0x45, 0xDF, 0xA3] as [UInt8]) { return matroska(sample) }
        if sample.starts(with: pngHeader) {
            let beforePicture =
                sample.firstRange(of: Array("IDAT".utf8)).map { sample[..<$0.lowerBound] } ?? sample[...]
            return beforePicture.firstRange(of: Array("acTL".utf8)) == nil ? "image/png" : "image/apng"
        }
        if sample.starts(with: asfHeader) { return windowsMedia(sample) }
        return nil
    }

    /// The form of a RIFF file (RIFF MCI, multimedia programming interface 1.0).
    private static let chunkForms = [
        "WAVE": "audio/vnd.wave", "AVI ": "video/vnd.avi", "WEBP": "image/webp",
    ]

    /// The document type of EBML (RFC 8794), and whether a track has a codec for video (RFC 9559, 5.1.4.1.21).
    private static func matroska(_ sample: [UInt8]) -> String? {
        let head = Array(sample.prefix(256))
        let isWebM = head.contains("webm" as StaticString)
        guard isWebM || head.contains("matroska" as StaticString) else { return nil }
        func hasCodec(_ letter: Character) -> Bool {
            // Element 0x86, one byte of size, then a name such as V_VP9 or A_OPUS.
            sample.indices.dropLast(4).contains {
                sample[$0] == 0x86 && sample[$0 + 1] & 0x80 != 0 && sample[$0 + 2] == letter.asciiValue
                    && sample[$0 + 3] == UInt8(ascii: "_")
            }
        }
        let top = !hasCodec("V") && hasCodec("A") ? "audio" : "video"
        return isWebM ? "\(top)/webm" : "\(top)/x-matroska"
    }

    private static let pngHeader: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private static let asfHeader: [UInt8] = [
        0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C,
    ]
    /// The stream types of ASF (Advanced Systems Format 1.2, 10.7).
    private static let asfVideo: [UInt8] = [
        0xC0, 0xEF, 0x19, 0xBC, 0x4D, 0x5B, 0xCF, 0x11, 0xA8, 0xFD, 0x00, 0x80, 0x5F, 0x5C, 0x44, 0x2B,
    ]
    private static let asfAudio: [UInt8] = [
        0x40, 0x9E, 0x69, 0xF8, 0x4D, 0x5B, 0xCF, 0x11, 0xA8, 0xFD, 0x00, 0x80, 0x5F, 0x5C, 0x44, 0x2B,
    ]

    private static func windowsMedia(_ sample: [UInt8]) -> String {
        let header = Array(sample.prefix(64 << 10))
        if header.firstRange(of: asfVideo) != nil { return "video/x-ms-wmv" }
        return header.firstRange(of: asfAudio) != nil ? "audio/x-ms-wma" : "video/x-ms-asf"
    }

    /// A binary STL has no signature, but its facet count must match its size exactly.
    private static func isBinarySTL(_ sample: [UInt8], size: Int64) -> Bool {
        guard sample.count > binarySTLHeader else { return false }
        let count = sample[80..<binarySTLHeader].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return count > 0 && size == Int64(binarySTLHeader) + count * Int64(binarySTLFacet)
    }
}

extension Sequence<UInt8> {
    /// True when the sequence starts with ASCII text.
    func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { starts(with: $0) }
    }
}

extension Array<UInt8> {
    /// The bytes after the mark of UTF-8.
    var withoutMark: ArraySlice<UInt8> { starts(with: [0xEF, 0xBB, 0xBF] as [UInt8]) ? dropFirst(3) : self[...] }
}
