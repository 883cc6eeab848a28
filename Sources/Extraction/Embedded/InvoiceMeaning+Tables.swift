extension InvoiceMeaning {
    /// Terms of what is said of the whole invoice.
    static let headerTerms: [Concept: Int] = [
        .invoiceNumber: 1, .issueDate: 2, .documentType: 3, .currency: 5, .dueDate: 9, .buyerReference: 10,
        .projectNumber: 11, .contractNumber: 12, .orderNumber: 13, .deliveryNoteNumber: 16, .paymentTerms: 20,
        .note: 22, .sellerName: 27, .supplierNumber: 29, .sellerRegistration: 30, .sellerVATID: 31,
        .sellerTaxNumber: 32, .sellerStreet: 35, .sellerCity: 37, .sellerPostcode: 38, .sellerCountry: 40,
        .sellerContact: 41, .sellerPhone: 42, .sellerEmail: 43, .buyerName: 44, .customerNumber: 46, .buyerVATID: 48,
        .buyerStreet: 50, .buyerCity: 52, .buyerPostcode: 53, .buyerCountry: 55, .buyerContact: 56, .buyerPhone: 57,
        .buyerEmail: 58, .shipToName: 70, .deliveryDate: 72, .periodStart: 73, .periodEnd: 74, .paymentMethod: 82,
        .paymentReference: 83, .iban: 84, .accountNumber: 84, .accountHolder: 85, .bic: 86, .lineTotal: 106,
        .allowances: 107, .charges: 108, .taxBasisTotal: 109, .taxTotal: 110, .grandTotal: 112, .prepaid: 113,
        .rounding: 114, .duePayable: 115, .email: 43, .phone: 42, .bankName: EInvoice.Extra.bankName,
        .orderDate: EInvoice.Extra.orderDate,
    ]

    /// Terms of what is said of a line, the best first.
    static let lineTerms: [Concept: [Int]] = [
        .linePosition: [126], .lineNote: [127], .lineQuantity: [129], .lineUnit: [130], .lineNetAmount: [131],
        .lineDate: [134], .lineDiscount: [136, 147], .lineUnitPrice: [146], .lineTaxRate: [152],
        .lineDescription: [153, 154], .lineArticleNumber: [155, 157, 156],
    ]

    /// Terms of what is said of one rate of tax.
    static let taxTerms: [Concept: Int] = [
        .taxLineBasis: 116, .taxLineAmount: 117, .taxLineCategory: 118, .taxLineRate: 119, .lineNetAmount: 116,
        .lineTaxAmount: 117, .lineTaxRate: 119,
    ]

    /// Terms of an allowance; those of a charge are seven higher.
    static let reductionTerms: [Concept: Int] = [
        .lineNetAmount: 92, .lineDiscount: 92, .lineUnitPrice: 92, .lineTaxRate: 96, .lineDescription: 97,
        .lineNote: 97,
        .lineArticleNumber: 98,
    ]

    /// Arrays by their names, in any order of their words.
    static let groupNames: [String: EInvoice.Group] = keys([
        (.allowances, ["allowances", "discounts", "document level allowances", "invoice discounts"]),
        (.charges, ["charges", "surcharges", "document level charges", "additional charges", "fees"]),
        (.payments, ["payment instructions", "payment means", "bank accounts", "payment accounts", "credit transfer"]),
        (.taxes, ["vat breakdown", "tax breakdown", "vat breakdowns"]),
        (.lines, ["invoice lines", "invoice line"]),
    ])

    /// Terms by their names in EN 16931-1, in any order of their words, for each group of rows; 0 is the whole invoice.
    static let standardNames: [Int: [String: Int]] = [
        0: keys([
            (3, ["invoice type code"]), (5, ["invoice currency code"]),
            (6, ["vat accounting currency code", "tax currency"]),
            (7, ["value added tax point date", "tax point date", "vat point date"]),
            (9, ["payment due date"]), (14, ["sales order reference", "sales order number"]),
            (15, ["receiving advice reference", "goods receipt number"]), (16, ["despatch advice reference"]),
            (17, ["tender or lot reference", "tender reference"]), (18, ["invoiced object identifier"]),
            (19, ["buyer accounting reference", "accounting cost", "cost centre", "cost center"]),
            (23, ["business process type", "profile id"]), (24, ["specification identifier", "customization id"]),
            (25, ["preceding invoice reference", "preceding invoice number", "original invoice number"]),
            (26, ["preceding invoice issue date", "original invoice date"]),
            (28, ["seller trading name"]), (29, ["seller identifier"]),
            (30, ["seller legal registration identifier", "seller registration number"]),
            (31, ["seller vat identifier"]), (32, ["seller tax registration identifier"]),
            (33, ["seller additional legal information"]), (34, ["seller electronic address", "seller endpoint id"]),
            (36, ["seller address line 2"]), (39, ["seller country subdivision", "seller state", "seller region"]),
            (40, ["seller country code"]), (45, ["buyer trading name"]), (46, ["buyer identifier"]),
            (47, ["buyer legal registration identifier", "buyer registration number"]), (48, ["buyer vat identifier"]),
            (InvoiceLayout.buyerTaxNumber, ["buyer tax number", "buyer tax registration identifier"]),
            (49, ["buyer electronic address", "buyer endpoint id"]), (51, ["buyer address line 2"]),
            (54, ["buyer country subdivision", "buyer state", "buyer region"]), (55, ["buyer country code"]),
            (59, ["payee name", "payee"]), (60, ["payee identifier", "payee id"]),
            (61, ["payee legal registration identifier"]),
            (62, ["seller tax representative name", "tax representative"]),
            (63, ["seller tax representative vat identifier", "tax representative vat id"]),
            (70, ["deliver to party name"]), (71, ["deliver to location identifier"]),
            (72, ["actual delivery date"]), (75, ["deliver to address line 1", "ship to street", "delivery street"]),
            (77, ["deliver to city", "ship to city", "delivery city"]),
            (78, ["deliver to post code", "ship to postcode", "delivery postcode"]),
            (80, ["deliver to country code", "ship to country", "delivery country"]),
            (73, ["invoicing period start date"]), (74, ["invoicing period end date"]),
            (81, ["payment means type code", "payment means code"]), (82, ["payment means text"]),
            (83, ["remittance information"]), (84, ["payment account identifier"]), (85, ["payment account name"]),
            (86, ["payment service provider identifier"]),
            (87, ["payment card primary account number", "card number"]),
            (88, ["payment card holder name", "card holder"]),
            (89, ["mandate reference identifier", "mandate reference", "mandate id", "sepa mandate"]),
            (90, ["bank assigned creditor identifier", "creditor identifier", "creditor id", "sepa creditor id"]),
            (91, ["debited account identifier", "debited account", "debtor iban"]),
            (106, ["sum of invoice line net amount"]), (107, ["sum of allowances on document level"]),
            (108, ["sum of charges on document level"]), (109, ["invoice total amount without vat"]),
            (110, ["invoice total vat amount"]), (111, ["invoice total vat amount in accounting currency"]),
            (112, ["invoice total amount with vat"]), (113, ["paid amount"]), (114, ["rounding amount"]),
            (115, ["amount due for payment"]),
        ]),
        EInvoice.Group.lines.rawValue: keys([
            (126, ["invoice line identifier"]), (127, ["invoice line note"]), (129, ["invoiced quantity"]),
            (130, ["invoiced quantity unit of measure code"]), (131, ["invoice line net amount"]),
            (132, ["referenced purchase order line reference"]),
            (134, ["invoice line period start date", "start date", "period start"]),
            (135, ["invoice line period end date", "end date", "period end"]), (141, ["surcharge", "charge amount"]),
            (146, ["item net price"]), (147, ["item price discount"]),
            (148, ["item gross price", "gross price", "list price"]),
            (149, ["item price base quantity", "base quantity", "price base"]),
            (151, ["invoiced item vat category code", "vat category", "tax category", "tax code"]),
            (152, ["invoiced item vat rate"]), (153, ["item name"]), (154, ["item description"]),
            (155, ["item sellers identifier", "seller article number", "seller item id"]),
            (156, ["item buyers identifier", "buyer article number", "customer article number", "buyer item id"]),
            (157, ["item standard identifier", "gtin", "ean", "global id", "barcode"]),
            (158, ["item classification identifier", "classification", "class code"]),
            (159, ["item country of origin", "country of origin", "origin country"]),
        ]),
        EInvoice.Group.taxes.rawValue: keys([
            (116, ["vat category taxable amount"]), (117, ["vat category tax amount"]), (118, ["vat category code"]),
            (119, ["vat category rate"]), (120, ["vat exemption reason text", "exemption reason", "reason"]),
            (121, ["vat exemption reason code", "exemption code"]),
        ]),
        EInvoice.Group.allowances.rawValue: keys([
            (92, ["amount"]), (93, ["base amount"]), (94, ["percentage", "rate"]), (95, ["vat category code"]),
            (96, ["vat rate"]), (97, ["reason", "description", "name"]), (98, ["reason code"]),
        ]),
        EInvoice.Group.charges.rawValue: keys([
            (99, ["amount"]), (100, ["base amount"]), (101, ["percentage", "rate"]), (102, ["vat category code"]),
            (103, ["vat rate"]), (104, ["reason", "description", "name"]), (105, ["reason code"]),
        ]),
        EInvoice.Group.payments.rawValue: keys([
            (81, ["type", "code", "payment means code", "type code"]), (82, ["text", "name", "method", "description"]),
            (84, ["iban", "account", "account number", "id"]), (85, ["account name", "holder"]),
            (86, ["bic", "swift"]),
            (EInvoice.Extra.bankName, ["bank", "bank name"]),
        ]),
    ]

    private static func keys<Value>(_ names: [(Value, [String])]) -> [String: Value] {
        var table: [String: Value] = [:]
        for (value, texts) in names {
            for text in texts { table[key(text)] = table[key(text)] ?? value }
        }
        return table
    }
}
