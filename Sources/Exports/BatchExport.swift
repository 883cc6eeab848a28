import Model
import WorkerProtocol

/// Makes one file of all results of a batch, item by item and page by page, so that its memory does not grow with them.
///
/// Runs in the worker: what stands in the spool are documents of strangers.
public struct BatchExport {
    private let source: any ExportSource
    private let writer: any ExportWriter
    private var sent: Int64 = 0

    /// An export of a spool.
    public init(_ format: ExportFormat, of source: any ExportSource) throws(Failure) {
        self.source = source
        switch format {
        case .json: writer = JSONExport(isLines: false)
        case .jsonl: writer = JSONExport(isLines: true)
        case .csv: writer = CSVExport()
        case .xml: writer = XMLExport()
        case .html: writer = HTMLExport()
        case .text: writer = TextExport()
        case .docx: writer = try WordExport()
        case .pdf: writer = try PaperExport()
        }
    }

    /// Writes everything, piece by piece, to `send`.
    public mutating func run(_ send: ([UInt8]) -> Void) throws(Failure) {
        let first = try SpoolReader(source)
        let batch = ExportedBatch(
            json: try source.json(of: first.batch, atMost: Limits.exportRecordBytes)?.object ?? [:])
        if writer.surveysFields { try survey() }
        try writer.begin(batch)
        if writer.listsMissingFirst { try listMissing(send) }
        try writer.beginItems()
        var items = try SpoolReader(source)
        while let entry = try items.next() {
            var item = try line(of: entry)
            guard item.hasResult || !writer.listsMissingFirst else { continue }
            try complete(&item, from: entry)
            try writer.begin(item)
            if let document = entry.document {
                var pages = DocumentPages(document, of: source)
                while let page = try pages.next() {
                    try writer.page(page)
                    try hand(to: send, atLeast: Limits.exportReadBytes)
                }
            }
            try writer.endItem()
            try hand(to: send, atLeast: Limits.exportReadBytes)
        }
        try writer.end()
        try hand(to: send, atLeast: 1)
    }

    private func survey() throws(Failure) {
        var items = try SpoolReader(source)
        while let item = try items.next() {
            guard let fields = item.fields,
                let json = try source.json(of: fields, atMost: Limits.exportFieldsBytes)
            else { continue }
            writer.survey(json)
        }
    }

    private mutating func listMissing(_ send: ([UInt8]) -> Void) throws(Failure) {
        var items = try SpoolReader(source)
        while let entry = try items.next() {
            let item = try line(of: entry)
            guard !item.hasResult else { continue }
            try writer.missing(item)
            try hand(to: send, atLeast: Limits.exportReadBytes)
        }
    }

    private func line(of entry: SpoolItem) throws(Failure) -> ExportedItem {
        let line = try source.json(of: entry.line, atMost: Limits.exportRecordBytes)?.object
        guard let line else { throw SpoolReader.damaged }
        return ExportedItem(line: line)
    }

    private func complete(_ item: inout ExportedItem, from entry: SpoolItem) throws(Failure) {
        if let fields = entry.fields {
            item.fields = try source.json(of: fields, atMost: Limits.exportFieldsBytes)
            if item.fields == nil { item.notes.append("The fields are too large for an export or were changed.") }
        }
        if let document = entry.document { item.metadata = try DocumentPages.metadata(of: document, in: source) }
        for absent in entry.absent {
            item.notes.append("\(printable(try source.text(of: absent))) is not in the outbox any more.")
        }
    }

    private mutating func hand(to send: ([UInt8]) -> Void, atLeast count: Int) throws(Failure) {
        guard writer.buffer.bytes.count >= count else { return }
        let bytes = writer.buffer.drain()
        sent += Int64(bytes.count)
        guard sent <= Limits.exportBytes else {
            throw Failure(
                .fileTooLarge, "the export is larger than \(Limits.exportBytes) bytes", stage: .publish,
                details: ["max_allowed": .integer(Limits.exportBytes)],
                resolution: "Drop the files in smaller batches, or take another format.")
        }
        send(bytes)
    }
}
