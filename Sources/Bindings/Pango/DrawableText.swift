extension String {
    /// The text without what has no shape and what cairo takes for damage: controls and noncharacters (Unicode 23.7).
    var drawable: String {
        guard unicodeScalars.contains(where: { !Self.isDrawable($0.value) }) else { return self }
        return String(UnicodeScalarView(unicodeScalars.filter { Self.isDrawable($0.value) }))
    }

    private static func isDrawable(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0A: true
        case 0..<0x20, 0x7F..<0xA0, 0xFDD0...0xFDEF: false
        default: value & 0xFFFE != 0xFFFE
        }
    }
}
