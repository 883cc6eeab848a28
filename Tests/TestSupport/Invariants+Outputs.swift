import Crypto
import Foundation
import Linux
import Model

extension Invariants {
    /// Lines of a large batch whose outputs and originals are read; of a small one all are.
    private static let readLines = 1000

    /// The lines whose files are read as a whole.
    var readResults: [JSONValue] {
        let step = max(1, results.count / Self.readLines)
        return stride(from: 0, to: results.count, by: step).map { results[$0] }
    }

    /// Every output named exists and is whole, none belongs to two lines, and nothing else lies below `files/`.
    mutating func checkOutputs() {
        var named: Set<BytePath> = []
        var paths: Set<BytePath> = []
        let directory = try? Directory(path: batch.path)
        for result in results {
            let path = PublishedBatch.path(of: result)
            expect(paths.insert(path).inserted, "two lines speak of \(path)")
            for output in batch.outputs(of: result) {
                expect(named.insert(output).inserted, "two lines name the output \(output)")
                expect(directory?.contains(output) == true, "the output \(output) is missing")
            }
        }
        for result in readResults { checkContent(of: result) }
        for stray in Self.files(below: "\(batch.path)/files") where !named.contains(stray) {
            expect(false, "no line names \(stray)")
        }
    }

    private mutating func checkContent(of result: JSONValue) {
        for output in batch.outputs(of: result) {
            let name = output.name.display
            guard let bytes = batch.bytes(output) else { continue }
            guard name.hasSuffix(".json") || name.hasSuffix(".jsonl") else { continue }
            let texts = name.hasSuffix(".jsonl") ? bytes.split(separator: 0x0A).map(Array.init) : [bytes]
            let values = texts.compactMap { try? JSONParser.parse($0) }
            guard values.count == texts.count else { return expect(false, "\(output) is no whole JSON") }
            guard name == "document.json", let source = values.first?["source"] else { continue }
            let own = BytePath("files").appending(PublishedBatch.path(of: result))
            if output.parent != own {
                // An attachment is a document of its own, which lies in the place it names.
                let place = output.parent.display.dropFirst("files/".count)
                expect(source["path"]?.string == String(place), "\(output) is not of its place")
                expect(output.display.hasPrefix(own.display + "/parts/"), "\(output) is no attachment")
                continue
            }
            expect(source["sha256"] == result["sha256"], "\(output) was made of another file")
            expect(source["size"] == result["size"], "\(output) was made of a file of another size")
        }
    }

    /// Regular files below a directory, as paths that begin with the name of that directory.
    private static func files(below path: String) -> [BytePath] {
        guard let top = try? Directory(path: path) else { return [] }
        var found: [BytePath] = []
        var open = [BytePath.here]
        while let next = open.popLast() {
            guard let directory = try? top.directory(next), let entries = try? directory.entries() else { continue }
            for entry in entries {
                let place = next == .here ? entry.name : next.appending(entry.name)
                entry.kind == .directory ? open.append(place) : found.append(BytePath("files").appending(place))
            }
        }
        return found
    }

    /// sha256 of a file in lower-case hexadecimal; nil when it cannot be read.
    static func sha256(of path: BytePath, in directory: Directory) -> String? {
        guard let file = try? directory.openForReading(path) else { return nil }
        let digest = Digest()
        while let bytes = try? file.read(1 << 20), !bytes.isEmpty { digest.update(bytes) }
        return Hexadecimal.lower(digest.finish())
    }
}
