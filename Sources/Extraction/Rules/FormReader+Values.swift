import Model

extension FormReader {
    /// The value a text is, how much it looks like one, and its number.
    func value(_ text: String, words: Int) -> (JSONValue, Double, Amount?)? {
        switch form {
        case .date(let hasTime): date(text, hasTime: hasTime).map { ($0, 1, nil) }
        case .amount: number(text, words: words) { !$0.isPercentage }
        case .percentage: number(text, words: words) { $0.currency == nil && abs($0.value) <= 100 }
        case .quantity: number(text, words: words) { $0.currency == nil && !$0.isPercentage }
        case .integer: number(text, words: words) { $0.decimals == 0 && !$0.isPercentage }
        case .boolean: Truth.read(text).map { (.bool($0), 1, nil) }
        case .identifier: words == 1 ? identifier(text) : joined(text)
        case .iban: IBAN.read(text).map { (.string($0), IBAN.isValid($0) ? 1 : 0.7, nil) }
        case .bic: BIC.read(text).map { (.string($0), 1, nil) }
        case .vatID: VATID.read(Self.bare(text)).map { (.string($0), 1, nil) }
        case .email: ContactDetails.email(Self.bare(text)).map { (.string($0), 1, nil) }
        case .phone: ContactDetails.phone(Self.bare(text)).map { (.string($0), 1, nil) }
        case .website: ContactDetails.website(Self.bare(text)).map { (.string($0), 1, nil) }
        case .currency: Currency.code(Self.bare(text)).map { (.string($0), 1, nil) }
        case .choice(let allowed): Self.choice(text, allowed).map { ($0, 1, nil) }
        case .name, .address, .text: (.string(text), 1, nil)
        }
    }

    private func date(_ text: String, hasTime: Bool) -> JSONValue? {
        guard text.utf8.count >= 6, let date = body.dates.read(Self.bare(text)) else { return nil }
        if case .date = kind { return .string(hasTime ? date.isoWithTime : date.iso) }
        return .string(text)
    }

    private func number(_ text: String, words: Int, where fits: (Amount) -> Bool) -> (JSONValue, Double, Amount?)? {
        guard let amount = body.numbers.read(text), fits(amount) else { return nil }
        // Two numbers side by side are not one with a blank for a mark, unless it looks like an amount.
        if words > 1, amount.decimals == 0, text.filter(\.isWhitespace).count > (amount.currency == nil ? 0 : 2) {
            return nil
        }
        let looksExact = amount.currency != nil || amount.decimals == 2 || amount.isPercentage
        let quality = form == .amount ? (looksExact ? 1 : amount.decimals == 0 ? 0.55 : 0.7) : 1
        switch kind {
        case .integer: return Int64(exactly: amount.value).map { (.integer($0), quality, amount) }
        case .number: return (.number(amount.value), quality, amount)
        default: return (.string(text), quality, amount)
        }
    }

    private func identifier(_ text: String) -> (JSONValue, Double, Amount?)? {
        let bare = Self.bare(text)
        let digits = bare.filter(\.isNumber).count
        guard digits > 0, bare.utf8.count <= 60, !bare.hasSuffix("%"), Currency.affix(Substring(bare)) == nil else {
            return nil
        }
        let isDate = body.dates.read(bare) != nil && bare.utf8.count != 8
        return (.string(bare), isDate ? 0.3 : digits == 1 && bare.utf8.count == 1 ? 0.7 : 1, nil)
    }

    /// Numbers set in groups: `05 158 004 - 11023 - 45`, `RE 2018 / 17`.
    private func joined(_ text: String) -> (JSONValue, Double, Amount?)? {
        let parts = text.split(separator: " ")
        guard
            parts.allSatisfy({ part in
                part.allSatisfy { $0.isNumber || "-/.".contains($0) }
                    || part.count <= 3 && part.allSatisfy(\.isUppercase)
            }), parts.first.map({ $0.contains(where: \.isNumber) || $0.allSatisfy(\.isUppercase) }) == true,
            parts.last?.contains(where: \.isNumber) == true, text.filter(\.isNumber).count >= 4,
            body.dates.read(text) == nil,
            !parts.contains(where: { body.dates.read(String($0)) != nil && $0.count >= 8 })
        else { return nil }
        return (.string(text), 0.95, nil)
    }

    /// A text without brackets and points around it.
    static func bare(_ text: String) -> String {
        var rest = Substring(text)
        while let first = rest.first, "([<\"'„“«#*".contains(first), rest.count > 1,
            !(first == "(" && rest.contains(")") && rest.last != ")")
        {
            rest.removeFirst()
        }
        while let last = rest.last, ")]>\"'“”».,;:*".contains(last), !(last == ")" && rest.contains("(")) {
            rest.removeLast()
        }
        return String(rest)
    }

    private static func choice(_ text: String, _ allowed: [JSONValue]) -> JSONValue? {
        let folded = Folding.fold(bare(text))
        if let exact = allowed.first(where: { $0.string.map(Folding.fold) == folded }) { return exact }
        let words = Folding.words(text)
        return allowed.first { $0.string.map(Folding.words) == words }
    }
}
