/// Where the terms of EN 16931 stand in one syntax (EN 16931-3-2 and -3-3).
struct InvoiceLayout: Sendable {
    /// A table of terms below an element.
    struct Table: Sendable {
        var paths: [(term: Int, paths: [InvoicePath])] = []

        /// Reads lines of `number path | other path`: the first path that leads anywhere counts.
        init(_ text: String) {
            for line in text.split(separator: "\n") {
                guard let space = line.firstIndex(of: " "), let term = Int(line[..<space]) else { continue }
                let alternatives = line[space...].split(separator: "|").map { part in
                    InvoicePath(part.drop { $0 == " " }.prefix { $0 != " " })
                }
                paths.append((term, alternatives))
            }
        }

        func read(_ element: InvoiceElement) -> EInvoice.Terms {
            var terms = EInvoice.Terms()
            for (term, alternatives) in paths {
                for path in alternatives {
                    let texts = texts(of: term, at: path, in: element)
                    if !texts.isEmpty {
                        terms.texts[term] = texts
                        break
                    }
                }
            }
            return terms
        }

        private func texts(of term: Int, at path: InvoicePath, in element: InvoiceElement) -> [String] {
            if term == InvoiceLayout.taxTotals {
                return element.elements(at: path).compactMap { total in
                    total.content.map { "\(total.attributes["currencyID"] ?? "")|\($0)" }
                }
            }
            let texts = element.texts(at: path)
            return InvoiceLayout.dates.contains(term) ? texts.compactMap(Self.date) : texts
        }

        /// `20180305`, `2018-03-05` or either with a time.
        private static func date(_ text: String) -> String? {
            let digits = text.prefix(10).filter { $0.isASCII && $0.isNumber }
            guard digits.count >= 8 else { return nil }
            let day = digits.prefix(8)
            return "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))"
        }
    }

    struct Rows: Sendable {
        var places: [InvoicePath]
        var terms: Table

        init(_ places: String, _ terms: String) {
            self.places = places.split(separator: " ").map { InvoicePath($0) }
            self.terms = Table(terms)
        }
    }

    var header: Table
    var groups: [EInvoice.Group: Rows]

    /// Terms that are days.
    static let dates: Set<Int> = [2, 7, 9, 26, 72, 73, 74, 134, 135, EInvoice.Extra.orderDate]
    /// Not a term: totals of tax with their currencies, of which one becomes 110.
    static let taxTotals = 1110
    /// Not a term of the standard: the tax number of the buyer.
    static let buyerTaxNumber = 1048
}
