import Model
import XML

/// An XML part of a document, whose failures name the part and the document.
struct XMLPart: ~Copyable {
    private var reader: XMLReader
    private let input: PackagePart?
    private let name: String
    private let document: String

    private static func limits(allowsDocumentType: Bool) -> XMLLimits {
        XMLLimits(
            depth: Limits.partDepth, attributes: Limits.partAttributes, allowsDocumentType: allowsDocumentType)
    }

    /// A part in memory.
    init(
        _ bytes: [UInt8], name: String, of source: DocumentSource, allowsDocumentType: Bool = false
    ) throws(Failure) {
        self.name = name
        document = source.name
        input = nil
        do throws(XMLError) {
            reader = try XMLReader(bytes, limits: Self.limits(allowsDocumentType: allowsDocumentType))
        } catch {
            throw Self.failure(error, name, source.name, nil)
        }
    }

    /// A part that is unpacked while it is read.
    init(
        _ part: PackagePart, name: String, of source: DocumentSource, allowsDocumentType: Bool = false
    ) throws(Failure) {
        self.name = name
        document = source.name
        input = part
        do throws(XMLError) {
            reader = try XMLReader(part, limits: Self.limits(allowsDocumentType: allowsDocumentType))
        } catch {
            throw Self.failure(error, name, source.name, part)
        }
    }

    /// Goes to the next event.
    mutating func next() throws(Failure) -> XMLReader.Event {
        do throws(XMLError) {
            return try reader.next()
        } catch {
            throw Self.failure(error, name, document, input)
        }
    }

    /// Goes to the end of the element that begins here.
    mutating func skip() throws(Failure) {
        do throws(XMLError) {
            try reader.skipElement()
        } catch {
            throw Self.failure(error, name, document, input)
        }
    }

    /// All text of the element that begins here, up to its end.
    mutating func text() throws(Failure) -> [UInt8] {
        do throws(XMLError) {
            return try reader.elementText()
        } catch {
            throw Self.failure(error, name, document, input)
        }
    }

    /// Goes to the next element below the one of `level` that has begun; false at the end of that element.
    mutating func nextChild(of level: Int) throws(Failure) -> Bool {
        while true {
            switch try next() {
            case .start: return true
            case .end where depth <= level: return false
            case .finished: return false
            default: continue
            }
        }
    }

    var depth: Int { reader.depth }
    var element: String { reader.name }
    var namespace: String { reader.namespace }
    var characters: ArraySlice<UInt8> { reader.text }

    /// The value of an attribute of the element that begins here, whatever its prefix.
    subscript(attribute: String) -> String? { reader.attribute(attribute) }

    /// The value of an attribute in one of the namespaces that end like this.
    func attribute(_ name: String, inNamespaceEnding suffix: String) -> String? {
        for index in 0..<reader.attributeCount {
            let attribute = reader.attribute(at: index)
            if attribute.name == name, attribute.namespace.hasSuffix(suffix) {
                return String(decoding: attribute.value, as: UTF8.self)
            }
        }
        return nil
    }

    private static func failure(
        _ error: XMLError, _ name: String, _ document: String, _ input: PackagePart?
    ) -> Failure {
        let subject = "\(document) cannot be read: its part \(printable(name))"
        switch error.code {
        case .interrupted where input?.failure != nil:
            return input?.failure ?? Failure(.corruptDocument, subject, stage: .parse)
        case .malformed, .interrupted:
            return Failure(.corruptDocument, "\(subject) is damaged, \(printable(error.description))", stage: .parse)
        case .forbidden:
            return Failure(.invalidMedia, "\(subject) is refused, \(printable(error.description))", stage: .parse)
        case .excessive:
            return Failure(.invalidMedia, "\(subject) is refused, \(printable(error.description))", stage: .parse)
        }
    }
}
