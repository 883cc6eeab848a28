import Model

/// Finds out in which character set a text is written, by all of its bytes.
enum TextCheck {
    /// UTF-8 where every byte fits it, else Windows-1252; throws for what is no text.
    static func encoding(of source: DocumentSource) throws(Failure) -> ManifestForm.Encoding {
        guard source.size > 0 else { throw ManifestReader.empty }
        var offset: Int64 = 0
        // The start of a character that the chunk before was cut in.
        var open: [UInt8] = []
        var isUTF8 = true
        while offset < source.size {
            let chunk = try source.read(Limits.manifestChunkBytes, at: offset)
            if chunk.isEmpty { break }
            offset += Int64(chunk.count)
            guard !chunk.contains(where: isForeign) else { throw refusal(source) }
            if offset == Int64(chunk.count), documents.contains(where: chunk.starts) { throw refusal(source) }
            if isUTF8 { isUTF8 = isValid(open + chunk, isEnd: offset >= source.size, rest: &open) }
        }
        return isUTF8 ? .utf8 : .windowsLatin
    }

    private static func isValid(_ bytes: [UInt8], isEnd: Bool, rest: inout [UInt8]) -> Bool {
        var whole = bytes[...]
        rest = []
        if !isEnd {
            // A character has at most four bytes; one that begins in the last three may be cut.
            let tail = whole.suffix(3)
            if let lead = tail.lastIndex(where: { $0 >= 0xC0 }), tail.endIndex - lead < length(tail[lead]) {
                rest = Array(whole[lead...])
                whole = whole[..<lead]
            }
        }
        return String(validating: whole, as: UTF8.self) != nil
    }

    private static func length(_ lead: UInt8) -> Int { lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }

    /// Starts of documents that may be made of text alone.
    private static let documents = ["%PDF-", "{\\rtf", "%!PS"].map { Array($0.utf8) }

    /// True for what no table of text holds; NUL is in every table in UTF-16 too.
    private static func isForeign(_ byte: UInt8) -> Bool { byte < 0x09 || (0x0E...0x1A).contains(byte) }

    private static func refusal(_ source: DocumentSource) -> Failure {
        Failure(
            .validationError, "Invalid file type: \(source.name) is not CSV in UTF-8 or Windows-1252.",
            stage: .intake,
            resolution: "Save the table as CSV in UTF-8; `dropmill template csv` shows one.")
    }
}
