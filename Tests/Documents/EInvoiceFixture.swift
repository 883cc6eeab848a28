import Model

/// One invoice as a program would write it, in each syntax.
enum EInvoiceFixture {
    static let all = [("CII", cii), ("ZUGFeRD 1", zugferd1), ("UBL", ubl())]

    static let cii = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
          xmlns:ram="urn:ram:100" xmlns:udt="urn:udt:100"><rsm:ExchangedDocumentContext>
          <ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID>
          </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
        <rsm:ExchangedDocument><ram:ID>R-2024/17</ram:ID><ram:TypeCode>380</ram:TypeCode>
          <ram:IssueDateTime><udt:DateTimeString format="102">20240229</udt:DateTimeString></ram:IssueDateTime>
          <ram:IncludedNote><ram:Content>Danke</ram:Content></ram:IncludedNote>
          <ram:IncludedNote><ram:Content>Bis bald</ram:Content></ram:IncludedNote></rsm:ExchangedDocument>
        <rsm:SupplyChainTradeTransaction>\(lines)
        <ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>04011000-12345-34</ram:BuyerReference>
        \(parties)</ram:ApplicableHeaderTradeAgreement>
        <ram:ApplicableHeaderTradeDelivery/>
        <ram:ApplicableHeaderTradeSettlement>\(settlement)
          <ram:SpecifiedTradeSettlementHeaderMonetarySummation>\(sums)</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        </ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
        """

    /// The same in the names of ZUGFeRD 1, where lines come last.
    static let zugferd1: String = {
        var text = cii
        for (new, old) in [
            ("CrossIndustryInvoice", "CrossIndustryDocument"),
            ("<rsm:ExchangedDocument>", "<rsm:HeaderExchangedDocument>"),
            ("</rsm:ExchangedDocument>", "</rsm:HeaderExchangedDocument>"),
            ("rsm:ExchangedDocumentContext", "rsm:SpecifiedExchangedDocumentContext"),
            ("rsm:SupplyChainTradeTransaction", "rsm:SpecifiedSupplyChainTradeTransaction"),
            ("ApplicableHeaderTrade", "ApplicableSupplyChainTrade"),
            ("SpecifiedLineTrade", "SpecifiedSupplyChainTrade"),
            ("SettlementHeaderMonetary", "SettlementMonetary"), ("SettlementLineMonetary", "SettlementMonetary"),
            ("RateApplicablePercent", "ApplicablePercent"),
        ] {
            text = text.replacing(new, with: old)
        }
        return text
    }()

    private static let lines =
        line(1, "Schrauben M4", "S-4", quantity: "200", unit: "C62", price: "0.125", net: "25.00", rate: "19.00")
        + line(2, "Beratung", "B-1", quantity: "1.5", unit: "HUR", price: "80.00", net: "120.00", rate: "7.00")

    private static func line(
        _ number: Int, _ name: String, _ article: String, quantity: String, unit: String, price: String, net: String,
        rate: String
    ) -> String {
        """
        <ram:IncludedSupplyChainTradeLineItem>
          <ram:AssociatedDocumentLineDocument><ram:LineID>\(number)</ram:LineID></ram:AssociatedDocumentLineDocument>
          <ram:SpecifiedTradeProduct><ram:SellerAssignedID>\(article)</ram:SellerAssignedID><ram:Name>\(name)</ram:Name>
          </ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
          <ram:ChargeAmount>\(price)</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
          <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="\(unit)">\(quantity)</ram:BilledQuantity>
          </ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>
          <ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>
          <ram:RateApplicablePercent>\(rate)</ram:RateApplicablePercent></ram:ApplicableTradeTax>
          <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>\(net)</ram:LineTotalAmount>
          </ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
        </ram:IncludedSupplyChainTradeLineItem>
        """
    }

    private static let parties = """
        <ram:SellerTradeParty><ram:Name>Müller &amp; Söhne GmbH</ram:Name>
          <ram:DefinedTradeContact><ram:PersonName>Eva Müller</ram:PersonName><ram:EmailURIUniversalCommunication>
          <ram:URIID>eva@mueller.example</ram:URIID></ram:EmailURIUniversalCommunication></ram:DefinedTradeContact>
          <ram:PostalTradeAddress><ram:PostcodeCode>80331</ram:PostcodeCode><ram:LineOne>Weg 1</ram:LineOne>
          <ram:CityName>München</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
          <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">143/815/08155</ram:ID></ram:SpecifiedTaxRegistration>
          <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE129273398</ram:ID></ram:SpecifiedTaxRegistration>
        </ram:SellerTradeParty>
        <ram:BuyerTradeParty><ram:ID>K-7</ram:ID><ram:Name>Kunde KG</ram:Name>
          <ram:PostalTradeAddress><ram:PostcodeCode>1010</ram:PostcodeCode><ram:LineOne>Ring 2</ram:LineOne>
          <ram:CityName>Wien</ram:CityName><ram:CountryID>AT</ram:CountryID></ram:PostalTradeAddress>
        </ram:BuyerTradeParty>
        """

    private static let settlement = """
        <ram:PaymentReference>VZ 17</ram:PaymentReference><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
        <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>
          <ram:IBANID>DE02 1203 0000 0000 2020 51</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>
          <ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>BYLADEM1001</ram:BICID>
          </ram:PayeeSpecifiedCreditorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:ApplicableTradeTax><ram:CalculatedAmount>4.56</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
          <ram:BasisAmount>24.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>
          <ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
        <ram:ApplicableTradeTax><ram:CalculatedAmount>8.40</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
          <ram:BasisAmount>120.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>
          <ram:RateApplicablePercent>7.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
        <ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>
          <ram:ActualAmount>1.00</ram:ActualAmount><ram:Reason>Treue</ram:Reason></ram:SpecifiedTradeAllowanceCharge>
        <ram:SpecifiedTradePaymentTerms><ram:Description>30 Tage netto</ram:Description><ram:DueDateDateTime>
          <udt:DateTimeString format="102">20240330</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
        """

    private static let sums = """
        <ram:LineTotalAmount>145.00</ram:LineTotalAmount><ram:ChargeTotalAmount>0.00</ram:ChargeTotalAmount>
        <ram:AllowanceTotalAmount>1.00</ram:AllowanceTotalAmount><ram:TaxBasisTotalAmount>144.00</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="CZK">327.11</ram:TaxTotalAmount>
        <ram:TaxTotalAmount currencyID="EUR">12.96</ram:TaxTotalAmount><ram:GrandTotalAmount>156.96</ram:GrandTotalAmount>
        <ram:TotalPrepaidAmount>56.96</ram:TotalPrepaidAmount><ram:DuePayableAmount>100.00</ram:DuePayableAmount>
        """

    /// The same in UBL, as an invoice or a credit note.
    static func ubl(isCreditNote: Bool = false) -> String {
        let name = isCreditNote ? "CreditNote" : "Invoice"
        func line(_ number: Int, _ item: String, _ article: String, _ figures: [String]) -> String {
            let quantity = isCreditNote ? "CreditedQuantity" : "InvoicedQuantity"
            return """
                <cac:\(name)Line><cbc:ID>\(number)</cbc:ID><cbc:\(quantity) unitCode="\(figures[1])">\(figures[0])</cbc:\(quantity)>
                <cbc:LineExtensionAmount currencyID="EUR">\(figures[3])</cbc:LineExtensionAmount><cac:Item>
                <cbc:Name>\(item)</cbc:Name><cac:SellersItemIdentification><cbc:ID>\(article)</cbc:ID>
                </cac:SellersItemIdentification><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>\(figures[4])</cbc:Percent>
                </cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount>\(figures[2])</cbc:PriceAmount></cac:Price>
                </cac:\(name)Line>
                """
        }
        return """
            \u{FEFF}<?xml version="1.0"?>
            <\(name) xmlns="urn:oasis:names:specification:ubl:schema:xsd:\(name)-2" xmlns:cac="urn:cac" xmlns:cbc="urn:cbc">
            <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>
            <cbc:ID>R-2024/17</cbc:ID><cbc:IssueDate>2024-02-29</cbc:IssueDate><cbc:DueDate>2024-03-30</cbc:DueDate>
            <cbc:\(name)TypeCode>\(isCreditNote ? 381 : 380)</cbc:\(name)TypeCode><cbc:Note>Danke</cbc:Note><cbc:Note>Bis bald</cbc:Note>
            <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:BuyerReference>04011000-12345-34</cbc:BuyerReference>
            <cac:AccountingSupplierParty><cac:Party><cac:PostalAddress><cbc:StreetName>Weg 1</cbc:StreetName>
            <cbc:CityName>München</cbc:CityName><cbc:PostalZone>80331</cbc:PostalZone><cac:Country>
            <cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
            <cac:PartyTaxScheme><cbc:CompanyID>143/815/08155</cbc:CompanyID><cac:TaxScheme><cbc:ID>FC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
            <cac:PartyTaxScheme><cbc:CompanyID>DE129273398</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
            <cac:PartyLegalEntity><cbc:RegistrationName>Müller &amp; Söhne GmbH</cbc:RegistrationName></cac:PartyLegalEntity>
            <cac:Contact><cbc:Name>Eva Müller</cbc:Name><cbc:ElectronicMail>eva@mueller.example</cbc:ElectronicMail></cac:Contact>
            </cac:Party></cac:AccountingSupplierParty>
            <cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID>K-7</cbc:ID></cac:PartyIdentification>
            <cac:PostalAddress><cbc:StreetName>Ring 2</cbc:StreetName><cbc:CityName>Wien</cbc:CityName><cbc:PostalZone>1010</cbc:PostalZone>
            <cac:Country><cbc:IdentificationCode>AT</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
            <cac:PartyLegalEntity><cbc:RegistrationName>Kunde KG</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
            <cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>VZ 17</cbc:PaymentID>
            <cac:PayeeFinancialAccount><cbc:ID>DE02120300000000202051</cbc:ID><cac:FinancialInstitutionBranch><cbc:ID>BYLADEM1001</cbc:ID>
            </cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount></cac:PaymentMeans>
            <cac:PaymentTerms><cbc:Note>30 Tage netto</cbc:Note></cac:PaymentTerms>
            <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Treue</cbc:AllowanceChargeReason>
            <cbc:Amount>1.00</cbc:Amount></cac:AllowanceCharge>
            <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">12.96</cbc:TaxAmount>
            <cac:TaxSubtotal><cbc:TaxableAmount>24.00</cbc:TaxableAmount><cbc:TaxAmount>4.56</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal>
            <cac:TaxSubtotal><cbc:TaxableAmount>120.00</cbc:TaxableAmount><cbc:TaxAmount>8.40</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>7</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal>
            </cac:TaxTotal><cac:LegalMonetaryTotal><cbc:LineExtensionAmount>145.00</cbc:LineExtensionAmount>
            <cbc:TaxExclusiveAmount>144.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount>156.96</cbc:TaxInclusiveAmount>
            <cbc:AllowanceTotalAmount>1.00</cbc:AllowanceTotalAmount><cbc:PrepaidAmount>56.96</cbc:PrepaidAmount>
            <cbc:PayableAmount>100.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
            \(line(1, "Schrauben M4", "S-4", ["200", "C62", "0.125", "25.00", "19"]))\(line(2, "Beratung", "B-1", ["1.5", "HUR", "80.00", "120.00", "7"]))
            </\(name)>
            """
    }
}
