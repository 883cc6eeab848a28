import Model

/// Host names as they are compared and looked up: lower case, other scripts in Punycode (RFC 3492, RFC 5891).
///
/// libcurl converts names by the locale of the process, which the agent leaves at "C"; and the name that is checked
/// has to be the one that is used.
enum HostName {
    /// The form for the DNS, without a final dot; nil for what is no name.
    static func ascii(_ text: String) -> String? {
        let dots: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
        var labels = text.unicodeScalars.split(omittingEmptySubsequences: false) { dots.contains($0) }.map(String.init)
        if labels.count > 1, labels.last == "" { labels.removeLast() }
        var converted: [String] = []
        for label in labels {
            guard let label = self.label(label) else { return nil }
            converted.append(label)
        }
        let name = converted.joined(separator: ".")
        return name.utf8.count <= Limits.hostNameBytes ? name : nil
    }

    private static func label(_ text: String) -> String? {
        let lowered = composed(text.lowercased())
        let scalars = Array(lowered.unicodeScalars)
        if scalars.allSatisfy(\.isASCII) {
            return isName(lowered) ? lowered : nil
        }
        let isWord = scalars.allSatisfy { scalar in
            scalar == "-" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark
                || scalar.properties.generalCategory == .spacingMark
        }
        guard isWord, scalars.count <= Limits.hostLabelBytes else { return nil }
        let encoded = "xn--" + punycode(scalars.map(\.value))
        return isName(encoded) ? encoded : nil
    }

    // An underscore is no host name by the book, but buckets and test servers have them.
    private static func isName(_ text: String) -> Bool {
        (1...Limits.hostLabelBytes).contains(text.utf8.count)
            && text.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F }
    }

    /// A letter and its accents as one character where there is one; names in lists of files are often taken apart.
    private static func composed(_ text: String) -> String {
        String(
            text.map { character -> Character in
                guard character.unicodeScalars.count == 2 else { return character }
                let range: ClosedRange<UInt32> = 0xC0...0x1EFF
                let whole = range.lazy.compactMap(Unicode.Scalar.init).first { Character($0) == character }
                return whole.map(Character.init) ?? character
            })
    }

    private static func punycode(_ input: [UInt32]) -> String {
        var output = input.filter { $0 < 0x80 }.map(UInt8.init)
        let basic = output.count
        if basic > 0 { output.append(0x2D) }
        var (next, delta, bias, handled): (UInt32, UInt32, UInt32, UInt32) = (128, 0, 72, UInt32(basic))
        while handled < input.count {
            let smallest = input.filter { $0 >= next }.min() ?? next
            delta += (smallest - next) * (handled + 1)
            next = smallest
            for value in input {
                if value < next { delta += 1 }
                if value == next {
                    output += digits(delta, bias: bias)
                    bias = adapted(delta, points: handled + 1, isFirst: handled == basic)
                    delta = 0
                    handled += 1
                }
            }
            delta += 1
            next += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func digits(_ delta: UInt32, bias: UInt32) -> [UInt8] {
        func digit(_ value: UInt32) -> UInt8 { UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26) }
        var digits: [UInt8] = []
        var (rest, position): (UInt32, UInt32) = (delta, 36)
        while true {
            let threshold = position <= bias ? 1 : min(26, position - bias)
            if rest < threshold { return digits + [digit(rest)] }
            digits.append(digit(threshold + (rest - threshold) % (36 - threshold)))
            rest = (rest - threshold) / (36 - threshold)
            position += 36
        }
    }

    private static func adapted(_ delta: UInt32, points: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / points
        var position: UInt32 = 0
        while delta > 35 * 26 / 2 {
            delta /= 35
            position += 36
        }
        return position + 36 * delta / (delta + 38)
    }
}
