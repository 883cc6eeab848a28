import Layout
import Model
import XML

/// A table of data; tables that only put things beside each other are none.
struct HTMLTable {
    private(set) var table = Table(rows: [], headerRows: 0)
    private(set) var caption: HTMLTree.Place?
    private(set) var links: [(text: String, address: String)] = []
    private let tree: HTMLTree
    private let omitted: Set<HTMLTree.Place>

    /// Nil for a table that is no table.
    init?(_ place: HTMLTree.Place, in tree: HTMLTree, omitting omitted: Set<HTMLTree.Place>) {
        self.tree = tree
        self.omitted = omitted
        let role = tree.attribute("role", of: place)?.lowercased()
        if role == "presentation" || role == "none" { return nil }
        let parts = Parts(of: place, in: tree, omitting: omitted)
        caption = parts.caption
        guard parts.isData else { return nil }
        table.headerRows = parts.headerRows
        table.rows = parts.rows.map { row in row.map { cell($0) } }
        while let last = table.rows.last, last.allSatisfy({ $0.text.isEmpty && $0.rowSpan == 1 }) {
            table.rows.removeLast()
        }
        guard table.rows.contains(where: { $0.contains { !$0.text.isEmpty } }) else { return nil }
    }

    private mutating func cell(_ place: HTMLTree.Place) -> Table.Cell {
        var content = HTMLBlocks(tree, omitting: omitted)
        for child in tree.children(of: place) { content.addInline(child) }
        links += content.links
        return Table.Cell(
            content.run.take(),
            rowSpan: tree.number("rowspan", of: place, within: 1...Limits.cellSpan, otherwise: 1),
            columnSpan: tree.number("colspan", of: place, within: 1...Limits.cellSpan, otherwise: 1))
    }

    /// The rows and what tells a table of data from a layout.
    private struct Parts {
        var caption: HTMLTree.Place?
        var rows: [[HTMLTree.Place]] = []
        var headerRows = 0
        private var hasHeaders = false
        private var hasBlocks = false
        private var cells = 0
        private var bytes = 0

        init(of place: HTMLTree.Place, in tree: HTMLTree, omitting omitted: Set<HTMLTree.Place>) {
            var isInHead = false
            var belowHeader = false
            func row(_ place: HTMLTree.Place) {
                let cells = tree.children(of: place).filter { cell in
                    ["td", "th"].contains(tree.name(of: cell)) && !tree.isHidden(cell) && !omitted.contains(cell)
                }
                guard !cells.isEmpty else { return }
                let isHeader = cells.allSatisfy { tree.name(of: $0) == "th" }
                if cells.contains(where: { tree.name(of: $0) == "th" }) { hasHeaders = true }
                if isInHead || isHeader && !belowHeader, headerRows == rows.count { headerRows += 1 }
                belowHeader = !isHeader
                rows.append(cells)
            }
            func walk(_ parent: HTMLTree.Place) {
                for child in tree.children(of: parent) where !tree.isHidden(child) && !omitted.contains(child) {
                    switch tree.name(of: child) {
                    case "caption": caption = child
                    case "thead":
                        isInHead = true
                        walk(child)
                        isInHead = false
                        hasHeaders = true
                    case "tbody", "tfoot": walk(child)
                    case "tr": row(child)
                    default: break
                    }
                }
            }
            walk(place)
            for cell in rows.joined() { look(at: cell, tree) }
        }

        private mutating func look(at cell: HTMLTree.Place, _ tree: HTMLTree) {
            cells += 1
            tree.visit(below: cell) { node in
                let name = tree.name(of: node)
                if name == "table" || HTMLElements.headings.contains(name) || name == "form" || name == "pre" {
                    hasBlocks = true
                }
                bytes += tree.text(of: node).trimmed.count
                return !tree.isHidden(node)
            }
        }

        /// Several rows and columns of short texts, or something that calls itself a header.
        var isData: Bool {
            let columns = rows.map(\.count).max() ?? 0
            guard !hasBlocks, rows.count > 0, columns > 0 else { return false }
            if hasHeaders, rows.count * columns > 1 { return true }
            guard rows.count > 1, columns > 1 else { return caption != nil && cells > 1 }
            return bytes <= cells * Limits.dataCellBytes
        }
    }
}

extension HTMLBlocks {
    /// Adds an element to the text of a cell: blocks become lines.
    fileprivate mutating func addInline(_ place: HTMLTree.Place, _ look: Look = Look()) {
        if omitted.contains(place) || tree.isHidden(place) { return }
        let name = tree.name(of: place)
        let isBlock = HTMLElements.blocks.contains(name)
        if isBlock { run.beginLine() }
        if isBlock || !tree.isText(place) && name != "a" && name != "img" && name != "br" && name != "math" {
            for child in tree.children(of: place) { addInline(child, look.styled(tree.style(of: place))) }
        } else {
            addPiece(place, look)
        }
        if isBlock { run.beginLine() }
    }
}
