import CXML2

/// A web page as a tree of elements and texts (libxml2's HTML parser, which mends what authors broke).
///
/// Every text is a page, however damaged; nothing is loaded from anywhere. The root is an element without a name.
public struct HTMLTree: Sendable {
    /// An element, or a text, whose name is empty.
    struct Node {
        var name: Int32 = 0
        var parent: Int32 = -1
        var first: Int32 = -1
        var last: Int32 = -1
        var next: Int32 = -1
        /// Of `bytes` for a text, of `attributes` for an element.
        var range: Range<Int32> = 0..<0
    }

    /// One attribute.
    struct Attribute {
        let name: Int32
        let value: Range<Int32>
    }

    /// How large a tree may be.
    public struct Limits: Sendable {
        /// Elements deeper than this become neighbours of those at this depth.
        public var depth: Int
        /// Elements, texts and attributes.
        public var nodes: Int

        public init(depth: Int, nodes: Int) {
            self.depth = depth
            self.nodes = nodes
        }
    }

    var nodes = [Node()]
    var bytes: [UInt8] = []
    var attributes: [Attribute] = []
    var names = [""]

    /// Parses a page in UTF-8.
    public init(utf8 page: [UInt8], limits: Limits) throws(XMLError) {
        xmlInitParser()
        guard page.count < Int32.max else { throw XMLError(.excessive, "it is longer than two gigabytes") }
        guard let parser = htmlNewParserCtxt() else { throw XMLError(.interrupted, "no memory for a parser") }
        defer { htmlFreeParserCtxt(parser) }
        let builder = HTMLTreeBuilder(limits, parser)
        guard let handler = parser.pointee.sax else { throw XMLError(.interrupted, "a parser without handlers") }
        handler.pointee = HTMLTreeBuilder.handler()
        parser.pointee.userData = Unmanaged.passUnretained(builder).toOpaque()
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_NODEFDTD.rawValue
        page.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let made = htmlCtxtReadMemory(parser, start, Int32(buffer.count), nil, "UTF-8", Int32(options))
            if let made { xmlFreeDoc(made) }
        }
        if let failure = builder.failure { throw failure }
        builder.give(to: &self)
    }

    /// The place of an element or text in the tree; 0 is the root.
    public typealias Place = Int

    /// The children of an element in their order.
    public func children(of place: Place) -> Children { Children(tree: self, upcoming: nodes[place].first) }

    /// The element around an element or text.
    public func parent(of place: Place) -> Place? {
        nodes[place].parent < 0 ? nil : Int(nodes[place].parent)
    }

    /// The name in lower case, without a prefix; empty for a text.
    public func name(of place: Place) -> String { names[Int(nodes[place].name)] }

    /// True for a text.
    public func isText(_ place: Place) -> Bool { nodes[place].name == 0 && place != 0 }

    /// The bytes of a text, in UTF-8.
    public func text(of place: Place) -> ArraySlice<UInt8> {
        guard isText(place) else { return [] }
        return bytes[Int(nodes[place].range.lowerBound)..<Int(nodes[place].range.upperBound)]
    }

    /// The value of an attribute; empty for one without a value, nil for one that is not there.
    public func attribute(_ name: String, of place: Place) -> String? {
        guard nodes[place].name != 0 else { return nil }
        for index in nodes[place].range where names[Int(attributes[Int(index)].name)] == name {
            let value = attributes[Int(index)].value
            return String(decoding: bytes[Int(value.lowerBound)..<Int(value.upperBound)], as: UTF8.self)
        }
        return nil
    }

    /// Number of elements and texts.
    public var count: Int { nodes.count }

    /// The children of one element.
    public struct Children: Sequence, IteratorProtocol {
        let tree: HTMLTree
        var upcoming: Int32

        public mutating func next() -> Place? {
            guard upcoming >= 0 else { return nil }
            defer { upcoming = tree.nodes[Int(upcoming)].next }
            return Int(upcoming)
        }
    }
}
