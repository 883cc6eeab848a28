extension NumberSection {
    /// The text with the section's literals around it; for General and for text.
    func around(_ shown: String) -> String {
        tokens.map { token in
            switch token {
            case .literal(let literal): literal
            case .general, .text: shown
            case .percent: "%"
            default: ""
            }
        }.joined()
    }

    /// What a section for text shows.
    func text(of text: String) -> String { tokens.contains(.text) ? around(text) : text }

    /// What a number becomes; its sign is shown in front.
    func text(_ number: Double) -> String {
        if tokens.contains(.text) { return around(NumberFormat.general(number)) }
        let digitTokens = tokens.contains { if case .digit = $0 { true } else { false } }
        guard digitTokens else { return around("") }
        let percent = tokens.filter { $0 == .percent }.count
        let scaled = number * (percent > 0 ? 100 : 1)
        let shown: String
        if tokens.contains(where: { if case .exponent = $0 { true } else { false } }) {
            shown = scientific(abs(scaled))
        } else if let slash = tokens.firstIndex(of: .slash) {
            shown = fraction(abs(scaled), slash: slash)
        } else {
            shown = decimal(abs(scaled))
        }
        let isZero = !shown.contains { ("1"..."9").contains($0) }
        return (number < 0 && !isZero ? "-" : "") + shown
    }

    private func isDigit(_ token: Token) -> Bool { if case .digit = token { true } else { false } }

    private func decimal(_ number: Double) -> String {
        let point = tokens.firstIndex(of: .point) ?? tokens.count
        let last = tokens[..<point].lastIndex(where: isDigit)
        // Commas after the last digit divide by a thousand each, others group.
        var scale = 1.0
        if let last { for token in tokens[(last + 1)..<point] where token == .comma { scale *= 1000 } }
        if point < tokens.count, let end = tokens[point...].lastIndex(where: isDigit) {
            for token in tokens[(end + 1)...] where token == .comma { scale *= 1000 }
        }
        let isGrouped = last.map { tokens[..<$0].contains(.comma) } ?? false
        let decimals = tokens[point...].filter(isDigit).count
        var digits = DecimalDigits(number / scale)
        digits.round(to: decimals)
        return placed((digits.whole, digits.fraction(decimals)), point: point, isGrouped: isGrouped)
    }

    /// Puts digits into their places, from the right before the point and from the left after it.
    private func placed(_ number: (whole: [UInt8], fraction: [UInt8]), point: Int, isGrouped: Bool) -> String {
        var before = ""
        var rest = number.whole
        var written = 0
        let first = tokens[..<point].firstIndex(where: isDigit)
        func write(_ digit: UInt8) {
            if isGrouped, written > 0, written % 3 == 0 { before = "," + before }
            before = String(digit) + before
            written += 1
        }
        for index in tokens[..<point].indices.reversed() {
            switch tokens[index] {
            case .digit(let kind):
                if let digit = rest.popLast() { write(digit) } else if kind == "0" { write(0) }
                if index == first { while let digit = rest.popLast() { write(digit) } }
            case .literal(let text): before = text + before
            case .percent: before = "%" + before
            default: break
            }
        }
        return before + after(number.fraction, point)
    }

    private func after(_ fraction: [UInt8], _ point: Int) -> String {
        guard point < tokens.count else { return "" }
        let kept = fraction.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        var text = ""
        var index = 0
        var digits = ""
        for token in tokens[(point + 1)...] {
            switch token {
            case .digit(let kind):
                if index < kept || kind == "0" { digits += String(fraction[index]) }
                index += 1
            case .literal(let literal):
                text += digits + literal
                digits = ""
            case .percent:
                text += digits + "%"
                digits = ""
            default: break
            }
        }
        let shown = text + digits
        return (kept > 0 || tokens[(point + 1)...].contains(.digit("0")) ? "." : "") + shown
    }

    private func scientific(_ number: Double) -> String {
        let mark = tokens.firstIndex { if case .exponent = $0 { true } else { false } } ?? tokens.count
        let point = tokens.firstIndex(of: .point) ?? mark
        let wholeCount = max(1, tokens[..<min(point, mark)].filter(isDigit).count)
        let decimals = point < mark ? tokens[point..<mark].filter(isDigit).count : 0
        var digits = DecimalDigits(number)
        var exponent = 0
        if !digits.isZero {
            exponent = digits.point - 1
            // With several digits before the point the exponent goes in steps of so many.
            if wholeCount > 1 { exponent = Int((Double(exponent) / Double(wholeCount)).rounded(.down)) * wholeCount }
            digits = digits.shifted(by: -exponent)
            digits.round(to: decimals)
            if wholeCount == 1, digits.whole.count > 1 {
                exponent += 1
                digits = digits.shifted(by: -1)
            }
        }
        let whole = digits.whole.isEmpty ? "0" : NumberFormat.text(digits.whole)
        let fraction = decimals > 0 ? "." + NumberFormat.text(digits.fraction(decimals)) : ""
        var places = String(abs(exponent))
        let width = tokens[mark...].filter(isDigit).count
        while places.count < width { places = "0" + places }
        var isPlus = false
        if mark < tokens.count, case .exponent(let plus) = tokens[mark] { isPlus = plus }
        return whole + fraction + "E" + (exponent < 0 ? "-" : isPlus ? "+" : "") + places
    }

    /// The nearest fraction whose denominator has as many digits as the format.
    private func fraction(_ number: Double, slash: Int) -> String {
        let below = tokens[(slash + 1)...].prefix { isDigit($0) || $0 == .literal("") }.count
        let most = below >= 3 ? 999 : below == 2 ? 99 : 9
        let hasWhole = tokens[..<slash].contains { $0 == .literal(" ") }
        let whole = hasWhole ? number.rounded(.down) : 0
        let rest = number - whole
        guard number < 1e12 else { return NumberFormat.general(number) }
        var best = (top: 0, bottom: 1, error: rest)
        for bottom in 1...most {
            let top = (rest * Double(bottom)).rounded()
            let error = abs(rest - top / Double(bottom))
            if error < best.error - 1e-12 { best = (Int(top), bottom, error) }
        }
        if best.top == best.bottom, hasWhole { return String(Int(whole) + 1) }
        if best.top == 0 { return String(Int(whole)) }
        let part = "\(best.top)/\(best.bottom)"
        return whole > 0 ? "\(Int(whole)) \(part)" : part
    }
}

extension DecimalDigits {
    /// The same digits with the point moved.
    func shifted(by places: Int) -> DecimalDigits {
        var moved = self
        moved.movePoint(places)
        return moved
    }
}
