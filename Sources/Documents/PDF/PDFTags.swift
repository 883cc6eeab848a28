import Layout
import Poppler

/// The structure tree of a tagged document, for the layout.
struct PDFTags {
    private let elements: [StructureHints.Element]

    /// The tree of a document; empty when it has none that tells anything.
    init(_ file: borrowing PDFFile) {
        let elements = file.structure().map(StructureHints.Element.init)
        self.elements = StructureHints.isTelling(elements) ? elements : []
    }

    /// What the tree says about a page; nil when it says nothing.
    func hints(for page: borrowing PDFPage) -> StructureHints? {
        guard !elements.isEmpty else { return nil }
        let contents = page.markedContent()
        guard !contents.isEmpty else { return nil }
        return StructureHints(
            elements: elements, contents: contents.map { StructureHints.Content($0.identifier, in: $0.element) })
    }
}

extension StructureHints.Element {
    init(_ element: PDFElement) {
        self.init(StructureHints.Role(element.kind), parent: element.parent)
        rowSpan = element.rowSpan
        columnSpan = element.columnSpan
        description = element.description
        text = element.text
    }
}

extension StructureHints.Role {
    init(_ kind: PDFElement.Kind) {
        self =
            switch kind {
            case .other, .group: .group
            case .inline: .inline
            case .paragraph, .formula: .paragraph
            case .heading: .heading(nil)
            case .heading1: .heading(1)
            case .heading2: .heading(2)
            case .heading3: .heading(3)
            case .heading4: .heading(4)
            case .heading5: .heading(5)
            case .heading6: .heading(6)
            case .list: .list
            case .listEntry: .entry
            case .label: .label
            case .listBody: .body
            case .table: .table
            case .row: .row
            case .headerCell: .cell(isHeader: true)
            case .cell: .cell(isHeader: false)
            case .figure: .figure
            case .caption: .caption
            case .note: .note
            case .code: .code
            case .quote: .quote
            case .contents: .contents
            case .contentsEntry: .contentsEntry
            case .artifact: .artifact
            }
    }
}
