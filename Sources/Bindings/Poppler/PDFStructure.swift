import CPopplerPages

/// An element of the structure tree of a tagged document.
public struct PDFElement: Sendable {
    /// What an element is, in the order of `cpoppler_kind`.
    public enum Kind: UInt32, Sendable {
        case other, group, inline, paragraph, heading, heading1, heading2, heading3, heading4, heading5, heading6
        case list, listEntry, label, listBody, table, row, headerCell, cell, figure, formula, caption, note, code, quote
        case contents, contentsEntry, artifact
    }

    public let kind: Kind
    /// Position of the element around it.
    public let parent: Int?
    public let rowSpan: Int
    public let columnSpan: Int
    /// In place of a picture; empty when there is none.
    public let description: String
    /// In place of what it holds; empty when there is none.
    public let text: String

    init(_ element: cpoppler_element) {
        kind = Kind(rawValue: UInt32(element.kind)) ?? .other
        parent = element.parent >= 0 ? Int(element.parent) : nil
        rowSpan = Int(element.row_span)
        columnSpan = Int(element.column_span)
        description = element.description.pointee == 0 ? "" : String(cString: element.description)
        text = element.text.pointee == 0 ? "" : String(cString: element.text)
    }
}

extension PDFFile {
    /// The structure tree, parents before their children; empty for a document without one.
    public func structure() -> [PDFElement] {
        var elements: UnsafePointer<cpoppler_element>?
        let count = cpoppler_get_elements(pages, &elements)
        return UnsafeBufferPointer(start: elements, count: count).map(PDFElement.init)
    }
}

extension PDFPage {
    /// The marked content of the page in the order of the structure, with the positions of the elements that hold it.
    public func markedContent() -> [(identifier: Int32, element: Int)] {
        var contents: UnsafePointer<cpoppler_marked>?
        let count = cpoppler_get_marked(pages, number, &contents)
        return UnsafeBufferPointer(start: contents, count: count).map { ($0.content, Int($0.element)) }
    }
}
