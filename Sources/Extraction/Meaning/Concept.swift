/// What a value is in business, as far as documents and schemas share a word for it; raw values are its plain names.
public enum Concept: String, Sendable, CaseIterable {
    // The document.
    case invoiceNumber = "invoice_number"
    case issueDate = "issue_date"
    case dueDate = "due_date"
    case deliveryDate = "delivery_date"
    case deliveryNoteNumber = "delivery_note_number"
    case periodStart = "period_start"
    case periodEnd = "period_end"
    case documentType = "document_type"
    case orderNumber = "order_number"
    case orderDate = "order_date"
    case contractNumber = "contract_number"
    case projectNumber = "project_number"
    case customerNumber = "customer_number"
    case supplierNumber = "supplier_number"
    case buyerReference = "buyer_reference"
    case paymentTerms = "payment_terms"
    case paymentMethod = "payment_method"
    case note

    // The parties.
    case sellerName = "seller_name"
    case sellerAddress = "seller_address"
    case sellerStreet = "seller_street"
    case sellerPostcode = "seller_postcode"
    case sellerCity = "seller_city"
    case sellerCountry = "seller_country"
    case sellerVATID = "seller_vat_id"
    case sellerTaxNumber = "seller_tax_number"
    case sellerRegistration = "seller_registration"
    case sellerEmail = "seller_email"
    case sellerPhone = "seller_phone"
    case sellerContact = "seller_contact"
    case sellerWebsite = "seller_website"
    case buyerName = "buyer_name"
    case buyerAddress = "buyer_address"
    case buyerStreet = "buyer_street"
    case buyerPostcode = "buyer_postcode"
    case buyerCity = "buyer_city"
    case buyerCountry = "buyer_country"
    case buyerVATID = "buyer_vat_id"
    case buyerEmail = "buyer_email"
    case buyerPhone = "buyer_phone"
    case buyerContact = "buyer_contact"
    case shipToName = "ship_to_name"
    case shipToAddress = "ship_to_address"

    // Amounts of the whole.
    case currency
    case lineTotal = "line_total"
    case allowances
    case charges
    case taxBasisTotal = "tax_basis_total"
    case taxTotal = "tax_total"
    case taxRate = "tax_rate"
    case grandTotal = "grand_total"
    case prepaid
    case rounding
    case duePayable = "due_payable"
    case openingBalance = "opening_balance"
    case closingBalance = "closing_balance"

    // Payment.
    case iban
    case bic
    case bankName = "bank_name"
    case accountHolder = "account_holder"
    case accountNumber = "account_number"
    case paymentReference = "payment_reference"

    // A line of goods.
    case lines
    case linePosition = "line_position"
    case lineArticleNumber = "line_article_number"
    case lineDescription = "line_description"
    case lineNote = "line_note"
    case lineQuantity = "line_quantity"
    case lineUnit = "line_unit"
    case lineUnitPrice = "line_unit_price"
    case lineDiscount = "line_discount"
    case lineTaxRate = "line_tax_rate"
    case lineTaxAmount = "line_tax_amount"
    case lineNetAmount = "line_net_amount"
    case lineGrossAmount = "line_gross_amount"
    case lineDate = "line_date"

    // A line of taxes.
    case taxes
    case taxLineCategory = "tax_line_category"
    case taxLineRate = "tax_line_rate"
    case taxLineBasis = "tax_line_basis"
    case taxLineAmount = "tax_line_amount"

    // A line of a statement of account.
    case transactions
    case transactionDate = "transaction_date"
    case transactionValueDate = "transaction_value_date"
    case transactionText = "transaction_text"
    case transactionAmount = "transaction_amount"
    case transactionDebit = "transaction_debit"
    case transactionCredit = "transaction_credit"
    case transactionBalance = "transaction_balance"

    // Of any document.
    case email
    case phone
    case website
    case time

    /// What kind of value it is.
    public enum Sort: Sendable, Equatable {
        case identifier, date, amount, percentage, quantity, name, address, text, code, list
    }

    /// What kind of value it is.
    public var sort: Sort {
        switch self {
        case .lines, .taxes, .transactions: .list
        case .issueDate, .dueDate, .deliveryDate, .periodStart, .periodEnd, .orderDate, .lineDate, .transactionDate,
            .transactionValueDate:
            .date
        case .lineTotal, .allowances, .charges, .taxBasisTotal, .taxTotal, .grandTotal, .prepaid, .rounding,
            .duePayable, .openingBalance, .closingBalance, .lineUnitPrice, .lineTaxAmount, .lineNetAmount,
            .lineGrossAmount, .taxLineBasis, .taxLineAmount, .transactionAmount, .transactionDebit,
            .transactionCredit, .transactionBalance, .lineDiscount:
            .amount
        case .taxRate, .lineTaxRate, .taxLineRate: .percentage
        case .lineQuantity: .quantity
        case .sellerName, .buyerName, .shipToName, .bankName, .accountHolder, .sellerContact, .buyerContact: .name
        case .sellerAddress, .buyerAddress, .shipToAddress, .sellerStreet, .buyerStreet, .sellerCity, .buyerCity,
            .sellerCountry, .buyerCountry:
            .address
        case .currency, .lineUnit, .taxLineCategory, .documentType: .code
        case .paymentTerms, .paymentMethod, .note, .lineDescription, .lineNote, .transactionText, .time: .text
        default: .identifier
        }
    }

    /// True for amounts that belong to the document as a whole and hang together by arithmetic.
    public var isTotal: Bool {
        switch self {
        case .lineTotal, .allowances, .charges, .taxBasisTotal, .taxTotal, .grandTotal, .prepaid, .duePayable: true
        default: false
        }
    }
}
