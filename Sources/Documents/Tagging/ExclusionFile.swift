import Extraction
import Layout
import Model
import WorkerProtocol

/// Reads `exclusions.txt` and `exclusions.pdf` into the list of their terms.
struct ExclusionFile {
    /// Of PDF.
    let reader: any DocumentReader

    /// True for a file of that name.
    static func isNamed(_ name: String) -> Bool {
        ["exclusions.txt", "exclusions.pdf"].contains(name.lowercased())
    }

    /// The terms of the file in their order.
    func read(_ source: DocumentSource) throws(Failure) -> JSONValue {
        let isPDF = source.name.lowercased().hasSuffix(".pdf")
        let lines = try isPDF ? linesOfPDF(source) : linesOfText(source)
        do throws(ExclusionList.Problem) {
            return .strings(try ExclusionList.terms(in: lines))
        } catch {
            throw Self.failure(error.details)
        }
    }

    private func linesOfText(_ source: DocumentSource) throws(Failure) -> [String] {
        guard source.size <= Int64(Limits.steeringFileBytes) else {
            throw Self.failure("it has \(source.size) bytes; at most \(Limits.steeringFileBytes) are read")
        }
        let bytes = try source.read(Int(source.size), at: 0)
        guard let encoding = TextEncoding(detecting: bytes, isWhole: true) else {
            throw Self.failure("it holds binary data and is not text")
        }
        var decoder = TextDecoder(encoding)
        let text = String(decoding: decoder.decode(bytes[...]) + decoder.finish(), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).map(String.init)
    }

    private func linesOfPDF(_ source: DocumentSource) throws(Failure) -> [String] {
        let collector = DocumentCollector(name: source.name, mimeType: "application/pdf")
        var output = DocumentOutput(
            sink: NoParts(), report: WorkerReport(), outputs: [], collector: collector)
        do throws(Failure) {
            var options = try ParseOptions([:])
            options.maxPages = Limits.exclusionPages
            try reader.read(source, options: options, into: &output)
        } catch {
            throw Self.failure(error.message, error)
        }
        return collector.document.pages.flatMap(Self.lines)
    }

    /// Lines of a page as they stand, since paragraphs would join the terms of a list.
    private static func lines(of page: SourcePage) -> [String] {
        guard !page.words.isEmpty else { return page.text.split(whereSeparator: \.isNewline).map(String.init) }
        var lines: [String] = []
        var last: PageBox?
        for word in page.words {
            if let box = last, abs(word.box.y - box.y) < max(word.box.height, box.height) / 2,
                word.box.x >= box.x, word.box.x - (box.x + box.width) < Limits.exclusionGap * word.box.height,
                !lines.isEmpty
            {
                lines[lines.count - 1] += " " + word.text
            } else {
                lines.append(word.text)
            }
            last = word.box
        }
        return lines
    }

    private static func failure(_ details: String, _ cause: Failure? = nil) -> Failure {
        Failure(
            .validationError, "Failed to parse exclusion file: \(details)", stage: .intake,
            details: cause.map { ["cause": .string($0.code.rawValue)] } ?? [:],
            resolution: "Correct the file, one term a line, and save it again; the batch is looked at again then.")
    }

    /// Nothing is written of a list.
    private struct NoParts: PartSink {
        mutating func write(_ bytes: [UInt8], to part: OutputPart) {}
        mutating func expectPages(_ count: Int) {}
    }
}
