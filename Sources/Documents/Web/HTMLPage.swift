import Layout
import Model
import XML

/// A web page, or a piece of one, that was decoded and parsed.
struct HTMLPage {
    let tree: HTMLTree
    let encoding: TextEncoding
    /// Bytes that were no characters of the encoding.
    let replacements: Int

    /// Parses bytes; `charset` is what came with them from outside, as in a header of mail.
    init(_ bytes: [UInt8], charset: String? = nil, name: String) throws(Failure) {
        let isWhole = bytes.count <= Limits.detectionBytes
        let sample = isWhole ? bytes : Array(bytes.prefix(Limits.detectionBytes))
        encoding = TextEncoding(of: sample, isWhole: isWhole, declared: charset ?? Self.declared(in: sample))
        var decoder = TextDecoder(encoding)
        var text = decoder.decode(bytes[...]) + decoder.finish()
        replacements = decoder.replacements
        for index in text.indices where ASCII.isControl(text[index]) { text[index] = ASCII.space }
        tree = try Self.tree(of: text, name)
    }

    /// Parses a piece of a page in UTF-8.
    init(utf8 text: [UInt8], name: String) throws(Failure) {
        encoding = .utf8
        replacements = 0
        tree = try Self.tree(of: text, name)
    }

    /// The blocks of the whole body.
    func wholeBody() -> (blocks: [Block], links: [(text: String, address: String)]) {
        var content = HTMLBlocks(tree)
        content.add(tree.first("body") ?? 0)
        return (content.blocks, content.links)
    }

    private static func tree(of text: [UInt8], _ name: String) throws(Failure) -> HTMLTree {
        do throws(XMLError) {
            return try HTMLTree(utf8: text, limits: .init(depth: Limits.htmlDepth, nodes: Limits.htmlNodes))
        } catch {
            throw Failure(
                .fileTooLarge, "\(name) cannot be read: \(error.message)", stage: .parse,
                resolution: "Save the page as PDF or plain text and drop that.")
        }
    }

    /// What the start of a page says of its encoding (HTML Living Standard, section 13.2.3.2).
    static func declared(in sample: [UInt8]) -> String? {
        let head = String(decoding: sample.prefix(Limits.charsetSampleBytes), as: UTF8.self).lowercased()
        if head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>"),
            let named = value(of: "encoding", in: head[..<end.lowerBound])
        {
            return named
        }
        var rest = head[...]
        while let open = rest.firstRange(of: "<meta") {
            rest = rest[open.upperBound...]
            let element = rest.prefix { $0 != ">" }
            if let named = value(of: "charset", in: element) { return named }
        }
        return nil
    }

    private static func value(of name: String, in text: Substring) -> String? {
        guard let found = text.firstRange(of: name) else { return nil }
        let rest = text[found.upperBound...].drop { $0 == " " }
        guard rest.first == "=" else { return nil }
        let value = rest.dropFirst().drop { " \"'".contains($0) }.prefix { !" \"';/>".contains($0) }
        return value.isEmpty ? nil : String(value)
    }
}
