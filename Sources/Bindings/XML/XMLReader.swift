import CXML2

/// Where an XML text comes from, piece by piece.
public protocol XMLInput: AnyObject {
    /// The next bytes, empty at the end, nil when they cannot be had.
    func next() -> [UInt8]?
}

/// What an XML text may ask for; everything is refused that is not named here.
public struct XMLLimits: Sendable {
    /// Levels of elements.
    public var depth: Int
    /// Attributes of one element.
    public var attributes: Int
    /// True where a document type without declarations of entities may stand, as in XHTML. It is never loaded.
    public var allowsDocumentType: Bool

    public init(depth: Int, attributes: Int, allowsDocumentType: Bool = false) {
        self.depth = depth
        self.attributes = attributes
        self.allowsDocumentType = allowsDocumentType
    }
}

/// Reads an XML text event by event (XML 1.0, libxml2's SAX2 interface); nothing is kept of what was read.
///
/// Owns the parser. Nothing is loaded from anywhere: no document type, no entity, no schema. Entities beyond the five
/// of XML are never known, so that none can be expanded; a text that declares some is refused.
public struct XMLReader: ~Copyable {
    /// What stands at the present place.
    public enum Event: Sendable, Equatable {
        /// An element begins: `name`, `namespace` and the attributes tell of it.
        case start
        /// An element ends: `name` and `namespace` tell of it.
        case end
        /// Text; one text may come in several pieces.
        case text
        /// A reference to an entity that is not known, as `name`.
        case entity
        /// The text is over.
        case finished
    }

    private let parser: xmlParserCtxtPtr
    private let recorder: UnsafeMutablePointer<XMLRecorder>
    private let input: any XMLInput
    private var place = -1
    private var isOver = false
    /// Elements that are open at the present place, the one that begins or ends here included.
    public private(set) var depth = 0

    /// Bytes parsed before their events are handed out.
    static let pieceBytes = 16 << 10

    /// A reader at the start of a text.
    public init(_ input: some XMLInput, limits: XMLLimits) throws(XMLError) {
        xmlInitParser()
        let recorder = UnsafeMutablePointer<XMLRecorder>.allocate(capacity: 1)
        recorder.initialize(to: XMLRecorder(limits))
        var handler = XMLRecorder.handler()
        guard let parser = xmlCreatePushParserCtxt(&handler, recorder, nil, 0, nil) else {
            recorder.deinitialize(count: 1)
            recorder.deallocate()
            throw XMLError(.interrupted, "no memory for a parser")
        }
        xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOWARNING.rawValue))
        recorder.pointee.parser = parser
        self.parser = parser
        self.recorder = recorder
        self.input = input
    }

    /// A reader of a text in memory.
    public init(_ bytes: [UInt8], limits: XMLLimits) throws(XMLError) {
        try self.init(MemoryInput(bytes), limits: limits)
    }

    deinit {
        xmlFreeParserCtxt(parser)
        recorder.deinitialize(count: 1)
        recorder.deallocate()
    }

    /// Goes to the next event.
    public mutating func next() throws(XMLError) -> Event {
        if place >= 0, place < recorder.pointee.events.count, recorder.pointee.events[place].kind == .end { depth -= 1 }
        place += 1
        while place >= recorder.pointee.events.count {
            if let failure = recorder.pointee.failure { throw failure }
            if isOver { return .finished }
            try parsePiece()
            place = 0
        }
        let kind = recorder.pointee.events[place].kind
        if kind == .start { depth += 1 }
        return kind
    }

    private mutating func parsePiece() throws(XMLError) {
        guard let bytes = input.next() else {
            throw XMLError(.interrupted, "the text could not be read to its end")
        }
        recorder.pointee.clear()
        if bytes.isEmpty { isOver = true }
        _ = bytes.withUnsafeBytes { buffer in
            xmlParseChunk(
                parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), isOver ? 1 : 0)
        }
        if parser.pointee.wellFormed == 0 { recorder.pointee.fail(.malformed, "the XML is not well-formed") }
    }

    /// The name of the element without its prefix, or of the entity.
    public var name: String { recorder.pointee.names[recorder.pointee.events[place].name] }

    /// The namespace of the element; empty when it has none.
    public var namespace: String { recorder.pointee.names[recorder.pointee.events[place].namespace] }

    /// The present piece of text, in UTF-8.
    public var text: ArraySlice<UInt8> { recorder.pointee.bytes[recorder.pointee.events[place].range] }

    /// The value of an attribute of the element that begins here, whatever the prefix of its name.
    public func attribute(_ name: String) -> String? {
        for attribute in recorder.pointee.attributes[recorder.pointee.events[place].range]
        where recorder.pointee.names[attribute.name] == name {
            return String(decoding: recorder.pointee.bytes[attribute.value], as: UTF8.self)
        }
        return nil
    }

    /// The value of an attribute of one namespace; empty stands for none.
    public func attribute(_ name: String, in namespace: String) -> String? {
        for attribute in recorder.pointee.attributes[recorder.pointee.events[place].range]
        where recorder.pointee.names[attribute.name] == name && recorder.pointee.names[attribute.namespace] == namespace
        {
            return String(decoding: recorder.pointee.bytes[attribute.value], as: UTF8.self)
        }
        return nil
    }

    /// Number of attributes of the element that begins here.
    public var attributeCount: Int { recorder.pointee.events[place].range.count }

    /// An attribute of the element that begins here by its place.
    public func attribute(at index: Int) -> (name: String, namespace: String, value: ArraySlice<UInt8>) {
        let attribute = recorder.pointee.attributes[recorder.pointee.events[place].range.lowerBound + index]
        return (
            recorder.pointee.names[attribute.name], recorder.pointee.names[attribute.namespace],
            recorder.pointee.bytes[attribute.value]
        )
    }

    /// Goes to the end of the element that begins here.
    public mutating func skipElement() throws(XMLError) {
        let level = depth
        while true {
            switch try next() {
            case .end where depth == level: return
            case .finished: return
            default: continue
            }
        }
    }

    /// All text of the element that begins here, up to its end.
    public mutating func elementText() throws(XMLError) -> [UInt8] {
        let level = depth
        var collected: [UInt8] = []
        while true {
            switch try next() {
            case .text: collected += text
            case .end where depth == level: return collected
            case .finished: return collected
            default: continue
            }
        }
    }

    /// The version of the library, as in `2.9.14`.
    public static var version: String { LIBXML_DOTTED_VERSION }
}

/// A text in memory as a source of pieces.
private final class MemoryInput: XMLInput {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func next() -> [UInt8]? {
        let end = min(bytes.count, position + XMLReader.pieceBytes)
        defer { position = end }
        return Array(bytes[position..<end])
    }
}
