import Extraction
import Model
import Testing

/// What fields mean by what they are called.
@Suite struct ConceptTests {
    @Test(arguments: [
        ("invoice_number", Concept.invoiceNumber), ("invoiceNo", .invoiceNumber), ("Rechnungsnummer", .invoiceNumber),
        ("numero_facture", .invoiceNumber), ("factuurnummer", .invoiceNumber), ("n° de facture", .invoiceNumber),
        ("date", .issueDate), ("invoice_date", .issueDate), ("fecha_factura", .issueDate),
        ("Rechnungsdatum", .issueDate),
        ("due_date", .dueDate), ("Fälligkeitsdatum", .dueDate), ("date_echeance", .dueDate), ("scadenza", .dueDate),
        ("vendor", .sellerName), ("supplier_name", .sellerName), ("merchant", .sellerName), ("Lieferant", .sellerName),
        ("customer_name", .buyerName), ("bill_to", .buyerName), ("Kundennummer", .customerNumber),
        ("vat_number", .sellerVATID), ("USt-IdNr", .sellerVATID), ("partita_iva", .sellerVATID),
        ("currency_code", .currency), ("IBAN", .iban), ("swift", .bic), ("Bestellnummer", .orderNumber),
    ])
    func textsAreKnownByTheirName(_ name: String, concept: Concept) {
        #expect(Concept.of(Field(name, .string)) == concept)
    }

    @Test(arguments: [
        ("total", Concept.grandTotal), ("total_amount", .grandTotal), ("Gesamtbetrag", .grandTotal),
        ("total_ttc", .grandTotal), ("importe_total", .grandTotal), ("amount_due", .duePayable),
        ("balance_due", .duePayable), ("Zahlbetrag", .duePayable), ("net_total", .taxBasisTotal),
        ("Nettobetrag", .taxBasisTotal), ("total_ht", .taxBasisTotal), ("totale_imponibile", .taxBasisTotal),
        ("subtotal", .lineTotal), ("Zwischensumme", .lineTotal), ("vat_amount", .taxTotal), ("tax", .taxTotal),
        ("Steuerbetrag", .taxTotal), ("deposit", .prepaid), ("discount_total", .allowances),
    ])
    func amountsAreKnownByTheirName(_ name: String, concept: Concept) {
        #expect(Concept.of(Field(name, .number)) == concept)
    }

    @Test(arguments: [
        ("description", Field.Kind.string, Concept.lineDescription), ("qty", .number, .lineQuantity),
        ("Einzelpreis", .number, .lineUnitPrice), ("amount", .number, .lineNetAmount),
        ("total", .number, .lineNetAmount), ("tax_rate", .number, .lineTaxRate), ("sku", .string, .lineArticleNumber),
        ("pos", .integer, .linePosition), ("price", .number, .lineUnitPrice),
    ])
    func membersOfLinesAreKnownByTheirName(_ name: String, kind: Field.Kind, concept: Concept) {
        let items = Field("items", .object([Field(name, kind)]))
        let lines = Field("line_items", .array(of: items))
        #expect(Concept.of(Field(name, kind), in: [lines, items]) == concept)
    }

    @Test func membersOfAPartyAreItsOwn() {
        let seller = Field("supplier", .object([]))
        let buyer = Field("customer", .object([]))
        #expect(Concept.of(Field("name", .string), in: [seller]) == .sellerName)
        #expect(Concept.of(Field("name", .string), in: [buyer]) == .buyerName)
        #expect(Concept.of(Field("city", .string), in: [buyer]) == .buyerCity)
        #expect(Concept.of(Field("number", .string), in: [buyer]) == .customerNumber)
        #expect(Concept.of(Field("number", .string), in: [Field("invoice", .object([]))]) == .invoiceNumber)
    }

    @Test func descriptionTellsWhatTheNameDoesNot() {
        #expect(Concept.of(Field("f1", .number, description: "Invoice total including VAT")) == .grandTotal)
        #expect(Concept.of(Field("f2", .string, description: "The invoice number, as printed")) == .invoiceNumber)
    }

    @Test func aFieldOfNoBusinessHasNoConcept() {
        #expect(Concept.of(Field("patient_name", .string)) == nil)
        #expect(Concept.of(Field("color", .string)) == nil)
    }
}
