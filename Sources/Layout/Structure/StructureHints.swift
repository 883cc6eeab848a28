/// What the structure tree of a tagged document says about a page.
public struct StructureHints: Sendable {
    /// What an element is, after the standard structure types of ISO 32000-2 section 14.8.4.
    public enum Role: Sendable, Equatable {
        case group, inline, paragraph, list, entry, label, body, table, row, figure, caption, note, code, quote
        case contents, contentsEntry, artifact
        /// Without a level, its depth among the groups says it.
        case heading(Int?)
        case cell(isHeader: Bool)
    }

    /// An element of the tree.
    public struct Element: Sendable, Equatable {
        public var role: Role
        /// Position of the element around it.
        public var parent: Int?
        public var rowSpan = 1
        public var columnSpan = 1
        /// Stands for a picture.
        public var description = ""
        /// Stands for what the element holds.
        public var text = ""

        public init(_ role: Role, parent: Int?) {
            self.role = role
            self.parent = parent
        }
    }

    /// A piece of the page and the element that holds it.
    public struct Content: Sendable, Equatable {
        /// As in `Glyph.content`.
        public var identifier: Int32
        public var element: Int

        public init(_ identifier: Int32, in element: Int) {
            self.identifier = identifier
            self.element = element
        }
    }

    /// Of the whole document, parents before their children.
    public var elements: [Element]
    /// Of the page, in reading order.
    public var contents: [Content]

    public init(elements: [Element], contents: [Content]) {
        self.elements = elements
        self.contents = contents
    }

    /// True for a tree that says more than where paragraphs are; less than that, the layout finds for itself.
    public static func isTelling(_ elements: [Element]) -> Bool {
        elements.contains { element in
            switch element.role {
            case .heading, .list, .table: true
            default: false
            }
        }
    }

    /// The innermost element from `element` outwards that `matches`.
    func ancestor(of element: Int, where matches: (Role) -> Bool) -> Int? {
        var current: Int? = element
        while let index = current {
            if matches(elements[index].role) { return index }
            current = elements[index].parent
        }
        return nil
    }

    /// Positions of the elements inside one.
    func inside(_ element: Int) -> Range<Int> {
        var end = element + 1
        while end < elements.count, let parent = elements[end].parent, parent >= element { end += 1 }
        return element + 1..<end
    }
}
