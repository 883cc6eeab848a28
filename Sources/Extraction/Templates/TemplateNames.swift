import Model

/// What the names of fields in templates mean: the vocabulary of invoice2data, then the words of business.
enum TemplateNames {
    /// The concept of a field of the whole document.
    static func concept(_ name: String) -> Concept? {
        fields[name] ?? Concept.of(Field(name, .string)) ?? Concept.of(Field(name, .number))
            ?? Concept.of(Field(name, .date(hasTime: false)))
    }

    /// The concept of a column of `lines`.
    static func lineConcept(_ name: String) -> Concept? { lines[name] ?? within(.lines, name) }

    /// The concept of a column of `tax_lines`.
    static func taxConcept(_ name: String) -> Concept? { taxes[name] ?? within(.taxes, name) }

    private static func within(_ list: Concept, _ name: String) -> Concept? {
        let row = Field("items", .object([]))
        let parents = [Field(list.rawValue, .array(of: row)), row]
        return Concept.of(Field(name, .string), in: parents) ?? Concept.of(Field(name, .number), in: parents)
    }

    private static let fields: [String: Concept] = [
        "amount": .grandTotal, "amount_total": .grandTotal, "amount_untaxed": .taxBasisTotal, "amount_tax": .taxTotal,
        "amount_due": .duePayable, "date": .issueDate, "date_due": .dueDate, "date_start": .periodStart,
        "date_end": .periodEnd, "issuer": .sellerName, "partner_name": .sellerName, "vat": .sellerVATID,
        "partner_vat": .sellerVATID, "company_vat": .buyerVATID, "siren": .sellerRegistration,
        "partner_coc": .sellerRegistration, "partner_street": .sellerStreet, "partner_city": .sellerCity,
        "partner_zip": .sellerPostcode, "country_code": .sellerCountry, "partner_email": .sellerEmail,
        "partner_website": .sellerWebsite, "telephone": .sellerPhone, "mobile": .sellerPhone, "narration": .note,
        "payment_reference": .paymentReference, "lines": .lines, "tax_lines": .taxes, "IBAN": .iban, "BIC": .bic,
    ]

    private static let lines: [String: Concept] = [
        "name": .lineDescription, "desc": .lineDescription, "product": .lineArticleNumber, "code": .lineArticleNumber,
        "barcode": .lineArticleNumber, "qty": .lineQuantity, "uom": .lineUnit, "unece_code": .lineUnit,
        "price": .lineUnitPrice, "price_unit": .lineUnitPrice, "price_subtotal": .lineNetAmount,
        "price_total": .lineGrossAmount, "amount": .lineNetAmount, "discount": .lineDiscount,
        "line_tax_percent": .lineTaxRate, "line_tax_amount": .lineTaxAmount, "line_note": .lineNote,
        "pos": .linePosition,
        "date_start": .lineDate,
    ]

    private static let taxes: [String: Concept] = [
        "price_subtotal": .taxLineBasis, "line_tax_percent": .taxLineRate, "line_tax_amount": .taxLineAmount,
        "line_tax_code": .taxLineCategory,
    ]
}
