import Agent
import ArgumentParser
import Collections
import Linux
import Model
import Settings

/// `dropmill search`
struct Search: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find pages of finished batches by their words and meaning.",
        discussion: """
            Every word has to be there; "words in quotes" stand side by side, a star ends the beginning of a word, \
            and a minus before a word leaves pages with it out. Documents of `embed` jobs are found by similar words, too.

            Example: dropmill search '"delivery note" rotterdam -draft' --folder invoices --limit 5
            """)

    @OptionGroup var agent: AgentOptions
    @Argument(parsing: .remaining, help: "What to look for.")
    var query: [String]
    @Option(help: "The collection; `all` for every collection that may be read.")
    var collection = CollectionName.standard.description
    @Option(help: "Only this watch folder.")
    var folder: String?
    @Option(help: "At most this many results.")
    var limit = 10
    @Flag(help: "Print JSON.")
    var json = false

    private static let everything = "all"

    func run() throws {
        guard (1...Limits.searchResults).contains(limit) else {
            throw Stop(.usage, "--limit takes a number from 1 to \(Limits.searchResults).")
        }
        let query = SearchQuery(query.joined(separator: " "))
        guard !query.isEmpty else { throw Stop(.usage, "There is no word to look for.") }
        let loaded = try agent.load()
        let shelf = CollectionShelf(stateDirectory: loaded.settings.stateDirectory)
        let folders = try CollectionChoice.folders(folder, loaded.settings)
        var vectors = QueryVectors(query.text, loaded)
        var found: [FoundPage] = []
        var searched: [String] = []
        for folder in folders {
            for name in try names(in: folder.name, of: shelf) {
                guard let reader = try open(name, in: folder.name, of: shelf) else { continue }
                searched.append("\(folder.name)/\(name)")
                let hits = try CollectionChoice.reporting {
                    try reader.search(query, limit: limit) { vectors.vector(for: $0) }
                }
                found += hits.map { FoundPage(hit: $0, folder: folder, collection: name) }
            }
        }
        guard !searched.isEmpty else {
            throw Stop(
                .notFound,
                "There is no collection \(printable(collection)) yet. `dropmill collection list` shows all.")
        }
        found.sort { $0.hit.score > $1.hit.score }
        found = Array(found.prefix(limit))
        if json {
            return Terminal.say(json: [
                "query": .string(query.text), "collections": .strings(searched), "warnings": .strings(vectors.warnings),
                "results": .array(found.map(\.json)),
            ])
        }
        for warning in vectors.warnings { Terminal.complain(warning) }
        for page in found { Terminal.say(page.text) }
        if found.isEmpty { Terminal.say("Nothing was found.") }
    }

    private func names(in folder: String, of shelf: CollectionShelf) throws -> [CollectionName] {
        if collection == Self.everything { return shelf.names(in: folder) }
        return [try CollectionChoice.name(collection)]
    }

    // Of several, those that are not there or may not be read are left out.
    private func open(
        _ name: CollectionName, in folder: String, of shelf: CollectionShelf
    ) throws -> CollectionReader? {
        do throws(CollectionError) {
            return try CollectionReader(name, in: folder, of: shelf)
        } catch {
            let isLeftOut = error.code == .missing || error.code == .denied && collection == Self.everything
            if isLeftOut { return nil }
            throw CollectionChoice.stop(error)
        }
    }
}

/// A page that was found, with where it was found.
private struct FoundPage {
    let hit: SearchHit
    let folder: WatchFolder
    let collection: CollectionName

    /// Absolute path of the directory with the results of the document.
    private var output: String {
        let outbox = folder.outbox + "/" + hit.document.outbox
        return hit.document.output.isEmpty ? outbox : outbox + "/" + hit.document.output
    }

    var json: JSONValue {
        let document = hit.document
        let box = hit.box.map { box -> JSONValue in
            ["x": .number(box.x), "y": .number(box.y), "w": .number(box.width), "h": .number(box.height)]
        }
        return [
            "folder": .string(folder.name), "collection": .string(collection.description),
            "batch_id": .string(document.batch), "batch": .string(document.batchName),
            "index": .integer(Int64(document.index)), "source_directory_file_id": .string(document.item),
            "path": .string(document.path), "part": document.part.isEmpty ? .null : .string(document.part),
            "title": .optional(document.title), "mime_type": .optional(document.mimeType),
            "sha256": .optional(document.sha256), "page": .integer(Int64(hit.page)),
            "page_width": hit.pageWidth.map(JSONValue.number) ?? .null,
            "page_height": hit.pageHeight.map(JSONValue.number) ?? .null, "bbox": box ?? .null,
            "chunk": .optional(hit.chunk), "snippet": .string(hit.snippet.text),
            "highlights": .array(
                hit.snippet.highlights.map {
                    ["start": .integer(Int64($0.lowerBound)), "end": .integer(Int64($0.upperBound))]
                }), "score": .number(hit.score), "methods": .strings(hit.methods), "output": .string(output),
        ]
    }

    var text: String {
        let part = hit.document.part.isEmpty ? "" : " (\(printable(hit.document.part)))"
        return "\(printable(hit.document.batchName))/\(printable(hit.document.path))\(part), page \(hit.page)\n"
            + "    \(marked)\n    \(printable(output))"
    }

    private var marked: String {
        let scalars = Array(hit.snippet.text.unicodeScalars)
        var text = ""
        var place = 0
        func piece(_ end: Int) -> String { printable(String(String.UnicodeScalarView(scalars[place..<end]))) }
        for range in hit.snippet.highlights where range.lowerBound >= place && range.upperBound <= scalars.count {
            text += piece(range.lowerBound)
            place = range.lowerBound
            text += "[" + piece(range.upperBound) + "]"
            place = range.upperBound
        }
        return text + piece(scalars.count)
    }
}
