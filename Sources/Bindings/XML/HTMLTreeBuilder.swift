import CXML2

/// Makes the tree of a page from the calls of libxml2.
final class HTMLTreeBuilder {
    private(set) var failure: XMLError?
    private let limits: HTMLTree.Limits
    private let parser: htmlParserCtxtPtr
    private var nodes = [HTMLTree.Node()]
    private var bytes: [UInt8] = []
    private var attributes: [HTMLTree.Attribute] = []
    private var names = [""]
    private var places: [String: Int32] = ["": 0]
    /// The open elements; those beyond the depth limit are counted only.
    private var open: [Int32] = [0]
    private var openBeyond = 0

    /// Elements open at once from which a page is an attack: the parser goes through them at every end.
    private static let openElements = 20_000

    init(_ limits: HTMLTree.Limits, _ parser: htmlParserCtxtPtr) {
        self.limits = limits
        self.parser = parser
    }

    /// Hands over what was made.
    func give(to tree: inout HTMLTree) {
        tree.nodes = nodes
        tree.bytes = bytes
        tree.attributes = attributes
        tree.names = names
    }

    private func start(_ name: UnsafePointer<xmlChar>?, _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        guard failure == nil, let name else { return }
        guard open.count <= limits.depth else {
            openBeyond += 1
            if openBeyond > Self.openElements { fail("elements are nested deeper than \(Self.openElements) levels") }
            return
        }
        let first = Int32(attributes.count)
        var index = 0
        while let values, let attribute = values[index] {
            let from = Int32(bytes.count)
            if let value = values[index + 1] { append(value) }
            attributes.append(.init(name: place(of: attribute), value: from..<Int32(bytes.count)))
            index += 2
        }
        let node = HTMLTree.Node(name: place(of: name), range: first..<Int32(attributes.count))
        open.append(add(node))
    }

    private func end() {
        guard failure == nil else { return }
        if openBeyond > 0 {
            openBeyond -= 1
        } else if open.count > 1 {
            open.removeLast()
        }
    }

    private func text(_ characters: UnsafePointer<xmlChar>?, _ count: Int) {
        guard failure == nil, let characters, count > 0 else { return }
        let from = Int32(bytes.count)
        bytes.append(contentsOf: UnsafeBufferPointer(start: characters, count: count))
        let parent = Int(open[open.count - 1])
        let last = nodes[parent].last
        // One text comes in pieces.
        if last >= 0, nodes[Int(last)].name == 0, nodes[Int(last)].range.upperBound == from {
            nodes[Int(last)].range = nodes[Int(last)].range.lowerBound..<Int32(bytes.count)
        } else {
            _ = add(HTMLTree.Node(range: from..<Int32(bytes.count)))
        }
    }

    private func add(_ node: HTMLTree.Node) -> Int32 {
        let place = Int32(nodes.count)
        let parent = Int(open[open.count - 1])
        var node = node
        node.parent = Int32(parent)
        nodes.append(node)
        let last = nodes[parent].last
        if last >= 0 { nodes[Int(last)].next = place } else { nodes[parent].first = place }
        nodes[parent].last = place
        if nodes.count + attributes.count > limits.nodes { fail("it has more than \(limits.nodes) elements") }
        return place
    }

    private func append(_ value: UnsafePointer<xmlChar>) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: value, count: Int(xmlStrlen(value))))
    }

    private func place(of name: UnsafePointer<xmlChar>) -> Int32 {
        let whole = String(cString: name)
        if let known = places[whole] { return known }
        let local = whole.lowercased().split(separator: ":").last.map(String.init) ?? ""
        let place = Int32(names.count)
        names.append(local.isEmpty ? "?" : local)
        places[whole] = place
        return place
    }

    private func fail(_ message: String) {
        failure = XMLError(.excessive, message)
        xmlStopParser(parser)
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> HTMLTreeBuilder {
        guard let context else { preconditionFailure("libxml2 called back without the context it was given") }
        return Unmanaged<HTMLTreeBuilder>.fromOpaque(context).takeUnretainedValue()
    }

    /// The calls libxml2 makes; comments, instructions and declarations are left out.
    static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = 1
        handler.startElement = { context, name, values in HTMLTreeBuilder.of(context).start(name, values) }
        handler.endElement = { context, _ in HTMLTreeBuilder.of(context).end() }
        handler.characters = { context, text, count in HTMLTreeBuilder.of(context).text(text, Int(count)) }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        return handler
    }
}
