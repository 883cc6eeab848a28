import Layout
import Model
import WorkerProtocol
import XML

/// Reads web pages: the main content as one page, or everything on request.
struct HTMLReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let page = try HTMLPage(try source.readWhole(atMost: Limits.htmlBytes), name: source.name)
        try read(page, source, address: nil, options: options, into: &output)
    }

    /// Reads a page that came from an address, or from a file of its own.
    func read<Sink: PartSink>(
        _ page: HTMLPage, _ source: DocumentSource, address: String?, options: ParseOptions,
        into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let read = content(of: page.tree, options, &output)
        var sequence = PageSequence(options)
        if sequence.begin() { sequence.write(BlockPages.content(of: read.blocks, number: 1), to: &output) }
        try sequence.finish(source, &output)
        output.add(links: read.links.map { BlockPages.link($0, page: 1) })
        let metadata = HTMLMetadata(of: page.tree)
        var json = metadata.json
        if let address, json["canonical_url"] == nil { json["canonical_url"] = .string(address) }
        json["encoding"] = .string(page.encoding.name)
        if page.replacements > 0 {
            output.warn("\(page.replacements) invalid byte sequences were replaced by U+FFFD")
        }
        output.end(
            DocumentSummary(
                metadata: json, pageCount: 1, title: metadata.title,
                outline: BlockPages.outline(of: read.blocks, number: 1)))
    }

    private func content<Sink: PartSink>(
        of tree: HTMLTree, _ options: ParseOptions, _ output: inout DocumentOutput<Sink>
    ) -> (blocks: [Block], links: [(text: String, address: String)]) {
        guard options.webContent == .main else {
            var whole = HTMLBlocks(tree)
            whole.add(tree.first("body") ?? 0)
            return (whole.blocks, whole.links)
        }
        let main = MainContent(of: tree)
        var blocks: [Block] = []
        if let heading = main.heading {
            var title = HTMLBlocks(tree)
            title.add(heading)
            blocks = title.blocks
        }
        var content = HTMLBlocks(tree, omitting: main.omitted)
        content.add(main.root)
        if main.leavesOut {
            output.warn("what stands around the main content was left out; `web: {content: page}` reads it too")
        }
        return (blocks + content.blocks, content.links)
    }
}
