import Model
import Poppler
import QPDF

/// A copy of a PDF whose scanned pages got the words that were read on them; everything else stays as it is.
struct SearchableCopy {
    private var pages: [(number: Int, page: RecognizedPage)] = []

    init() {}

    /// Notes the words of a page.
    mutating func add(_ page: RecognizedPage, number: Int) {
        if !page.words.isEmpty { pages.append((number, page)) }
    }

    /// The bytes of the copy, or of the document itself when no page got words.
    func write(_ source: DocumentSource, passwords: [String]) throws(Failure) -> [UInt8] {
        guard source.size <= Limits.searchablePDFBytes else {
            throw Failure(
                .fileTooLarge,
                "\(source.name) has \(source.size) bytes; PDFs of up to \(Limits.searchablePDFBytes) "
                    + "are made searchable", stage: .parse,
                resolution: "Split the document, or leave searchable_pdf out of `outputs`.")
        }
        let file = try source.read(Int(source.size), at: 0)
        if pages.isEmpty { return file }
        var reason = ""
        for password in [nil] + passwords.map(Optional.some) {
            do throws(PDFOverlayError) {
                return try written(over: PDFOverlay(file, password: password))
            } catch {
                reason = error.message
            }
        }
        throw Failure(
            .corruptDocument, "no words could be added to a copy of \(source.name): \(reason)", stage: .parse,
            details: ["reason": .string(reason)],
            resolution: "Repair the PDF in its own program, or leave searchable_pdf out of `outputs`.")
    }

    private func written(over copy: consuming PDFOverlay) throws(PDFOverlayError) -> [UInt8] {
        let font = copy.add(
            InvisibleFont.pieces.map { piece in
                PDFOverlayObject(
                    entries: piece.entries, stream: piece.stream,
                    references: piece.references.map { ($0.key, $0.piece, $0.isInArray) })
            })
        for (number, page) in pages {
            guard let frame = copy.frame(ofPage: number) else { continue }
            copy.append(
                TextLayer.operators(for: page, toUser: Self.toUser(frame)), toPage: number, font: font,
                named: TextLayer.fontName)
        }
        return try copy.write()
    }

    /// From a page as it is shown to the coordinates of its content.
    private static func toUser(_ frame: PDFPageFrame) -> Placement {
        let width = frame.right - frame.left
        let height = frame.top - frame.bottom
        return Placement.turningBack(frame.rotation, width: width, height: height)
            .then(Placement(xx: 1, x0: frame.left, yy: -1, y0: frame.top))
    }
}
