import Model
import Poppler

/// Reads the text of one page.
///
/// The only place that knows how page content is read, so that another reader can stand in for poppler's.
protocol PDFPageReading {
    /// The text in reading order with the place of every line.
    func text(of page: borrowing PDFPage, number: Int) throws(Failure) -> PDFPageText
}

/// Page content as poppler reads it.
struct PopplerPageReading: PDFPageReading {
    func text(of page: borrowing PDFPage, number: Int) throws(Failure) -> PDFPageText {
        do throws(PDFError) {
            return try page.text()
        } catch {
            throw Failure(.corruptDocument, "page \(number) could not be read", stage: .parse, page: number)
        }
    }
}
