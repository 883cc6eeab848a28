/// How the glyphs of a font look.
public struct FontFace: Sendable, Equatable {
    public var name: String
    /// Parts of the size above and below (negative) the base line.
    public var ascent: Float
    public var descent: Float
    public var isBold = false
    public var isItalic = false
    public var isFixedWidth = false
    public var isSymbolic = false
    /// False where nothing says which characters its glyphs are.
    public var hasUnicode = true

    /// The name says so, as those of TeX do, which leave it out elsewhere.
    let isNamedBold: Bool

    public init(name: String, ascent: Float = 0.75, descent: Float = -0.25) {
        self.name = name
        self.ascent = ascent
        self.descent = descent
        isNamedBold = Self.isBold(name)
    }

    /// Beginnings of the names of the bold fonts of Computer Modern and its successors.
    private static let boldNames = [
        "cmb", "cmssbx", "cmssdc", "sfbx", "sfrb", "sfsx", "sfbi", "sfbl", "sfbtt",
        "ecbx", "ecrb", "ecsx", "ecbi", "ecbl", "eufb", "msbm-bold",
    ]

    private static func isBold(_ name: String) -> Bool {
        var name = Substring(name)
        // Fonts of which only a part is embedded have six letters and a plus sign in front.
        if let plus = name.firstIndex(of: "+") { name = name[name.index(after: plus)...] }
        let start = name.prefix(8).lowercased()
        return boldNames.contains { start.hasPrefix($0) } && !start.hasPrefix("cmbsy")
    }
}
