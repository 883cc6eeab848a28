import Testing

@testable import Documents

@Suite struct NumberFormatTests {
    @Test(arguments: [
        ("General", 1234.5, "1234.5"), ("General", 0.30000000000000004, "0.3"), ("General", 1e21, "1E+21"),
        ("General", -42, "-42"), ("0", 2.5, "3"), ("0.00", 2.675, "2.68"), ("0.00", -0.001, "0.00"),
        ("#,##0", 1_234_567.4, "1,234,567"), ("#,##0.00", 0.5, "0.50"), ("#.##", 5, "5"), ("#,###", 0, ""),
        ("0%", 0.256, "26%"), ("0.0%", 0.2565, "25.7%"), ("0.00E+00", 12345, "1.23E+04"),
        ("##0.0E+0", 12345, "12.3E+3"), ("# ?/?", 2.25, "2 1/4"), ("[$€-407] #,##0.00", 1480, "€ 1,480.00"),
        ("#,##0.00 \"kg\"", 3, "3.00 kg"), ("#,##0;(#,##0)", -1234, "(1,234)"), ("0;-0;\"zero\"", 0, "zero"),
        ("_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", 0, " - "), ("#,##0,", 1_234_567, "1,235"),
        ("0.0,,\" M\"", 12_345_678, "12.3 M"), ("[<1]0.00;0", 0.25, "0.25"), ("[<1]0.00;0", 3, "3"),
        ("000-0000", 5_551_234, "555-1234"), ("[Red]-0.0", -3, "--3.0"),
    ])
    func numbersAreShownAsTheirFormatSays(_ code: String, _ number: Double, _ shown: String) {
        #expect(NumberFormat(code: code).text(number) == shown)
    }

    @Test(arguments: [
        ("yyyy-mm-dd", 45_000.0, "2023-03-15"), ("d-mmm-yy", 45_000, "15-Mar-23"),
        ("dddd, mmmm d", 45_000, "Wednesday, March 15"),
        ("h:mm AM/PM", 0.75, "6:00 PM"), ("hh:mm:ss", 0.999999999, "00:00:00"), ("[h]:mm", 1.5, "36:00"),
        ("mm:ss.0", 0.0001, "00:08.6"), ("yyyy", 60, "1900"), ("dd/mm/yyyy hh:mm", 44_197.5, "01/01/2021 12:00"),
        ("yyyy\\-mm\\-dd\\ hh:mm", 44_197.25, "2021-01-01 06:00"), ("m/d/yy", 1, "1/1/00"),
    ])
    func datesAreShownAsTheirFormatSays(_ code: String, _ number: Double, _ shown: String) {
        #expect(NumberFormat(code: code).text(number) == shown)
    }

    @Test func daysAreCountedFrom1904WhereTheBookSaysSo() {
        #expect(NumberFormat(code: "yyyy-mm-dd").text(0, from1904: true) == "1904-01-01")
        #expect(NumberFormat(builtIn: 14).text(45_000 - 1462, from1904: true) == "2023-03-15")
    }
}
