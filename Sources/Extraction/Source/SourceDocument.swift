import Layout
import Model

/// A document as extraction and tagging see it: the words of its pages and where they stand.
public struct SourceDocument: Sendable, Equatable {
    /// Display name of the file.
    public var name: String
    public var mimeType: String
    public var title: String?
    /// `metadata` of document.json.
    public var metadata: JSONObject = [:]
    /// The pages that were read, in order; those that failed are left out.
    public var pages: [SourcePage] = []
    /// Fields of a form and what was entered.
    public var formFields: [SourceFormField] = []
    /// XML files within the document, and the document itself where it is XML.
    public var embedded: [EmbeddedFile] = []
    /// Words that were left out because there were too many.
    public var omittedWords = 0

    public init(name: String, mimeType: String) {
        self.name = name
        self.mimeType = mimeType
    }
}

/// One page of a document.
public struct SourcePage: Sendable, Equatable {
    /// 1-based.
    public var number: Int
    /// Points; nil for a format without pages of a size.
    public var size: PageSize?
    /// The text as in document.txt.
    public var text: String
    /// Words with places, in the order they are painted; empty for a format without places.
    public var words: [SourceWord] = []
    public var tables: [SourceTable] = []
    /// Texts of the headings in reading order.
    public var headings: [String] = []

    public init(number: Int, size: PageSize? = nil, text: String) {
        self.number = number
        self.size = size
        self.text = text
    }
}

/// Width and height of a page in points.
public struct PageSize: Sendable, Equatable {
    public var width: Double
    public var height: Double

    public init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }
}

/// A word and where it stands.
public struct SourceWord: Sendable, Equatable {
    public var text: String
    /// On the page as it is, origin at the top left.
    public var box: PageBox
    /// Size of the font in points.
    public var size: Double
    public var isBold: Bool
    /// From 0 to 1; below 1 for recognised text.
    public var confidence: Double

    public init(_ text: String, box: PageBox, size: Double, isBold: Bool = false, confidence: Double = 1) {
        self.text = text
        self.box = box
        self.size = size
        self.isBold = isBold
        self.confidence = confidence
    }
}

/// A table with the pages it goes over.
public struct SourceTable: Sendable, Equatable {
    public var table: Table
    public var box: PageBox?

    public init(_ table: Table, box: PageBox? = nil) {
        self.table = table
        self.box = box
    }
}

/// A field of a form.
public struct SourceFormField: Sendable, Equatable {
    public var name: String
    public var value: String
    /// 1-based.
    public var page: Int
    public var box: PageBox?

    public init(name: String, value: String, page: Int, box: PageBox? = nil) {
        self.name = name
        self.value = value
        self.page = page
        self.box = box
    }
}

/// An XML file within a document.
public struct EmbeddedFile: Sendable, Equatable {
    public var name: String
    public var bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
