import Model
import Pango

/// An export as a PDF: a bookmark for each item, numbered pages, text that can be searched and copied.
final class PaperExport: ExportWriter {
    let buffer = ExportBuffer()
    private var flow: PaperFlow?
    private var hasMissing = false

    init() throws(Failure) {}

    func begin(_ batch: ExportedBatch) throws(Failure) {
        let name = printable(batch.name)
        try attempt { () throws(PaperError) in
            let buffer = buffer
            let paper = try Paper(
                width: PaperFlow.width, height: PaperFlow.height, title: name,
                created: batch.finishedAt ?? batch.createdAt
            ) { buffer.write($0) }
            let flow = PaperFlow(paper, foot: PaperWords.cut(name))
            self.flow = flow
            try flow.write([PaperSpan(name, isBold: true)], size: 22)
            flow.space(8)
            try PaperWords.facts(batch.facts, on: flow)
        }
    }

    func missing(_ item: ExportedItem) throws(Failure) {
        try draw { flow throws(PaperError) in
            if !hasMissing {
                flow.space(10)
                try flow.keep(40)
                flow.bookmark("Missing")
                try flow.write([PaperSpan("Missing", isBold: true)], size: 16)
            }
            hasMissing = true
            let text = "\u{2022} \(printable(item.path)): \(printable(item.reason))"
            try flow.write([PaperSpan(text)], size: PaperWords.size, indent: 4, hang: 12)
        }
    }

    func begin(_ item: ExportedItem) throws(Failure) {
        try draw { flow throws(PaperError) in
            flow.space(24)
            try flow.keep(90)
            try flow.rule()
            let title = printable(item.title)
            flow.bookmark(PaperWords.cut(title))
            try flow.write([PaperSpan(title, isBold: true)], size: 16)
            flow.space(4)
            try PaperWords.facts(item.facts, on: flow)
            let fields = FieldPaths.rows(of: item.fields)
            guard !fields.rows.isEmpty else { return }
            flow.space(8)
            try flow.keep(40)
            try flow.write([PaperSpan("Fields", isBold: true)], size: 11)
            flow.space(2)
            let widths = [PaperFlow.textWidth * 0.35, PaperFlow.textWidth * 0.65]
            for (path, value) in fields.rows {
                let cells = [PaperSpan(PaperWords.cell(path), isBold: true), PaperSpan(PaperWords.cell(value))]
                try flow.row(cells.map { [$0] }, widths: widths)
            }
            if !fields.isWhole {
                try flow.write([PaperSpan("Only the first fields are listed.")], size: PaperWords.size)
            }
        }
    }

    func page(_ page: ExportedPage) throws(Failure) {
        try draw { flow throws(PaperError) in
            flow.space(10)
            if let number = page.number {
                try flow.keep(40)
                try flow.write([PaperSpan("Page \(number)")], size: 8, grey: 0.45)
                flow.space(3)
            }
            if let failure = page.failure {
                try flow.write([PaperSpan(printable(failure), isItalic: true)], size: PaperWords.size)
            }
            for block in page.blocks { try PaperWords.write(block, on: flow) }
            if page.isBare, page.markdown.isEmpty { try PaperWords.passages(page.text, on: flow) }
            if let notes = page.speakerNotes { try PaperWords.passages(notes, isItalic: true, on: flow) }
        }
    }

    func endItem() {}

    func end() throws(Failure) {
        try draw { flow throws(PaperError) in try flow.finish() }
        // The file is whole; what draws it is gone before anybody asks for more.
        flow = nil
    }

    private func draw(_ body: (PaperFlow) throws(PaperError) -> Void) throws(Failure) {
        guard let flow else { return }
        try attempt { () throws(PaperError) in try body(flow) }
    }

    private func attempt(_ body: () throws(PaperError) -> Void) throws(Failure) {
        do throws(PaperError) {
            try body()
        } catch {
            throw Failure(
                .processingError, "the PDF cannot be drawn: \(printable(error.message))", stage: .publish)
        }
    }
}
