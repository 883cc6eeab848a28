import Model

/// Which attachment of a document the bytes that follow are.
///
/// The number tells attachments apart, the name is for people: it becomes part of a file name only after it was
/// cleaned, on both sides.
public struct AttachmentName: Sendable, Hashable {
    /// From 1.
    public let number: Int
    /// Clean in the sense of `cleaned`.
    public let name: String

    /// Names an attachment as its document does; the name is cleaned.
    public init(number: Int, name: String) {
        self.number = min(max(1, number), Limits.attachmentNumber)
        self.name = Self.cleaned(name)
    }

    /// Reads the name of a directory of results; nil for any other name.
    public init?(directoryName text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let name = String(text.dropFirst(digits.count + 1))
        guard let number = Int(digits), text.dropFirst(digits.count).first == "-" else { return nil }
        self.init(number: number, name: name)
        guard directoryName == text else { return nil }
    }

    /// The name of the directory of its results.
    public var directoryName: String { "\(number)-\(name)" }

    /// A name that is safe in a path on every file system: without slashes, control characters and the marks that
    /// Windows refuses, no longer than the limit with its ending kept.
    public static func cleaned(_ name: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            let isRefused =
                scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || #"/\<>:"|?*"#.unicodeScalars.contains(scalar)
                || scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .lineSeparator
                || scalar.properties.generalCategory == .paragraphSeparator
            clean.append(isRefused ? "_" : scalar)
        }
        let text = trimmed(shortened(trimmed(String(clean))))
        return text.isEmpty ? "attachment" : text
    }

    /// Windows takes no blank and no dot at the end, and a dot at the start hides a file elsewhere.
    private static func trimmed(_ name: String) -> String {
        var name = name[...]
        while let last = name.last, last == " " || last == "." { name.removeLast() }
        while let first = name.first, first == " " || first == "." { name.removeFirst() }
        return String(name)
    }

    private static func shortened(_ name: String) -> String {
        let limit = Limits.attachmentNameBytes
        guard name.utf8.count > limit else { return name }
        var ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
        if ending.utf8.count > limit / 4 { ending = "" }
        var start = ""
        for character in name {
            guard start.utf8.count + String(character).utf8.count + ending.utf8.count <= limit else { break }
            start.append(character)
        }
        return start + ending
    }

    static let wireBytes = 2 + Limits.attachmentNameBytes

    /// The payload of a frame: the number as two bytes, lowest first, then the name.
    var encoded: [UInt8] { Array(Frame.littleEndian(number).prefix(2)) + Array(name.utf8) }

    /// Reads the payload of an `attachment` frame; a name that is not clean is refused.
    public init(_ frame: Frame) throws(FrameError) {
        guard frame.kind == .attachment, frame.payload.count > 2 else {
            throw .malformed(frame.kind, "expected an attachment")
        }
        let number = Frame.number(frame.payload.prefix(2))
        let bytes = frame.payload.dropFirst(2)
        let name = String(decoding: bytes, as: UTF8.self)
        guard (1...Limits.attachmentNumber).contains(number), name.utf8.elementsEqual(bytes), Self.cleaned(name) == name
        else { throw .malformed(frame.kind, "the number or name of an attachment") }
        self.number = number
        self.name = name
    }
}

/// Takes the attachments a worker hands out of a document.
public protocol AttachmentSink: AnyObject {
    /// Begins an attachment; what is written next belongs to it.
    func begin(_ attachment: AttachmentName) throws
    /// Appends bytes to the attachment that was begun last.
    func write(_ bytes: ArraySlice<UInt8>) throws
}
