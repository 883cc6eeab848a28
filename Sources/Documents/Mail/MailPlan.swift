import MIME

/// Decides which parts of a message are its text, in which order, and which are attachments (RFC 2046, RFC 2387).
struct MailPlan {
    /// A piece of what is shown.
    enum Section: Equatable {
        /// The headers of a message within the message.
        case message(Int)
        case text(Int)
        case html(Int)
        /// Lines of a report, as they stand.
        case lines(Int)
    }

    private(set) var sections: [Section] = []
    /// Parts that are no text of the message.
    private(set) var attachments: [Int] = []
    /// Those of the attachments that the text shows, such as pictures.
    private(set) var inline: Set<Int> = []
    /// True when a part is encrypted.
    private(set) var isEncrypted = false

    private let parts: [MailPart]
    private let children: [[Int]]
    private let prefersHTML: (_ plain: Int, _ html: Int) -> Bool

    /// Plans a message; `prefersHTML` says which of two texts with the same content says more.
    init(_ parts: [MailPart], prefersHTML: @escaping (_ plain: Int, _ html: Int) -> Bool) {
        self.parts = parts
        self.prefersHTML = prefersHTML
        var children = [[Int]](repeating: [], count: parts.count)
        for (index, part) in parts.enumerated() { if let parent = part.parent { children[parent].append(index) } }
        self.children = children
        if !parts.isEmpty { show(0) }
    }

    private mutating func show(_ index: Int) {
        let part = parts[index]
        switch part.kind {
        case .message:
            sections.append(.message(index))
            for child in children[index] { show(child) }
        case .multipart: showParts(of: index)
        case .content: showContent(index)
        }
    }

    private mutating func showParts(of index: Int) {
        switch parts[index].mediaType {
        case "multipart/alternative": showAlternative(index)
        case "multipart/related": showRelated(index)
        case "multipart/encrypted":
            isEncrypted = true
            attachments += leaves(below: index)
        default: for child in children[index] { show(child) }
        }
    }

    /// The last of the alternatives is the richest for its author (RFC 2046, section 5.1.4), not always for a reader.
    private mutating func showAlternative(_ index: Int) {
        let plain = children[index].first { parts[$0].kind == .content && parts[$0].mediaType == "text/plain" }
        var rich: (child: Int, html: Int)?
        for child in children[index] {
            if let html = leaves(below: child).first(where: { parts[$0].mediaType == "text/html" }) {
                rich = (child, html)
            }
        }
        let shown: Int?
        if let plain, let rich {
            shown = prefersHTML(plain, rich.html) ? rich.child : plain
        } else {
            shown = rich?.child ?? plain ?? children[index].last
        }
        for child in children[index] {
            if child == shown {
                show(child)
            } else if child != plain, child != rich?.child {
                // A calendar entry beside the texts, for example.
                attachments += leaves(below: child)
            } else {
                attachOthers(below: child)
            }
        }
    }

    /// What stands beside a text that is not shown.
    private mutating func attachOthers(below index: Int) {
        for leaf in leaves(below: index) where parts[leaf].mediaType != "text/html" && leaf != index {
            attachments.append(leaf)
            let isRelated = parts[leaf].parent.map { parts[$0].mediaType == "multipart/related" } ?? false
            if isRelated, parts[leaf].disposition != "attachment" { inline.insert(leaf) }
        }
    }

    private mutating func showRelated(_ index: Int) {
        let start = parts[index].start?.filter { $0 != "<" && $0 != ">" }
        let root = children[index].first { start != nil && parts[$0].contentID == start } ?? children[index].first
        for child in children[index] {
            if child == root {
                show(child)
            } else {
                let leaves = leaves(below: child)
                attachments += leaves
                inline.formUnion(leaves.filter { parts[$0].disposition != "attachment" })
            }
        }
    }

    private mutating func showContent(_ index: Int) {
        let part = parts[index]
        let isNamedFile = part.name != nil && part.disposition != "inline"
        if part.disposition == "attachment" || isNamedFile {
            attachments.append(index)
            return
        }
        switch part.mediaType {
        case "text/html": sections.append(.html(index))
        case "message/delivery-status", "message/disposition-notification", "message/feedback-report",
            "text/rfc822-headers", "message/global-delivery-status", "text/rfc822-header":
            sections.append(.lines(index))
        case "text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/css", "text/xml":
            attachments.append(index)
        case let type where type.hasPrefix("text/"): sections.append(.text(index))
        // A type that is none at all: such messages are text, and very old.
        case "application/octet-stream" where part.parent == nil && part.disposition == nil:
            sections.append(.text(index))
        default: attachments.append(index)
        }
    }

    private func leaves(below index: Int) -> [Int] {
        parts[index].kind == .content ? [index] : children[index].flatMap { leaves(below: $0) }
    }
}
