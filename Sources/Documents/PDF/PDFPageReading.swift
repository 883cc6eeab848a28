import Model
import Poppler

/// Reads the text of one page.
///
/// The only place that knows how page content is read, so that a faster reader can stand in for poppler-glib's.
protocol PDFPageReading {
    /// The text in reading order with the place of every line.
    func text(of page: borrowing PDFPage, number: Int) throws(Failure) -> PDFPageText
}

/// Page content as poppler-glib reads it.
struct PopplerPageReading: PDFPageReading {
    func text(of page: borrowing PDFPage, number: Int) throws(Failure) -> PDFPageText { page.text() }
}
