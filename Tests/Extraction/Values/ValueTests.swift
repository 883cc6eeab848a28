import Extraction
import Testing

/// Values as documents of many countries write them.
@Suite struct ValueTests {
    @Test(arguments: [
        ("05.03.2018", "2018-03-05"), ("5.3.18", "2018-03-05"), ("2018-03-05", "2018-03-05"),
        ("20180305", "2018-03-05"),
        ("05/03/2018", "2018-03-05"), ("25/12/2019", "2019-12-25"), ("12/25/2019", "2019-12-25"),
        ("5. März 2018", "2018-03-05"), ("March 5, 2018", "2018-03-05"), ("5 mars 2018", "2018-03-05"),
        ("5 de marzo de 2018", "2018-03-05"), ("05-Mar-18", "2018-03-05"), ("5th March 2018", "2018-03-05"),
        ("mercoledì 5 marzo 2018", "2018-03-05"), ("2018年3月5日", "2018-03-05"), ("2018/03/05 14:30", "2018-03-05"),
    ])
    func datesAreRead(_ text: String, iso: String) {
        #expect(DateReader().read(text)?.iso == iso)
    }

    @Test(arguments: ["31.02.2018", "00/13/2018", "1.2.3", "Mars", "March 2018", "99/99/99", "12,50", "IP 10.0.0.1"])
    func whatIsNoDateIsNone(_ text: String) {
        #expect(DateReader().read(text) == nil)
    }

    @Test func theDocumentDecidesTheOrderOfDayAndMonth() {
        #expect(DateReader.order(of: ["03/04/2020", "03/25/2020"]) == .monthFirst)
        #expect(DateReader.order(of: ["03/04/2020", "25/03/2020"]) == .dayFirst)
        #expect(DateReader.order(of: ["03/04/2020"]) == nil)
        #expect(DateReader(order: .monthFirst).read("03/04/2020")?.iso == "2020-03-04")
    }

    @Test(arguments: [
        ("1.234,50", 1234.5), ("1,234.50", 1234.5), ("1 234,50", 1234.5), ("1'234.50", 1234.5), ("1.234", 1234),
        ("1,234,567", 1_234_567), ("0.025", 0.025), ("12,5", 12.5), ("€ 12.00", 12), ("12,00 EUR", 12),
        ("$-50.00", -50),
        ("100,00-", -100), ("(5.00)", -5), ("12.00 CR", -12), ("19 %", 19), ("CHF 1’234.50", 1234.5), ("-0,00", 0),
        ("1,23,456.78", 123_456.78),
    ])
    func numbersAreRead(_ text: String, value: Double) {
        #expect(NumberReader().read(text)?.value == value)
    }

    @Test(arguments: ["12.03.2018", "A12", "1.2.3", "12-34", "", "€", "1.23.45,6,7"])
    func whatIsNoNumberIsNone(_ text: String) {
        #expect(NumberReader().read(text) == nil)
    }

    @Test func theDocumentDecidesTheDecimalMark() {
        #expect(NumberReader.decimalMark(of: ["12,50", "1.000,00", "5"]) == ",")
        #expect(NumberReader(decimalMark: ".").read("1.234")?.value == 1.234)
        #expect(NumberReader(decimalMark: ",").read("1.234")?.value == 1234)
    }

    @Test func currenciesAreKnownBySignAndCode() {
        #expect(NumberReader().read("£12.00")?.currency == "GBP")
        #expect(NumberReader().read("12,00 zł")?.currency == "PLN")
        #expect(NumberReader().read("US$ 12.00")?.currency == "USD")
    }

    @Test func identifiersOfBanksAndTaxesAreChecked() {
        #expect(IBAN.read("DE02 1203 0000 0000 2020 51") == "DE02120300000000202051")
        #expect(IBAN.isValid("DE02120300000000202051"))
        #expect(!IBAN.isValid("DE12123456781234567890"))
        #expect(VATID.read("DE 123 456 789") == "DE123456789")
        #expect(VATID.read("ATU12345678") == "ATU12345678")
        #expect(VATID.read("DE12") == nil)
        #expect(BIC.read("COBADEFFXXX") == "COBADEFFXXX")
        #expect(ContactDetails.email("max@example.com") == "max@example.com")
        #expect(ContactDetails.email("max@") == nil)
        #expect(Truth.read("ja") == true)
        #expect(Truth.read("☐") == false)
        #expect(Truth.read("maybe") == nil)
    }
}
