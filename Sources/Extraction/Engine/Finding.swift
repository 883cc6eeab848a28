import Layout
import Model

/// A value that an engine found, with its reason.
public struct Finding: Sendable, Equatable {
    /// Which engine found it.
    public enum Method: String, Sendable, CaseIterable {
        case embeddedXML = "embedded_xml"
        case template
        case rules = "rule"
        case provider
    }

    /// A scalar, of the type its field asks for.
    public var value: JSONValue
    public var method: Method
    /// From 0 to 1.
    public var confidence: Double
    public var evidence: Evidence?

    public init(_ value: JSONValue, by method: Method, confidence: Double, evidence: Evidence? = nil) {
        self.value = value
        self.method = method
        self.confidence = confidence
        self.evidence = evidence
    }
}

/// Where on a page a value stands.
public struct Evidence: Sendable, Equatable {
    /// 1-based.
    public var page: Int
    /// The words of the value, a box per line; empty where the format has no places.
    public var boxes: [PageBox]
    /// The value as the page has it.
    public var text: String

    public init(page: Int, boxes: [PageBox] = [], text: String) {
        self.page = page
        self.boxes = boxes
        self.text = text
    }
}

/// What one engine found of the fields it was asked for.
public struct Findings: Sendable, Equatable {
    /// By JSON Pointer, such as `/lines/0/total`; leaves alone.
    public var values: [String: Finding] = [:]
    /// JSON Pointers of fields of which it is certain that the document does not state them; nobody else looks.
    public var absent: Set<String> = []
    /// By the JSON Pointer of an array: rows that were seen where the array came from.
    public var rowsSeen: [String: Int] = [:]
    /// The template that fitted the document.
    public var template: UsedTemplate?
    /// What a person should know, in plain words.
    public var warnings: [String] = []

    public init() {}
}

/// A template that took part, as results name it.
public struct UsedTemplate: Sendable, Equatable {
    /// The name of its file.
    public var name: String
    /// Of its text; nil where it came without one.
    public var sha256: String?

    public init(name: String, sha256: String? = nil) {
        self.name = name
        self.sha256 = sha256
    }
}

/// A way to find values: embedded XML, a template, rules.
public protocol Engine {
    /// Looks for the values of the fields, which are the members of the object the schema describes.
    func find(_ fields: [Field], in document: SourceDocument) throws(Failure) -> Findings
}
