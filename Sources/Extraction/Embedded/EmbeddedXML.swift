import Model

/// Takes the values of fields out of the e-invoice a document carries.
public struct EmbeddedXML: Engine, Sendable {
    private let invoice: EInvoice

    public init(_ invoice: EInvoice) { self.invoice = invoice }

    public func find(_ fields: [Field], in document: SourceDocument) throws(Failure) -> Findings {
        var search = InvoiceSearch(invoice)
        search.look(for: fields, below: "", within: [], row: nil)
        return search.findings
    }
}

/// One walk over the fields of a schema.
private struct InvoiceSearch {
    typealias Row = (group: EInvoice.Group, terms: EInvoice.Terms)

    let invoice: EInvoice
    let isPartial: Bool
    var findings = Findings()

    init(_ invoice: EInvoice) {
        self.invoice = invoice
        isPartial = invoice.isPartial
    }

    mutating func look(for fields: [Field], below pointer: String, within parents: [Field], row: Row?) {
        for field in fields {
            let place = JSONPointer.member(field.name, of: pointer)
            switch field.kind {
            case .object(let members): look(for: members, below: place, within: parents + [field], row: row)
            case .array(let element): rows(of: field, element, at: place, within: parents)
            default:
                let meaning = InvoiceMeaning(of: field, in: parents, group: row?.group, siblings: fields)
                guard let meaning else { continue }
                let text = row.flatMap { meaning.text(in: $0.terms) } ?? (row == nil ? header(meaning) : nil)
                record(text, for: field, at: place)
            }
        }
    }

    private func header(_ meaning: InvoiceMeaning) -> String? {
        if let text = meaning.text(in: invoice.header) { return text }
        // Of several rates none is the rate of the invoice.
        guard meaning == .rateOfAll, let taxes = invoice.groups[.taxes], taxes.count == 1 else { return nil }
        return taxes[0][119]
    }

    private mutating func record(_ text: String?, for field: Field, at place: String) {
        guard let text else {
            if !isPartial { findings.absent.insert(place) }
            return
        }
        guard let value = InvoiceValue.value(of: text, for: field) else { return }
        findings.values[place] = Finding(value, by: .embeddedXML, confidence: 1)
    }

    private mutating func rows(of field: Field, _ element: Field, at place: String, within parents: [Field]) {
        guard let group = InvoiceMeaning.group(of: field, in: parents) else {
            return list(of: field, element, at: place, within: parents)
        }
        let rows = invoice.groups[group] ?? []
        if rows.isEmpty, isPartial { return }
        findings.rowsSeen[place] = rows.count
        for (index, row) in rows.prefix(Limits.eInvoiceRows).enumerated() {
            let rowPlace = "\(place)/\(index)"
            if case .object(let members) = element.kind {
                look(for: members, below: rowPlace, within: parents + [field, element], row: (group, row))
            } else {
                record(group.title.flatMap { row[$0] }, for: element, at: rowPlace)
            }
        }
    }

    /// A list of plain values: all texts of one term.
    private mutating func list(of field: Field, _ element: Field, at place: String, within parents: [Field]) {
        var named = field
        named.kind = element.kind
        if case .object = element.kind { return }
        guard case .term(let term, _)? = InvoiceMeaning(of: named, in: parents, group: nil, siblings: []) else {
            return
        }
        let texts = invoice.header.texts[term] ?? []
        findings.rowsSeen[place] = texts.count
        for (index, text) in texts.prefix(Limits.eInvoiceRows).enumerated() {
            record(text, for: element, at: "\(place)/\(index)")
        }
    }
}

extension EInvoice.Group {
    /// The term that stands for a whole row.
    fileprivate var title: Int? {
        switch self {
        case .payments: 84
        case .allowances: 97
        case .charges: 104
        case .taxes: 119
        case .lines: 153
        }
    }
}
