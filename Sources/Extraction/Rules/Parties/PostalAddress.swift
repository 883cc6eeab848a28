/// Lines of an address as letters have it: a name, a street, a city with its code.
struct PostalAddress: Sendable {
    /// Where one line of it stands.
    struct Part: Sendable, Equatable {
        var line: Int
        var words: Range<Int>
        var text: String
    }

    var name: [Part] = []
    var street: Part?
    var city: Part
    var country: Part?
    /// True where all stands on one line, as above the window of an envelope.
    var isOneLine = false

    /// Every part, from top to bottom.
    var parts: [Part] { name + (street.map { [$0] } ?? []) + [city] + (country.map { [$0] } ?? []) }
}

/// Takes the line with the city apart.
enum CityLine {
    /// Code and city of a line such as `80333 München`, `DE-80333 München`, `San Francisco, CA 94103`, `London SW1A 1AA`.
    static func read(_ text: String) -> (postcode: String, city: String)? {
        let words = text.split { $0 == " " || $0 == "," }.map(String.init)
        guard (2...8).contains(words.count), text.utf8.count <= 60 else { return nil }
        return front(words) ?? american(words) ?? british(words)
    }

    private static func front(_ words: [String]) -> (String, String)? {
        var rest = words[...]
        if let first = rest.first, first.count <= 2, first.allSatisfy({ $0.isUppercase }), rest.count > 2 {
            rest = rest.dropFirst()
        }
        guard var code = rest.popFirst() else { return nil }
        if let dash = code.firstIndex(of: "-"), code[..<dash].count <= 2, code[..<dash].allSatisfy(\.isLetter) {
            code = String(code[code.index(after: dash)...])
        }
        let digits = code.filter(\.isNumber).count
        guard (4...5).contains(digits), digits == code.filter({ $0 != "-" }).count else { return nil }
        // 1234 AB Amsterdam; 00-950 Warszawa.
        if digits == 4, let letters = rest.first, letters.count == 2, letters.allSatisfy(\.isUppercase), rest.count > 1
        {
            code += " " + letters
            rest = rest.dropFirst()
        }
        guard isCity(rest) else { return nil }
        return (code, rest.joined(separator: " "))
    }

    private static func american(_ words: [String]) -> (String, String)? {
        guard words.count >= 3, let code = words.last, code.prefix(5).count == 5, code.prefix(5).allSatisfy(\.isNumber),
            code.count == 5 || code.count == 10, case let state = words[words.count - 2], state.count == 2,
            state.allSatisfy(\.isUppercase), isCity(words.dropLast(2).suffix(3))
        else { return nil }
        return (code, words.dropLast(2).suffix(3).joined(separator: " "))
    }

    private static func british(_ words: [String]) -> (String, String)? {
        guard words.count >= 3, let inward = words.last, inward.count == 3, inward.first?.isNumber == true,
            inward.dropFirst().allSatisfy(\.isUppercase), case let outward = words[words.count - 2],
            (2...4).contains(outward.count), outward.first?.isUppercase == true, outward.contains(where: \.isNumber),
            isCity(words.dropLast(2))
        else { return nil }
        return (outward + " " + inward, words.dropLast(2).joined(separator: " "))
    }

    private static func isCity(_ words: ArraySlice<String>) -> Bool {
        guard let first = words.first, words.count <= 5, first.first?.isUppercase == true else { return false }
        return words.allSatisfy { word in word.allSatisfy { $0.isLetter || "-.'’()/".contains($0) } } && first.count > 1
    }
}
