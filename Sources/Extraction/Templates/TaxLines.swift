/// Brings the rates of the summary `tax_lines` to the rows of `lines`, and completes amounts of tax.
enum TaxLines {
    private static let percent = "line_tax_percent"
    private static let amount = "line_tax_amount"
    private static let subtotal = "price_subtotal"
    private static let code = "line_tax_code"

    static func complete(_ output: inout TemplateRow) {
        guard case .rows(var taxes)? = output["tax_lines"]?.content else { return }
        if case .rows(let lines)? = output["lines"]?.content {
            output["lines"] = TemplateValue(.rows(lines.map { rated($0, by: taxes) }))
        }
        for index in taxes.indices { completeAmount(of: &taxes[index]) }
        output["tax_lines"] = TemplateValue(.rows(taxes))
    }

    /// By the code of the rate, or by the only rate there is.
    private static func rated(_ line: TemplateRow, by taxes: [TemplateRow]) -> TemplateRow {
        guard line[percent] == nil else { return line }
        var line = line
        let named = line[code].flatMap { code in taxes.first { $0[Self.code]?.text == code.text }?[percent] }
        guard let rate = named ?? onlyRate(of: taxes) else { return line }
        line[percent] = rate
        completeAmount(of: &line)
        return line
    }

    private static func onlyRate(of taxes: [TemplateRow]) -> TemplateValue? {
        let rates = taxes.filter { row in
            (row[percent]?.number ?? 0) != 0 && ((row[subtotal]?.number ?? 0) != 0 || (row[amount]?.number ?? 0) != 0)
        }.compactMap { $0[percent] }
        guard let first = rates.first, rates.allSatisfy({ $0.number == first.number }) else { return nil }
        return first
    }

    private static func completeAmount(of row: inout TemplateRow) {
        guard row[amount] == nil, let rate = row[percent]?.number, let base = row[subtotal]?.number else { return }
        row[amount] = TemplateValue(.number((base * rate).rounded() / 100))
    }
}
