extension Limits {
    /// Shapes of a page among which tables are looked for; with more it is a drawing.
    public static let tableShapes = 20_000
    /// Straight lines of a page among which tables are looked for.
    public static let tableRules = 8000
    /// Places of the grid of one table on a page.
    public static let tableGridPlaces = 40_000
    /// Regions of a page that are looked at for a table.
    public static let tableRegions = 200
}
