extension InvoiceLayout {
    /// UN/CEFACT Cross Industry Invoice: Factur-X, ZUGFeRD 2, XRechnung; and ZUGFeRD 1 by the names of its successor.
    static let crossIndustry = InvoiceLayout(
        header: Table(
            document + "\n" + party("A/SellerTradeParty", seller) + "\n" + party("A/BuyerTradeParty", buyer) + "\n"
                + party("D/ShipToTradeParty", shipTo)),
        groups: [
            .lines: Rows("T/IncludedSupplyChainTradeLineItem".spelledOut, lines),
            .taxes: Rows(
                "S/ApplicableTradeTax".spelledOut,
                """
                116 BasisAmount
                117 CalculatedAmount
                118 CategoryCode
                119 RateApplicablePercent
                120 ExemptionReason
                121 ExemptionReasonCode
                """),
            .allowances: Rows(
                "S/SpecifiedTradeAllowanceCharge[ChargeIndicator=false]".spelledOut,
                """
                92 ActualAmount
                93 BasisAmount
                94 CalculationPercent
                95 CategoryTradeTax/CategoryCode
                96 CategoryTradeTax/RateApplicablePercent
                97 Reason
                98 ReasonCode
                """),
            .charges: Rows(
                "S/SpecifiedTradeAllowanceCharge[ChargeIndicator=true] S/SpecifiedLogisticsServiceCharge".spelledOut,
                """
                99 ActualAmount | AppliedAmount
                100 BasisAmount
                101 CalculationPercent
                102 CategoryTradeTax/CategoryCode | AppliedTradeTax/CategoryCode
                103 CategoryTradeTax/RateApplicablePercent | AppliedTradeTax/RateApplicablePercent
                104 Reason | Description
                105 ReasonCode
                """),
            .payments: Rows("S/SpecifiedTradeSettlementPaymentMeans".spelledOut, means("")),
        ])

    /// Names of ZUGFeRD 1, and of parts that a line and the whole have alike, as `crossIndustry` knows them.
    static let successors: [String: String] = [
        "SpecifiedExchangedDocumentContext": "ExchangedDocumentContext",
        "HeaderExchangedDocument": "ExchangedDocument",
        "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
        "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
        "ApplicableSupplyChainTradeDelivery": "ApplicableHeaderTradeDelivery",
        "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
        "SpecifiedSupplyChainTradeAgreement": "SpecifiedLineTradeAgreement",
        "SpecifiedSupplyChainTradeDelivery": "SpecifiedLineTradeDelivery",
        "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
        "SpecifiedTradeSettlementMonetarySummation": "MonetarySummation",
        "SpecifiedTradeSettlementHeaderMonetarySummation": "MonetarySummation",
        "SpecifiedTradeSettlementLineMonetarySummation": "MonetarySummation",
        "ApplicablePercent": "RateApplicablePercent",
    ]

    private static let document =
        """
        1 ExchangedDocument/ID
        2 ExchangedDocument/IssueDateTime
        3 ExchangedDocument/TypeCode
        5 S/InvoiceCurrencyCode
        6 S/TaxCurrencyCode
        7 S/ApplicableTradeTax/TaxPointDate
        9 S/SpecifiedTradePaymentTerms/DueDateDateTime
        10 A/BuyerReference
        11 A/SpecifiedProcuringProject/ID
        12 A/ContractReferencedDocument/IssuerAssignedID | A/ContractReferencedDocument/ID
        13 A/BuyerOrderReferencedDocument/IssuerAssignedID | A/BuyerOrderReferencedDocument/ID
        14 A/SellerOrderReferencedDocument/IssuerAssignedID
        15 D/ReceivingAdviceReferencedDocument/IssuerAssignedID
        16 D/DespatchAdviceReferencedDocument/IssuerAssignedID | D/DeliveryNoteReferencedDocument/IssuerAssignedID | D/DeliveryNoteReferencedDocument/ID
        17 A/AdditionalReferencedDocument[TypeCode=50]/IssuerAssignedID
        18 A/AdditionalReferencedDocument[TypeCode=130]/IssuerAssignedID
        19 S/ReceivableSpecifiedTradeAccountingAccount/ID
        20 S/SpecifiedTradePaymentTerms/Description
        22 ExchangedDocument/IncludedNote/Content
        23 ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter/ID
        24 ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID
        25 S/InvoiceReferencedDocument/IssuerAssignedID
        26 S/InvoiceReferencedDocument/FormattedIssueDateTime
        59 S/PayeeTradeParty/Name
        60 S/PayeeTradeParty/ID | S/PayeeTradeParty/GlobalID
        61 S/PayeeTradeParty/SpecifiedLegalOrganization/ID
        62 A/SellerTaxRepresentativeTradeParty/Name
        63 A/SellerTaxRepresentativeTradeParty/SpecifiedTaxRegistration/ID
        72 D/ActualDeliverySupplyChainEvent/OccurrenceDateTime
        73 S/BillingSpecifiedPeriod/StartDateTime
        74 S/BillingSpecifiedPeriod/EndDateTime
        83 S/PaymentReference
        89 S/SpecifiedTradePaymentTerms/DirectDebitMandateID
        90 S/CreditorReferenceID
        106 S/MonetarySummation/LineTotalAmount
        107 S/MonetarySummation/AllowanceTotalAmount
        108 S/MonetarySummation/ChargeTotalAmount
        109 S/MonetarySummation/TaxBasisTotalAmount
        1110 S/MonetarySummation/TaxTotalAmount
        112 S/MonetarySummation/GrandTotalAmount
        113 S/MonetarySummation/TotalPrepaidAmount
        114 S/MonetarySummation/RoundingAmount
        115 S/MonetarySummation/DuePayableAmount
        1002 A/BuyerOrderReferencedDocument/FormattedIssueDateTime | A/BuyerOrderReferencedDocument/IssueDateTime
        """.spelledOut + "\n" + means("S/SpecifiedTradeSettlementPaymentMeans/".spelledOut)

