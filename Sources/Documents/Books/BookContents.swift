import Model
import XML

/// The table of contents of a book as entries of `outline`.
struct BookContents {
    private(set) var outline: [JSONValue] = []
    /// 1-based pages by the path of their file.
    private let pages: [String: Int]
    private let path: String

    /// Reads the navigation document or the NCX; nothing when it cannot be read.
    init(of book: BookPackage, in package: Package) {
        var pages: [String: Int] = [:]
        for (index, item) in book.spine.enumerated() where pages[item.path] == nil { pages[item.path] = index + 1 }
        self.pages = pages
        path = book.contents?.path ?? ""
        guard let item = book.contents, let bytes = try? package.bytes(of: item.path),
            bytes.count <= Limits.htmlBytes, let page = try? HTMLPage(bytes, name: item.path)
        else { return }
        // The parser of web pages reads both: it knows no names of its own in an NCX, and loses nothing of it.
        let tree = page.tree
        if item.mediaType == "application/x-dtbncx+xml" {
            addPoints(of: tree.first("navmap") ?? 0, in: tree, level: 1)
        } else {
            addList(of: Self.contentsList(in: tree), in: tree, level: 1)
        }
    }

    private static func contentsList(in tree: HTMLTree) -> HTMLTree.Place {
        var found: HTMLTree.Place?
        tree.visit(below: 0) { node in
            let isContents = (tree.attribute("epub:type", of: node) ?? tree.attribute("type", of: node) ?? "")
                .split(separator: " ").contains("toc")
            if found == nil, tree.name(of: node) == "nav", isContents { found = node }
            return found == nil
        }
        return found ?? tree.first("nav") ?? 0
    }

    private mutating func addList(of place: HTMLTree.Place, in tree: HTMLTree, level: Int) {
        for child in tree.children(of: place) where outline.count < Limits.outlineEntries {
            switch tree.name(of: child) {
            case "li":
                let label = tree.children(of: child).first { ["a", "span"].contains(tree.name(of: $0)) }
                if let label { add(tree.plainText(below: label), tree.attribute("href", of: label), level) }
                for inner in tree.children(of: child) where tree.name(of: inner) == "ol" {
                    addList(of: inner, in: tree, level: level + 1)
                }
            case "": continue
            default: addList(of: child, in: tree, level: level)
            }
        }
    }

    private mutating func addPoints(of place: HTMLTree.Place, in tree: HTMLTree, level: Int) {
        for child in tree.children(of: place) where outline.count < Limits.outlineEntries {
            guard tree.name(of: child) == "navpoint" else { continue }
            let label = tree.children(of: child).first { tree.name(of: $0) == "navlabel" }
            let target = tree.children(of: child).first { tree.name(of: $0) == "content" }
            add(label.map { tree.plainText(below: $0) } ?? [], target.flatMap { tree.attribute("src", of: $0) }, level)
            addPoints(of: child, in: tree, level: level + 1)
        }
    }

    private mutating func add(_ label: [UInt8], _ reference: String?, _ level: Int) {
        var run = InlineRun()
        run.add(label[...])
        let title = run.take().bytes.prefix(Limits.documentNameBytes)
        guard !title.isEmpty, level <= Limits.outlineDepth else { return }
        let page = reference.flatMap { pages[BookPackage.resolve($0, beside: path)] }
        outline.append(
            [
                "title": .string(String(decoding: title, as: UTF8.self)), "level": .integer(Int64(level)),
                "page_number": .optional(page),
            ])
    }
}
