import Model
import XML

/// What a page says about itself: elements of its head, Open Graph, Dublin Core and JSON-LD (schema.org).
struct HTMLMetadata {
    private(set) var title: String?
    private(set) var author: String?
    private(set) var language: String?
    private(set) var published: String?
    private(set) var description: String?
    private(set) var siteName: String?
    private(set) var address: String?

    /// Reads the head of a page.
    init(of tree: HTMLTree) {
        var named: [String: String] = [:]
        var scripts: [[UInt8]] = []
        tree.visit(below: 0) { node in
            switch tree.name(of: node) {
            case "meta": Self.note(node, in: tree, &named)
            case "title" where named["title"] == nil:
                named["title"] = Self.line(tree.plainText(below: node))
            case "html": named["lang"] = tree.attribute("lang", of: node) ?? tree.attribute("xml:lang", of: node)
            case "link" where tree.attribute("rel", of: node)?.lowercased() == "canonical":
                named["canonical"] = tree.attribute("href", of: node)
            case "script" where tree.attribute("type", of: node)?.lowercased() == "application/ld+json":
                if scripts.count < Limits.linkedDataScripts { scripts.append(tree.plainText(below: node)) }
            case "time" where tree.attribute("pubdate", of: node) != nil,
                "time" where tree.attribute("itemprop", of: node) == "datePublished":
                named["time"] = named["time"] ?? tree.attribute("datetime", of: node)
            default: break
            }
            return true
        }
        func first(_ keys: String...) -> String? {
            keys.lazy.compactMap { named[$0].flatMap { Self.line(Array($0.utf8)) } }.first
        }
        let linked = LinkedData(scripts)
        title = first("og:title", "twitter:title", "dc.title", "dcterms.title") ?? linked.headline ?? first("title")
        author = first("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl")
        if author == nil || author?.hasPrefix("http") == true { author = linked.author ?? author }
        language = first("lang", "content-language", "og:locale", "dc.language") ?? linked.language
        published =
            first(
                "article:published_time", "datepublished", "dc.date.issued", "dcterms.date", "dc.date", "date",
                "pubdate",
                "publish-date", "parsely-pub-date", "time") ?? linked.published
        description = first("description", "og:description", "dc.description") ?? linked.description
        siteName = first("og:site_name", "application-name")
        address = first("canonical", "og:url")
    }

    /// Members of `metadata`.
    var json: JSONObject {
        var json: JSONObject = [
            "title": .optional(title), "author": .optional(author), "language": .optional(language),
            "created_at": .optional(published.flatMap(DateText.timestamp)),
        ]
        if let published { json["published"] = .string(published) }
        if let description { json["description"] = .string(description) }
        if let siteName { json["site_name"] = .string(siteName) }
        if let address { json["canonical_url"] = .string(address) }
        return json
    }

    private static func note(_ node: HTMLTree.Place, in tree: HTMLTree, _ named: inout [String: String]) {
        guard let value = tree.attribute("content", of: node) else { return }
        for key in ["property", "name", "itemprop", "http-equiv"] {
            guard let name = tree.attribute(key, of: node)?.lowercased(), named[name] == nil, named.count < 200 else {
                continue
            }
            named[name] = value
        }
    }

    private static func line(_ bytes: [UInt8]) -> String? {
        var run = InlineRun()
        run.add(bytes[...])
        let text = run.take().bytes.prefix(Limits.documentNameBytes)
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }
}

/// What scripts of JSON-LD say of an article.
private struct LinkedData {
    private(set) var headline: String?
    private(set) var author: String?
    private(set) var published: String?
    private(set) var description: String?
    private(set) var language: String?

    init(_ scripts: [[UInt8]]) {
        for script in scripts where script.count <= Limits.linkedDataBytes {
            guard let value = try? JSONParser.parse(script) else { continue }
            let things = value["@graph"]?.array ?? value.array ?? [value]
            for thing in things.prefix(Limits.linkedDataThings) { note(thing) }
        }
    }

    private mutating func note(_ thing: JSONValue) {
        let types = thing["@type"]?.string.map { [$0] } ?? thing["@type"]?.array?.compactMap(\.string) ?? []
        guard
            types.contains(where: {
                $0.hasSuffix("Article") || $0.hasSuffix("Posting") || $0 == "WebPage" || $0 == "Recipe"
            })
        else { return }
        headline = headline ?? thing["headline"]?.string
        author = author ?? Self.names(thing["author"])
        published = published ?? thing["datePublished"]?.string
        description = description ?? thing["description"]?.string
        language = language ?? thing["inLanguage"]?.string
    }

    private static func names(_ value: JSONValue?) -> String? {
        guard let value else { return nil }
        if let name = value.string ?? value["name"]?.string { return name }
        let names = (value.array ?? []).compactMap { $0.string ?? $0["name"]?.string }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }
}
