extension InvoiceLayout {
    /// OASIS Universal Business Language 2: `Invoice` and `CreditNote`.
    static let universal = InvoiceLayout(
        header: Table(
            document + "\n" + party("AccountingSupplierParty/Party", seller) + "\n"
                + party("AccountingCustomerParty/Party", buyer)),
        groups: [
            .lines: Rows("InvoiceLine CreditNoteLine", lines),
            .taxes: Rows(
                "TaxTotal/TaxSubtotal",
                """
                116 TaxableAmount
                117 TaxAmount
                118 TaxCategory/ID
                119 TaxCategory/Percent
                120 TaxCategory/TaxExemptionReason
                121 TaxCategory/TaxExemptionReasonCode
                """),
            .allowances: Rows(
                "AllowanceCharge[ChargeIndicator=false]",
                """
                92 Amount
                93 BaseAmount
                94 MultiplierFactorNumeric
                95 TaxCategory/ID
                96 TaxCategory/Percent
                97 AllowanceChargeReason
                98 AllowanceChargeReasonCode
                """),
            .charges: Rows(
                "AllowanceCharge[ChargeIndicator=true]",
                """
                99 Amount
                100 BaseAmount
                101 MultiplierFactorNumeric
                102 TaxCategory/ID
                103 TaxCategory/Percent
                104 AllowanceChargeReason
                105 AllowanceChargeReasonCode
                """),
            .payments: Rows("PaymentMeans", means("")),
        ])

    private static let document =
        """
        1 ID
        2 IssueDate
        3 InvoiceTypeCode | CreditNoteTypeCode
        5 DocumentCurrencyCode
        6 TaxCurrencyCode
        7 TaxPointDate
        9 DueDate | PaymentMeans/PaymentDueDate
        10 BuyerReference
        11 ProjectReference/ID
        12 ContractDocumentReference/ID
        13 OrderReference/ID
        14 OrderReference/SalesOrderID
        15 ReceiptDocumentReference/ID
        16 DespatchDocumentReference/ID
        17 OriginatorDocumentReference/ID
        18 AdditionalDocumentReference[DocumentTypeCode=130]/ID
        19 AccountingCost
        20 PaymentTerms/Note
        22 Note
        23 ProfileID
        24 CustomizationID
        25 BillingReference/InvoiceDocumentReference/ID
        26 BillingReference/InvoiceDocumentReference/IssueDate
        59 PayeeParty/PartyName/Name
        60 PayeeParty/PartyIdentification/ID
        61 PayeeParty/PartyLegalEntity/CompanyID
        62 TaxRepresentativeParty/PartyName/Name
        63 TaxRepresentativeParty/PartyTaxScheme/CompanyID
        70 Delivery/DeliveryParty/PartyName/Name
        71 Delivery/DeliveryLocation/ID
        72 Delivery/ActualDeliveryDate
        73 InvoicePeriod/StartDate
        74 InvoicePeriod/EndDate
        75 Delivery/DeliveryLocation/Address/StreetName
        76 Delivery/DeliveryLocation/Address/AdditionalStreetName
        77 Delivery/DeliveryLocation/Address/CityName
        78 Delivery/DeliveryLocation/Address/PostalZone
        79 Delivery/DeliveryLocation/Address/CountrySubentity
        80 Delivery/DeliveryLocation/Address/Country/IdentificationCode
        165 Delivery/DeliveryLocation/Address/AddressLine/Line
        83 PaymentMeans/PaymentID
        89 PaymentMeans/PaymentMandate/ID
        90 AccountingSupplierParty/Party/PartyIdentification/ID[schemeID=SEPA] | PayeeParty/PartyIdentification/ID[schemeID=SEPA]
        106 LegalMonetaryTotal/LineExtensionAmount
        107 LegalMonetaryTotal/AllowanceTotalAmount
        108 LegalMonetaryTotal/ChargeTotalAmount
        109 LegalMonetaryTotal/TaxExclusiveAmount
        1110 TaxTotal/TaxAmount
        112 LegalMonetaryTotal/TaxInclusiveAmount
        113 LegalMonetaryTotal/PrepaidAmount
        114 LegalMonetaryTotal/PayableRoundingAmount
        115 LegalMonetaryTotal/PayableAmount
        1002 OrderReference/IssueDate

        """ + means("PaymentMeans/")

    private static func means(_ path: String) -> String {
        """
        81 \(path)PaymentMeansCode
        82 \(path)PaymentMeansCode/@name
        84 \(path)PayeeFinancialAccount/ID
        85 \(path)PayeeFinancialAccount/Name
        86 \(path)PayeeFinancialAccount/FinancialInstitutionBranch/ID
        87 \(path)CardAccount/PrimaryAccountNumberID
        88 \(path)CardAccount/HolderName
        91 \(path)PaymentMandate/PayerFinancialAccount/ID
        1001 \(path)PayeeFinancialAccount/FinancialInstitutionBranch/Name
        """
    }

    /// The terms of a party in the order of `partyPaths`.
    private static let seller = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 162, 37, 38, 39, 40, 41, 42, 43]
    private static let buyer = [44, 45, 46, 47, 48, buyerTaxNumber, 0, 49, 50, 51, 163, 52, 53, 54, 55, 56, 57, 58]
    private static let partyPaths = [
        "PartyLegalEntity/RegistrationName | PartyName/Name", "PartyName/Name",
        "PartyIdentification/ID[schemeID!=SEPA]", "PartyLegalEntity/CompanyID",
        "PartyTaxScheme[TaxScheme=VAT]/CompanyID", "PartyTaxScheme[TaxScheme!=VAT]/CompanyID",
        "PartyLegalEntity/CompanyLegalForm", "EndpointID", "PostalAddress/StreetName",
        "PostalAddress/AdditionalStreetName", "PostalAddress/AddressLine/Line", "PostalAddress/CityName",
        "PostalAddress/PostalZone", "PostalAddress/CountrySubentity", "PostalAddress/Country/IdentificationCode",
        "Contact/Name", "Contact/Telephone", "Contact/ElectronicMail",
    ]

    private static func party(_ place: String, _ terms: [Int]) -> String {
        zip(terms, partyPaths).filter { $0.0 > 0 }.map { term, paths in
            "\(term) " + paths.split(separator: " | ").map { "\(place)/\($0)" }.joined(separator: " | ")
        }.joined(separator: "\n")
    }

    private static let lines = """
        126 ID
        127 Note
        128 DocumentReference/ID
        129 InvoicedQuantity | CreditedQuantity
        130 InvoicedQuantity/@unitCode | CreditedQuantity/@unitCode
        131 LineExtensionAmount
        132 OrderLineReference/LineID
        133 AccountingCost
        134 InvoicePeriod/StartDate
        135 InvoicePeriod/EndDate
        136 AllowanceCharge[ChargeIndicator=false]/Amount
        141 AllowanceCharge[ChargeIndicator=true]/Amount
        146 Price/PriceAmount
        147 Price/AllowanceCharge/Amount
        148 Price/AllowanceCharge/BaseAmount
        149 Price/BaseQuantity
        150 Price/BaseQuantity/@unitCode
        151 Item/ClassifiedTaxCategory/ID
        152 Item/ClassifiedTaxCategory/Percent
        153 Item/Name
        154 Item/Description
        155 Item/SellersItemIdentification/ID
        156 Item/BuyersItemIdentification/ID
        157 Item/StandardItemIdentification/ID
        158 Item/CommodityClassification/ItemClassificationCode
        159 Item/OriginCountry/IdentificationCode
        """
}
