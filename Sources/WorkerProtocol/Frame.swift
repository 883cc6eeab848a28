import Model

/// What a frame carries.
public enum FrameKind: UInt8, Sendable, CaseIterable {
    /// First frame of a worker: who it is and how it is locked in.
    case introduction = 1
    /// From the agent, with the descriptor of the file attached.
    case request
    /// Bytes of one output part.
    case part
    /// How many pages the document has, four bytes.
    case pages
    /// Ends a request.
    case report
    /// What an archive says it holds.
    case summary
    /// The next entry of an archive.
    case entry
    /// Bytes of the entry or attachment that was named last.
    case content
    /// The next attachment of the document.
    case attachment
    /// The header of a manifest.
    case manifestHead
    /// The next row of a manifest.
    case manifestRow
    /// Bytes of a picture, after the number of its page and its own, which is 0 for the page itself, in four bytes each.
    case picture
    /// The next piece of a document that can be searched.
    case passage = 20

    /// The longest payload that is accepted.
    var limit: Int {
        switch self {
        case .introduction: Limits.introductionBytes
        case .request, .part, .report, .content, .manifestHead, .manifestRow, .passage: Limits.frameBytes
        case .pages: 4
        case .picture: Limits.frameBytes
        case .summary: ArchiveSummary.wireBytes
        case .entry: 1 + Limits.archiveNameBytes
        case .attachment: AttachmentName.wireBytes
        }
    }
}

/// Why received bytes are not a message.
public enum FrameError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The other side speaks another version of the protocol.
    case version(UInt8)
    case unknownKind(UInt8)
    case unknownPart(UInt8)
    /// The header announces more bytes than the kind allows.
    case oversized(FrameKind, bytes: Int)
    /// The connection ended within a frame.
    case truncated
    /// The payload is not what its kind promises.
    case malformed(FrameKind, String)
    /// A message of our own is longer than a frame.
    case tooLong(bytes: Int)

    public var description: String {
        switch self {
        case .version(let version): "protocol version \(version) instead of \(protocolVersion)"
        case .unknownKind(let kind): "a frame of unknown kind \(kind)"
        case .unknownPart(let part): "an unknown output part \(part)"
        case .oversized(let kind, let bytes): "a frame of \(bytes) bytes (\(kind)), more than is allowed"
        case .truncated: "a frame that ends too early"
        case .malformed(let kind, let what): "a frame (\(kind)) that is damaged: \(what)"
        case .tooLong(let bytes): "a message of \(bytes) bytes, more than is allowed"
        }
    }
}

/// One message, its payload still raw.
public struct Frame: Sendable, Equatable {
    public let kind: FrameKind
    /// The part a `part` frame belongs to; nil for other kinds.
    public let part: OutputPart?
    public let payload: ArraySlice<UInt8>

    /// Bytes before every payload: version, kind, part, zero, and the length as four bytes, lowest first.
    static let headerBytes = 8

    /// Appends a header to a buffer.
    static func appendHeader(_ kind: FrameKind, part: OutputPart? = nil, length: Int, to buffer: inout [UInt8]) {
        buffer.append(contentsOf: [UInt8(protocolVersion), kind.rawValue, part?.wireCode ?? 0, 0])
        buffer.append(contentsOf: littleEndian(length))
    }

    /// Writes the length of a frame that has grown since its header was appended.
    static func setLength(_ length: Int, ofHeaderAt offset: Int, in buffer: inout [UInt8]) {
        for (index, byte) in littleEndian(length).enumerated() { buffer[offset + 4 + index] = byte }
    }

    /// The bytes of a whole frame.
    public static func bytes(_ kind: FrameKind, _ payload: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(headerBytes + payload.count)
        appendHeader(kind, length: payload.count, to: &frame)
        frame.append(contentsOf: payload)
        return frame
    }

    static func littleEndian(_ number: Int) -> [UInt8] {
        let value = UInt32(clamping: number)
        return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The number of a `pages` frame.
    public func pageCount() throws(FrameError) -> Int {
        guard payload.count == FrameKind.pages.limit else { throw .malformed(kind, "a page count has four bytes") }
        return Self.number(payload)
    }

    /// The part of a `picture` frame and its bytes.
    public func picture() throws(FrameError) -> (part: OutputPart, bytes: ArraySlice<UInt8>) {
        let page = Self.number(payload.prefix(Self.numberBytes))
        let number = Self.number(payload.dropFirst(Self.numberBytes).prefix(Self.numberBytes))
        guard payload.count >= 2 * Self.numberBytes, (1...Int(Limits.pageNumber)).contains(page),
            (0...Limits.embeddedImages).contains(number)
        else { throw .malformed(kind, "there is no such picture") }
        let part = number == 0 ? OutputPart.pageImage(page) : .embeddedImage(page: page, number: number)
        return (part, payload.dropFirst(2 * Self.numberBytes))
    }

    private static let numberBytes = 4
}

extension OutputPart {
    /// The number that stands for the part in a frame.
    var wireCode: UInt8 {
        switch self {
        case .documentJSON: 1
        case .documentMarkdown: 2
        case .documentText: 3
        case .searchablePDF: 4
        case .extractJSON: 5
        case .extractMetaJSON: 6
        case .tagsJSON: 7
        case .prompts: 8
        case .workingCopy: 9
        case .sound: 20
        case .embeddingJSON: 21
        case .words: 22
        // They have a frame of their own, with their page.
        case .pageImage, .embeddedImage: 0
        }
    }

    init(wireCode: UInt8) throws(FrameError) {
        switch wireCode {
        case 1: self = .documentJSON
        case 2: self = .documentMarkdown
        case 3: self = .documentText
        case 4: self = .searchablePDF
        case 5: self = .extractJSON
        case 6: self = .extractMetaJSON
        case 7: self = .tagsJSON
        case 8: self = .prompts
        case 9: self = .workingCopy
        case 20: self = .sound
        case 21: self = .embeddingJSON
        case 22: self = .words
        default: throw .unknownPart(wireCode)
        }
    }
}
