import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Documents

/// Files whose names say nothing, or something else than their content.
@Suite struct WrongNamesTests {
    private static let message = "From: a@b.org\nTo: c@d.org\nSubject: x\nDate: y\nMessage-ID: <1@b>\n\nHello\n"

    private static let files: [(bytes: [UInt8], type: String)] = [
        (MediaFixture.wav(seconds: 1), "audio/vnd.wave"), (MediaFixture.mp3(frames: 5), "audio/mpeg"),
        (MediaFixture.id3(title: "x") + MediaFixture.aac(frames: 5), "audio/aac"),
        (MediaFixture.aac(frames: 5), "audio/aac"), (MediaFixture.mp4(brand: "isom", seconds: 1), "audio/mp4"),
        (MediaFixture.mp4(brand: "qt  ", seconds: 1), "video/quicktime"),
        (Array(MediaFixture.mp4(brand: "isom", seconds: 1).dropFirst(20)), "video/quicktime"),
        (Array("RIFF\u{0}\u{1}\u{0}\u{0}AVI LIST".utf8) + [0, 0, 0, 0], "video/vnd.avi"),
        (matroska("webm", "V_VP9"), "video/webm"), (matroska("webm", "A_OPUS"), "audio/webm"),
        (matroska("matroska", "V_MPEG4/ISO/AVC"), "video/x-matroska"),
        (windowsMedia(sound: true), "audio/x-ms-wma"), (windowsMedia(sound: false), "video/x-ms-wmv"),
        ([0, 0, 0, 24] + Array("ftypmif1".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8), "image/heic"),
        ([0, 0, 0, 24] + Array("ftypmif1".utf8) + [0, 0, 0, 0] + Array("mif1avif".utf8), "image/avif"),
        (compound(["Root Entry", "WordDocument", "ObjectPool"]), "application/msword"),
        (compound(["Root Entry", "Workbook"]), "application/vnd.ms-excel"),
        (compound(["Root Entry", "PowerPoint Document"]), "application/vnd.ms-powerpoint"),
        (compound(["Root Entry", "__properties_version1.0"]), "application/vnd.ms-outlook"),
        (compound(["Root Entry", "EncryptionInfo", "EncryptedPackage"]), MediaTypes.protectedOffice),
        (ModelFixture.glb, "model/gltf-binary"), (ModelFixture.binarySTL, "model/stl"),
        (ModelFixture.binaryPLY, "application/x-ply"), (ModelFixture.threeMF, "model/3mf"),
        (Array(ModelFixture.obj.utf8), "model/obj"), (Array(ModelFixture.textSTL.utf8), "model/stl"),
        (Array(ModelFixture.fbx.utf8), "application/vnd.autodesk.fbx"),
        (Array(ModelFixture.dae.utf8), "model/vnd.collada+xml"), (Array(message.utf8), "message/rfc822"),
        (Array(("From a@b.org Mon Jan  1 00:00:00 2024\n" + message).utf8), "application/mbox"),
        (Array("\u{FEFF}\n<!-- made by hand -->\n<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), "image/svg+xml"),
        (Array("<!-- x -->\n<html><body><p>Hello</p></body></html>".utf8), "text/html"),
        (Array("\n {\\rtf1\\ansi Hello}".utf8), "application/rtf"),
        (Array("name\tcity\tage\nAda\tLondon\t36\nAlan\tWilmslow\t41\n".utf8), "text/tab-separated-values"),
        (Array("name;city;age\n\"Ada; Lady\";London;36\nAlan;Wilmslow;41\n".utf8), "text/csv"),
        (Array("#EXTM3U\n#EXTINF:1,x\na.mp3\n".utf8), "audio/x-mpegurl"),
        (Array("{\"asset\":{\"version\":\"2.0\"},\"nodes\":[]}".utf8), "model/gltf+json"),
    ]

    @Test(arguments: ["noname", "a.txt", "a.pdf", "a.docx", "a.jpg"])
    func contentDecides(name: String) throws {
        for file in Self.files {
            #expect(try process(file.bytes, name: name, kind: .detect).report.mimeType == file.type, "\(file.type)")
        }
    }

    @Test(arguments: [
        "Dear Ada,\nthank you for the letter, the book and the pen.\nYours, Alan\n", "# not a heading\nx = 1\n",
        "a; b\nc\n", "v for vendetta\nv for victory\nv for vase\n", "From: the desk of the director\nHello\n",
    ])
    func proseIsPlainText(text: String) throws {
        #expect(try process(text, name: "a.txt", kind: .detect).report.mimeType == "text/plain")
    }

    /// A document in another one does not say what the outer one is.
    @Test func embeddedSheetsMakeNoSheetOfALetter() throws {
        let bytes = Self.compound(["Root Entry", "WordDocument", "ObjectPool"], inPool: "Workbook")
        #expect(try process(bytes, name: "a.xls", kind: .detect).report.mimeType == "application/msword")
    }

    @Test func lockedDocumentsSayThatTheyAreLocked() throws {
        let failure = try process(Self.compound(["Root Entry", "EncryptedPackage"]), name: "a.docx").report.failure
        #expect(failure?.code == .encryptedDocument)
    }

    @Test func damagedContainersEndInAnOutcome() throws {
        let files = [
            Self.compound(["Root Entry", "WordDocument", "ObjectPool"], inPool: "Workbook"), ModelFixture.threeMF,
            MediaFixture.mp4(brand: "isom", seconds: 1), Self.matroska("webm", "V_VP9"), Array(Self.message.utf8),
        ]
        for file in files { try damage(file, name: "noname", kind: .detect) }
    }

    // MARK: Fixtures

    private static func matroska(_ type: String, _ codec: String) -> [UInt8] {
        let header: [UInt8] = [0x1A, 0x45, 0xDF, 0xA3, 0x90, 0x42, 0x82, 0x80 | UInt8(type.utf8.count)]
        return header + Array(type.utf8) + [0xAE, 0x90, 0x86, 0x80 | UInt8(codec.utf8.count)] + Array(codec.utf8)
    }

    private static func windowsMedia(sound: Bool) -> [UInt8] {
        let header: [UInt8] = [
            0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C,
        ]
        let first: [UInt8] = sound ? [0x40, 0x9E, 0x69, 0xF8] : [0xC0, 0xEF, 0x19, 0xBC]
        let stream: [UInt8] = [0x4D, 0x5B, 0xCF, 0x11, 0xA8, 0xFD, 0x00, 0x80, 0x5F, 0x5C, 0x44, 0x2B]
        return header + [UInt8](repeating: 0, count: 20) + first + stream
    }

    /// A compound file of a FAT and one sector of directory: the root, its children in a row of right siblings, and one
    /// that lies in the last of them.
    private static func compound(_ names: [String], inPool: String? = nil) -> [UInt8] {
        let none = MediaFixture.little(0xFFFF_FFFF, 4)
        let header =
            CompoundSniffer.signature + [UInt8](repeating: 0, count: 16) + MediaFixture.little(0x3E, 2)
            + MediaFixture.little(3, 2) + MediaFixture.little(0xFFFE, 2) + MediaFixture.little(9, 2)
            + [UInt8](repeating: 0, count: 16) + MediaFixture.little(1, 4) + [UInt8](repeating: 0, count: 24)
            + MediaFixture.little(0, 4)
        var directory: [UInt8] = []
        for (index, name) in (names + [inPool].compactMap { $0 }).enumerated() {
            let units = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            let isLast = index == names.count - 1
            let right = index == 0 || index >= names.count - 1 ? none : MediaFixture.little(index + 1, 4)
            let child =
                index == 0
                ? MediaFixture.little(1, 4) : isLast && inPool != nil ? MediaFixture.little(index + 1, 4) : none
            directory += units + [UInt8](repeating: 0, count: 64 - units.count)
            directory += MediaFixture.little(units.count + 2, 2) + [1, 1] + none + right + child
            directory += [UInt8](repeating: 0, count: 128 - 80)
        }
        directory += [UInt8](repeating: 0, count: max(0, 512 - directory.count))
        let table = MediaFixture.little(0xFFFF_FFFD, 4) + MediaFixture.little(0xFFFF_FFFE, 4)
        return header + [UInt8](repeating: 0xFF, count: 512 - header.count) + table
            + [UInt8](repeating: 0xFF, count: 504) + directory
    }
}
