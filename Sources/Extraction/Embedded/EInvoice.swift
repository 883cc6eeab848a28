/// What an e-invoice says, by the numbers of the business terms of EN 16931-1 (`BT-31` is 31).
///
/// Texts are as in the XML, dates as `YYYY-MM-DD`.
public struct EInvoice: Sendable, Equatable {
    /// Texts by number of the business term; some terms may stand several times.
    public struct Terms: Sendable, Equatable {
        var texts: [Int: [String]] = [:]

        /// The first text of a term.
        public subscript(term: Int) -> String? { texts[term]?.first }

        /// Numbers of accounts stand without the white space some programs put in.
        fileprivate mutating func compactAccounts() {
            for term in [84, 91] {
                texts[term] = texts[term]?.map { text in text.filter { !$0.isWhitespace } }
            }
        }
    }

    /// The groups of terms of which an invoice has several.
    public enum Group: Int, Sendable, CaseIterable {
        case payments = 16
        case allowances = 20
        case charges = 21
        case taxes = 23
        case lines = 25
    }

    public internal(set) var header = Terms()
    public internal(set) var groups: [Group: [Terms]] = [:]

    /// Terms beyond the standard that both syntaxes know.
    enum Extra {
        static let bankName = 1001
        static let orderDate = 1002
    }

    /// Reads an XML document; nil when it is no invoice in CII (ZUGFeRD, Factur-X, XRechnung) or UBL.
    public init?(_ root: InvoiceElement) {
        switch root.name {
        case "CrossIndustryInvoice", "CrossIndustryDocument": self.init(root, by: .crossIndustry)
        case "Invoice", "CreditNote": self.init(root, by: .universal)
        default: return nil
        }
        guard header[1] != nil || header[2] != nil || header[112] != nil else { return nil }
    }

    private init(_ root: InvoiceElement, by layout: InvoiceLayout) {
        header = layout.header.read(root)
        for (group, table) in layout.groups {
            let rows = root.flatMapped(table.places).map { table.terms.read($0) }.filter { !$0.texts.isEmpty }
            groups[group] = rows
        }
        // A line that holds a remark alone is none of goods.
        groups[.lines]?.removeAll { $0[129] == nil && $0[131] == nil && $0[153] == nil }
        settleTaxTotal()
        settleVATNumbers()
        header.compactAccounts()
        groups[.payments] = groups[.payments]?.map { row in
            var row = row
            row.compactAccounts()
            return row
        }
    }

    /// The total of tax may stand in the currency of the invoice and in that of accounting.
    private mutating func settleTaxTotal() {
        let totals = header.texts.removeValue(forKey: InvoiceLayout.taxTotals) ?? []
        let pairs = totals.compactMap { text -> (currency: Substring, amount: Substring)? in
            let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
        let own = pairs.first { $0.currency.isEmpty || $0.currency == header[5] ?? "" } ?? pairs.first
        guard let own else { return }
        header.texts[110] = [String(own.amount)]
        if let other = pairs.first(where: { $0.currency == header[6] ?? "" }), other.currency != own.currency {
            header.texts[111] = [String(other.amount)]
        }
    }

    /// A number without a scheme is one for VAT where it begins with a country.
    private mutating func settleVATNumbers() {
        for (vat, other) in [(31, 32), (48, InvoiceLayout.buyerTaxNumber)] where header[vat] == nil {
            guard let number = header[other], number.prefix(2).allSatisfy({ $0.isASCII && $0.isUppercase }),
                number.dropFirst(2).contains(where: \.isNumber)
            else { continue }
            header.texts[vat] = [number]
            header.texts[other] = nil
        }
    }

    /// True where what the invoice does not say may still stand on its pages: profiles without lines.
    var isPartial: Bool {
        let profile = (header[24] ?? "").lowercased()
        return ["minimum", "basicwl", "basic-wl"].contains { profile.contains($0) }
    }
}

extension InvoiceElement {
    fileprivate func flatMapped(_ paths: [InvoicePath]) -> [InvoiceElement] { paths.flatMap { elements(at: $0) } }
}