    private static func means(_ path: String) -> String {
        """
        81 \(path)TypeCode
        82 \(path)Information
        84 \(path)PayeePartyCreditorFinancialAccount/IBANID | \(path)PayeePartyCreditorFinancialAccount/ProprietaryID
        85 \(path)PayeePartyCreditorFinancialAccount/AccountName
        86 \(path)PayeeSpecifiedCreditorFinancialInstitution/BICID
        87 \(path)ApplicableTradeSettlementFinancialCard/ID
        88 \(path)ApplicableTradeSettlementFinancialCard/CardholderName
        91 \(path)PayerPartyDebtorFinancialAccount/IBANID
        1001 \(path)PayeeSpecifiedCreditorFinancialInstitution/Name
        """
    }

    /// The terms of a party in the order of `partyPaths`.
    private static let seller = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 162, 37, 38, 39, 40, 41, 42, 43]
    private static let buyer = [44, 45, 46, 47, 48, buyerTaxNumber, 0, 49, 50, 51, 163, 52, 53, 54, 55, 56, 57, 58]
    private static let shipTo = [70, 0, 71, 0, 0, 0, 0, 0, 75, 76, 165, 77, 78, 79, 80, 0, 0, 0]
    private static let partyPaths = [
        "Name", "SpecifiedLegalOrganization/TradingBusinessName", "ID | GlobalID", "SpecifiedLegalOrganization/ID",
        "SpecifiedTaxRegistration/ID[schemeID=VA]", "SpecifiedTaxRegistration/ID[schemeID!=VA]", "Description",
        "URIUniversalCommunication/URIID", "PostalTradeAddress/LineOne | PostalTradeAddress/StreetName",
        "PostalTradeAddress/LineTwo", "PostalTradeAddress/LineThree", "PostalTradeAddress/CityName",
        "PostalTradeAddress/PostcodeCode", "PostalTradeAddress/CountrySubDivisionName",
        "PostalTradeAddress/CountryID", "DefinedTradeContact/PersonName | DefinedTradeContact/DepartmentName",
        "DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber",
        "DefinedTradeContact/EmailURIUniversalCommunication/URIID | DefinedTradeContact/EmailURIUniversalCommunication/CompleteNumber",
    ]

    private static func party(_ place: String, _ terms: [Int]) -> String {
        zip(terms, partyPaths).filter { $0.0 > 0 }.map { term, paths in
            let full = paths.split(separator: " | ").map { "\(place)/\($0)".spelledOut }
            return "\(term) " + full.joined(separator: " | ")
        }.joined(separator: "\n")
    }

    private static let lines = """
        126 AssociatedDocumentLineDocument/LineID
        127 AssociatedDocumentLineDocument/IncludedNote/Content
        128 SpecifiedLineTradeSettlement/AdditionalReferencedDocument/IssuerAssignedID
        129 SpecifiedLineTradeDelivery/BilledQuantity
        130 SpecifiedLineTradeDelivery/BilledQuantity/@unitCode
        131 SpecifiedLineTradeSettlement/MonetarySummation/LineTotalAmount
        132 SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument/LineID
        133 SpecifiedLineTradeSettlement/ReceivableSpecifiedTradeAccountingAccount/ID
        134 SpecifiedLineTradeSettlement/BillingSpecifiedPeriod/StartDateTime
        135 SpecifiedLineTradeSettlement/BillingSpecifiedPeriod/EndDateTime
        136 SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge[ChargeIndicator=false]/ActualAmount
        141 SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge[ChargeIndicator=true]/ActualAmount
        146 SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount
        147 SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/AppliedTradeAllowanceCharge/ActualAmount
        148 SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/ChargeAmount
        149 SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity
        150 SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity/@unitCode
        151 SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode
        152 SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent
        153 SpecifiedTradeProduct/Name
        154 SpecifiedTradeProduct/Description
        155 SpecifiedTradeProduct/SellerAssignedID
        156 SpecifiedTradeProduct/BuyerAssignedID
        157 SpecifiedTradeProduct/GlobalID
        158 SpecifiedTradeProduct/DesignatedProductClassification/ClassCode
        159 SpecifiedTradeProduct/OriginTradeCountry/ID
        """
}

extension String {
    /// Paths with their long beginnings, which the tables shorten.
    fileprivate var spelledOut: String {
        let transaction = "SupplyChainTradeTransaction"
        return split(separator: " ", omittingEmptySubsequences: false).map { word in
            let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return String(word) }
            switch parts[0] {
            case "T": return "\(transaction)/\(parts[1])"
            case "A": return "\(transaction)/ApplicableHeaderTradeAgreement/\(parts[1])"
            case "D": return "\(transaction)/ApplicableHeaderTradeDelivery/\(parts[1])"
            case "S": return "\(transaction)/ApplicableHeaderTradeSettlement/\(parts[1])"
            default: return String(word)
            }
        }.joined(separator: " ")
    }
}
