import Archive
import Model

/// Tells the formats that are ZIP archives apart by the names in them.
///
/// OOXML: ECMA-376 part 2. ODF and EPUB: the first entry is `mimetype`, stored, with the type as its content.
enum ContainerSniffer {
    private static let mimetypeBytes = 128

    /// True when the file is worth opening as an archive.
    static func isContainer(_ guess: String, _ sample: [UInt8]) -> Bool {
        sample.starts(with: "PK\u{3}\u{4}") || guess == MediaTypes.zip
    }

    /// The type of what the archive holds; nil when it cannot be listed.
    static func type(of source: DocumentSource) -> String? {
        guard let archive = try? ArchiveListing(descriptor: source.descriptor) else { return nil }
        var found = Contents()
        // Truncated archives may never end: the number of headers read is bounded.
        for index in 0..<Limits.archiveEntries {
            guard let step = try? archive.next(nameLimit: Limits.archiveNameBytes),
                case .entry(let name, _) = step
            else { return index == 0 ? nil : found.type }
            if name.elementsEqual("mimetype".utf8), let content = try? archive.prefix(mimetypeBytes) {
                let declared = MediaTypes.canonical(String(decoding: content.trimmed, as: UTF8.self))
                if declared.hasPrefix("application/") { return declared }
            }
            found.see(name)
            if let type = found.decided { return type }
        }
        return found.type
    }

    /// What the names seen so far say.
    private struct Contents {
        private var hasContentTypes = false
        private var part: String?
        private var rest: String?

        private static let parts: [(prefix: StaticString, type: String)] = [
            ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            ("3D/", "model/3mf"),
            ("visio/", "application/vnd.ms-visio.drawing.main+xml"),
        ]

        mutating func see(_ name: [UInt8]) {
            if name.elementsEqual("[Content_Types].xml".utf8) { hasContentTypes = true }
            if name.elementsEqual("xl/workbook.bin".utf8) { part = Self.binaryWorkbook }
            if part == nil { part = Self.parts.first { name.starts(with: $0.prefix) }?.type }
            if rest == nil { rest = Self.others.first { name.elementsEqual($0.name.utf8) }?.type }
        }

        /// The type when nothing that may follow can change it: a binary workbook names itself late.
        var decided: String? { hasContentTypes && part != Self.workbook ? part : nil }
        var type: String { (hasContentTypes ? part : nil) ?? rest ?? MediaTypes.zip }

        private static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        private static let binaryWorkbook = "application/vnd.ms-excel.sheet.binary.macroenabled.12"

        /// Names that only one format has, where its declaration is missing.
        private static let others: [(name: String, type: String)] = [
            ("META-INF/container.xml", "application/epub+zip"), ("META-INF/MANIFEST.MF", "application/java-archive"),
        ]
    }
}
