import CXML2

/// Writes down the events of one piece of text as libxml2 reports them.
///
/// Names are kept for the life of the parser, whose dictionary gives one pointer to each. Stands at one place in memory,
/// which the reader owns and the parser is given.
struct XMLRecorder {
    /// One event; `range` is of `bytes` for text, of `attributes` for the start of an element.
    struct Event {
        let kind: XMLReader.Event
        var name = 0
        var namespace = 0
        var range = 0..<0
    }

    /// One attribute.
    struct Attribute {
        let name: Int
        let namespace: Int
        let value: Range<Int>
    }

    private(set) var events: [Event] = []
    private(set) var bytes: [UInt8] = []
    private(set) var attributes: [Attribute] = []
    /// The first is empty.
    private(set) var names = [""]
    private(set) var failure: XMLError?
    var parser: xmlParserCtxtPtr?
    private let limits: XMLLimits
    private var places: [UnsafePointer<xmlChar>: Int] = [:]
    private var recent = [(key: UnsafePointer<xmlChar>?, place: Int)](repeating: (nil, 0), count: recentCount)
    private var depth = 0

    private static let recentCount = 256
    /// Bytes of names kept; a text with ever new ones is no document.
    private static let nameCount = 100_000

    init(_ limits: XMLLimits) { self.limits = limits }

    mutating func clear() {
        events.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
    }

    /// Keeps the first failure and stops the parser.
    mutating func fail(_ code: XMLError.Code, _ message: String) {
        guard failure == nil else { return }
        failure = XMLError(code, message, line: parser.map { Int(xmlSAX2GetLineNumber($0)) } ?? 0)
        if let parser { xmlStopParser(parser) }
    }

    private mutating func place(of name: UnsafePointer<xmlChar>?) -> Int {
        guard let name else { return 0 }
        let slot = Int(bitPattern: name) >> 3 & (Self.recentCount - 1)
        if recent[slot].key == name { return recent[slot].place }
        let place: Int
        if let known = places[name] {
            place = known
        } else {
            place = names.count
            names.append(String(cString: name))
            places[name] = place
            if names.count > Self.nameCount { fail(.excessive, "it has more than \(Self.nameCount) different names") }
        }
        recent[slot] = (name, place)
        return place
    }

    private mutating func start(
        _ name: UnsafePointer<xmlChar>?, _ namespace: UnsafePointer<xmlChar>?, count: Int,
        _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        depth += 1
        if depth > limits.depth { return fail(.excessive, "elements are nested deeper than \(limits.depth) levels") }
        if count > limits.attributes {
            return fail(.excessive, "an element has more than \(limits.attributes) attributes")
        }
        let first = attributes.count
        for index in 0..<count {
            // Name, prefix, namespace, start and end of the value.
            guard let fields = values.map({ $0 + 5 * index }), let start = fields[3], let end = fields[4] else { break }
            let from = bytes.count
            append(value: UnsafeBufferPointer(start: start, count: end - start))
            attributes.append(
                Attribute(name: place(of: fields[0]), namespace: place(of: fields[2]), value: from..<bytes.count))
        }
        events.append(
            Event(
                kind: .start, name: place(of: name), namespace: place(of: namespace), range: first..<attributes.count))
    }

    /// libxml2 leaves `&` as `&#38;` in values when it does not replace entities.
    private mutating func append(value: UnsafeBufferPointer<xmlChar>) {
        guard value.contains(UInt8(ascii: "&")) else { return bytes.append(contentsOf: value) }
        var index = 0
        while index < value.count {
            bytes.append(value[index])
            let isEscape = value[index] == UInt8(ascii: "&") && value[index...].starts(with: "&#38;".utf8)
            index += isEscape ? 5 : 1
        }
    }

    private mutating func end(_ name: UnsafePointer<xmlChar>?, _ namespace: UnsafePointer<xmlChar>?) {
        depth -= 1
        events.append(Event(kind: .end, name: place(of: name), namespace: place(of: namespace)))
    }

    private mutating func text(_ characters: UnsafePointer<xmlChar>?, _ count: Int) {
        guard let characters, count > 0, depth > 0 else { return }
        let from = bytes.count
        bytes.append(contentsOf: UnsafeBufferPointer(start: characters, count: count))
        if let last = events.last, last.kind == .text, last.range.upperBound == from {
            events[events.count - 1].range = last.range.lowerBound..<bytes.count
        } else {
            events.append(Event(kind: .text, range: from..<bytes.count))
        }
    }

    private mutating func entity(_ name: UnsafePointer<xmlChar>?) {
        events.append(Event(kind: .entity, name: place(of: name)))
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLRecorder> {
        guard let context else { preconditionFailure("libxml2 called back without the context it was given") }
        return context.assumingMemoryBound(to: XMLRecorder.self)
    }

    /// The calls libxml2 makes; what is missing here, such as loading and knowing entities, does not happen.
    static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { context, name, _, namespace, _, _, count, _, values in
            XMLRecorder.of(context).pointee.start(name, namespace, count: Int(count), values)
        }
        handler.endElementNs = { context, name, _, namespace in XMLRecorder.of(context).pointee.end(name, namespace) }
        handler.characters = { context, text, count in XMLRecorder.of(context).pointee.text(text, Int(count)) }
        handler.ignorableWhitespace = handler.characters
        handler.reference = { context, name in XMLRecorder.of(context).pointee.entity(name) }
        handler.internalSubset = { context, _, _, _ in
            let recorder = XMLRecorder.of(context)
            if !recorder.pointee.limits.allowsDocumentType {
                recorder.pointee.fail(.forbidden, "it has a document type declaration")
            }
        }
        handler.entityDecl = { context, _, _, _, _, _ in
            XMLRecorder.of(context).pointee.fail(.forbidden, "it declares entities")
        }
        handler.unparsedEntityDecl = { context, _, _, _, _ in
            XMLRecorder.of(context).pointee.fail(.forbidden, "it declares entities")
        }
        handler.serror = { context, error in
            guard let error = error?.pointee, error.level == XML_ERR_FATAL, let message = error.message else { return }
            let sentence = String(cString: message)
            XMLRecorder.of(context).pointee.fail(.malformed, String(sentence.prefix { $0 != "\n" }))
        }
        return handler
    }
}
