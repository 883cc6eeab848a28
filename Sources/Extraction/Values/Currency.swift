/// Currencies by their codes and signs.
public enum Currency {
    /// The ISO 4217 code of a word that is one, or a sign of one; nil for anything else.
    public static func code(_ word: some StringProtocol) -> String? {
        if let known = signs[word.lowercased()] { return known }
        let upper = String(word)
        return codes.contains(upper) ? upper : nil
    }

    /// The sign or code at the front or at the back of a text, and how many characters it has.
    static func affix(_ text: Substring) -> (code: String, isFront: Bool, count: Int)? {
        for count in [4, 3, 2, 1] where text.count > count {
            let front = text.prefix(count)
            if front.last?.isNumber == false, text.dropFirst(count).first?.isLetter != true, let code = code(front) {
                return (code, true, count)
            }
            let back = text.suffix(count)
            if back.first?.isNumber == false, text.dropLast(count).last?.isLetter != true, let code = code(back) {
                return (code, false, count)
            }
        }
        return nil
    }

    private static let signs = [
        "€": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN", "zl": "PLN", "kč": "CZK",
        "ft": "HUF", "fr.": "CHF", "sfr.": "CHF", "sfr": "CHF", "r$": "BRL", "a$": "AUD", "au$": "AUD", "c$": "CAD",
        "ca$": "CAD", "hk$": "HKD", "s$": "SGD", "nz$": "NZD", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS",
        "₫": "VND", "฿": "THB", "₴": "UAH", "rs.": "INR", "rm": "MYR", "euro": "EUR", "eur": "EUR", "kr": "SEK",
        "kr.": "DKK", "lei": "RON", "usd": "USD", "gbp": "GBP", "chf": "CHF", "rp": "IDR",
    ]

    private static let codes: Set<String> = [
        "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "HRK",
        "RUB", "UAH", "TRY", "ILS", "AED", "SAR", "QAR", "KWD", "BHD", "OMR", "EGP", "MAD", "TND", "ZAR", "NGN", "KES",
        "INR", "PKR", "BDT", "LKR", "NPR", "THB", "VND", "IDR", "MYR", "SGD", "PHP", "HKD", "TWD", "KRW", "AUD", "NZD",
        "CAD", "MXN", "BRL", "ARS", "CLP", "COP", "PEN", "UYU", "RSD", "GEL", "KZT", "DEM", "ATS", "FRF",
    ]
}
