import Extraction
import Model
import XML

/// Reads XML files as e-invoices; the elements that are kept are counted, entities are never known.
enum EInvoiceParser {
    /// What came of an XML file.
    enum Outcome {
        case invoice(EInvoice)
        /// It is XML of another kind, or no XML.
        case other
        /// It begins as an e-invoice and cannot be read to its end, with the reason.
        case unreadable(String)
    }

    /// Reads a file; the text may begin with a mark of its encoding.
    static func read(_ file: EmbeddedFile) -> Outcome {
        guard file.bytes.count <= Limits.eInvoiceBytes else {
            return .unreadable("it is larger than \(Limits.eInvoiceBytes >> 20) MiB")
        }
        let limits = XMLLimits(depth: Limits.eInvoiceDepth, attributes: Limits.eInvoiceAttributes)
        var root: String?
        do throws(XMLError) {
            var reader = try XMLReader(withoutMarkAndSpace(file.bytes), limits: limits)
            var tree = Tree()
            while try tree.take(&reader) {
                if root == nil, let name = tree.rootName {
                    root = name
                    guard rootNames.contains(name) else { return .other }
                }
            }
            guard let element = tree.root, let invoice = EInvoice(element) else { return .other }
            return .invoice(invoice)
        } catch {
            return root == nil ? .other : .unreadable(error.description)
        }
    }

    /// The e-invoice a document carries, with warnings about those that cannot be read; names of the standards first.
    static func invoice(in document: SourceDocument) -> (invoice: EInvoice?, warnings: [String]) {
        var warnings: [String] = []
        let known = document.embedded.filter { knownNames.contains($0.name.lowercased()) }
        let others = document.embedded.filter { !knownNames.contains($0.name.lowercased()) }
        for file in known + others {
            switch read(file) {
            case .invoice(let invoice): return (invoice, warnings)
            case .other: continue
            case .unreadable(let reason): warnings.append("the e-invoice \(file.name) cannot be read: \(reason)")
            }
        }
        return (nil, warnings)
    }

    /// True where the beginning of a file may be that of an XML text in any encoding.
    static func looksLikeXML(_ start: UnsafeRawBufferPointer) -> Bool {
        let ignored: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0x00, 0x20, 0x09, 0x0A, 0x0D]
        return start.first { !ignored.contains($0) } == UInt8(ascii: "<")
    }

    private static let knownNames: Set<String> = [
        "factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml",
    ]

    private static let rootNames: Set<String> = [
        "CrossIndustryInvoice", "CrossIndustryDocument", "Invoice", "CreditNote",
    ]

    /// Programs write a mark of UTF-8, sometimes two, and empty lines where the declaration should begin.
    private static func withoutMarkAndSpace(_ bytes: [UInt8]) -> [UInt8] {
        var rest = bytes[...]
        while true {
            if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
                rest = rest.dropFirst(3)
            } else if let first = rest.first, [0x20, 0x09, 0x0A, 0x0D].contains(first) {
                rest = rest.dropFirst()
            } else {
                return rest.count == bytes.count ? bytes : Array(rest)
            }
        }
    }
}

/// The elements of a document as they come.
private struct Tree {
    private(set) var root: InvoiceElement?
    private var open: [InvoiceElement] = []
    private var texts: [[UInt8]] = []
    private var count = 0

    /// The name of the outermost element.
    var rootName: String? { open.first?.name ?? root?.name }

    /// Takes the next event; false at the end.
    mutating func take(_ reader: inout XMLReader) throws(XMLError) -> Bool {
        switch try reader.next() {
        case .start: try begin(reader)
        case .text:
            guard let last = texts.indices.last else { break }
            if texts[last].count < Limits.eInvoiceTextBytes { texts[last] += reader.text }
        case .end: end()
        case .entity: break
        case .finished: return false
        }
        return true
    }

    private mutating func begin(_ reader: borrowing XMLReader) throws(XMLError) {
        count += 1
        guard count <= Limits.eInvoiceElements else {
            throw XMLError(.excessive, "it has more than \(Limits.eInvoiceElements) elements")
        }
        var element = InvoiceElement(InvoiceElement.known(reader.name))
        for index in 0..<reader.attributeCount {
            let attribute = reader.attribute(at: index)
            let value = String(decoding: attribute.value.prefix(Limits.eInvoiceTextBytes), as: UTF8.self)
            element.attributes[attribute.name] = value
        }
        open.append(element)
        texts.append([])
    }

    private mutating func end() {
        guard var element = open.popLast(), let text = texts.popLast() else { return }
        // A text that was cut is a file in the invoice, not a value.
        if text.count < Limits.eInvoiceTextBytes { element.text = Self.trimmed(text) }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
