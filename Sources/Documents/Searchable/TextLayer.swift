import Layout
import Model

/// The words of a page as PDF text that is not shown but found (ISO 32000-2 section 9.3.6, mode 3).
enum TextLayer {
    /// The name of the font in the resources of a page.
    static let fontName = "/DropmillInvisible"

    /// The operators that set the words; `toUser` leads from the page as it is shown to its PDF coordinates.
    static func operators(for page: RecognizedPage, toUser: Placement) -> [UInt8] {
        let place = page.placement.then(toUser)
        var text = "BT\n3 Tr\n"
        let lines = Dictionary(grouping: page.words, by: \.line).mapValues { words in
            words.dropFirst().reduce(words[0].box) { $0.union($1.box) }
        }
        for word in page.words {
            let units = Array(word.text.utf16)
            // All words of a line stand on one base line and are equally high, so that readers see a line.
            guard !units.isEmpty, let line = lines[word.line], word.box.width > 0, line.height > 0 else { continue }
            let size = line.height
            let natural = InvisibleFont.advance * size * Double(units.count)
            let start = place.point(word.box.x, line.y + size)
            // The vertical axis of text points up, that of the page down.
            let matrix = [place.xx, place.yx, -place.xy, -place.yy, start.x, start.y]
            text += "\(fontName) \(number(size)) Tf \(number(100 * word.box.width / natural)) Tz "
            text += matrix.map(number).joined(separator: " ") + " Tm <"
            for unit in units { text += hexadecimal(unit) }
            text += "> Tj\n"
        }
        return Array((text + "ET\n").utf8)
    }

    /// From a page without rotation, origin at the top left, to PDF coordinates.
    static func upwards(height: Double) -> Placement { Placement(xx: 1, yy: -1, y0: height) }

    /// A number as PDF wants it: without an exponent.
    static func number(_ value: Double) -> String {
        let thousandths = Int64((value * 10_000).rounded())
        let whole = thousandths.magnitude / 10_000
        let rest = String(thousandths.magnitude % 10_000 + 10_000).dropFirst()
        return (thousandths < 0 ? "-" : "") + "\(whole).\(rest)"
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
