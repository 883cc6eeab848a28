/// Why a PDF could not be opened.
public enum PDFError: Error, Sendable, Equatable {
    /// No password fits, or none was given.
    case encrypted
    /// The file is not a PDF poppler can make sense of.
    case damaged(String)
    /// Anything else, in the words of poppler or the system.
    case other(String)
}

/// A rectangle on a page as shown: points, origin at the top left, page rotation applied.
public struct PDFBox: Sendable, Equatable {
    public var left: Double
    public var top: Double
    public var right: Double
    public var bottom: Double

    public init(left: Double, top: Double, right: Double, bottom: Double) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    public var width: Double { right - left }
    public var height: Double { bottom - top }

    /// Grows to hold another rectangle.
    public mutating func formUnion(_ other: PDFBox) {
        left = min(left, other.left)
        top = min(top, other.top)
        right = max(right, other.right)
        bottom = max(bottom, other.bottom)
    }
}

/// Where a link or an outline entry leads.
public enum PDFTarget: Sendable, Equatable {
    /// A page of this document, 1-based.
    case page(Int)
    case address(String)
    /// Another file, by the name in the document; never opened.
    case file(String)
    /// A script, a launch or another action; never run.
    case action
}

/// A link on a page.
public struct PDFLink: Sendable {
    public let box: PDFBox
    /// The parts of the box that are sensitive; empty when all of it is.
    public let parts: [PDFBox]
    public let target: PDFTarget
}

/// An entry of the outline; `level` is 1 at the top.
public struct PDFOutlineEntry: Sendable {
    public let title: String
    public let level: Int
    public let page: Int?
}

/// A file embedded in the document.
public struct PDFAttachment: Sendable {
    public let name: String
    public let summary: String?
    /// Bytes; nil where the document does not say.
    public let size: Int?
}

/// A field of a form.
public struct PDFFormField: Sendable {
    /// The kinds of field of PDF 32000-1 section 12.7.4.
    public enum Kind: String, Sendable {
        case button, checkbox, radio, text, choice, signature, unknown
    }

    /// What is filled in.
    public enum Value: Sendable, Equatable {
        case none
        case text(String)
        case truth(Bool)
        case choices([String])
    }

    public let kind: Kind
    public let name: String
    public let value: Value
    public let box: PDFBox
    public let isReadOnly: Bool
}

/// The document information dictionary, and what the file says about itself.
public struct PDFMetadata: Sendable {
    public var title: String?
    public var author: String?
    public var subject: String?
    public var keywords: String?
    public var creator: String?
    public var producer: String?
    /// As in `en-US`.
    public var language: String?
    /// Seconds since 1970-01-01T00:00:00Z.
    public var created: Int64?
    /// Seconds since 1970-01-01T00:00:00Z.
    public var modified: Int64?
    /// As in `PDF-1.7`.
    public var version: String?
    /// Its pages are made from an XFA form by a program of Adobe; what stands on them asks for that program.
    public var needsRendering = false
}
