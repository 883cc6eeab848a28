/// Places of a table in rows and columns, and the walls between them.
struct TableGrid {
    /// Where columns begin and end, from left to right; one more than there are columns.
    private(set) var xs: [Float]
    /// Where rows begin and end, from top to bottom.
    private(set) var ys: [Float]
    /// Between a place and the one to its right.
    private var right: [[Bool]]
    /// Between a place and the one below it.
    private var below: [[Bool]]
    /// Places that text joins with the one to their right.
    var joined: Set<Int> = []

    var columns: Int { xs.count - 1 }
    var rows: Int { ys.count - 1 }

    /// A grid without walls.
    init(xs: [Float], ys: [Float]) {
        self.xs = xs
        self.ys = ys
        let row = [Bool](repeating: false, count: max(0, xs.count - 1))
        right = [[Bool]](repeating: row, count: max(0, ys.count - 1))
        below = right
    }

    func hasWallRight(_ row: Int, _ column: Int) -> Bool { column >= columns - 1 || right[row][column] }
    func hasWallBelow(_ row: Int, _ column: Int) -> Bool { row >= rows - 1 || below[row][column] }
    mutating func setWallRight(_ row: Int, _ column: Int, _ stands: Bool) { right[row][column] = stands }
    mutating func setWallBelow(_ row: Int, _ column: Int, _ stands: Bool) { below[row][column] = stands }

    /// Parts of the rows in which a wall stands to the right of a column.
    func wallShare(rightOf column: Int) -> Float {
        Float(right.count { $0[column] }) / Float(max(1, rows))
    }

    /// The place a point is in.
    func column(of x: Float) -> Int? { Self.place(of: x, in: xs) }
    func row(of y: Float) -> Int? { Self.place(of: y, in: ys) }

    private static func place(of value: Float, in edges: [Float]) -> Int? {
        guard let first = edges.first, let last = edges.last, value >= first, value <= last else { return nil }
        var (low, high) = (0, edges.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if edges[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }

    /// Divides the column around `x` in two with a wall between them.
    mutating func divideColumn(at x: Float) {
        guard let column = column(of: x), x > xs[column], x < xs[column + 1] else { return }
        xs.insert(x, at: column + 1)
        for row in 0..<rows {
            right[row].insert(true, at: column)
            below[row].insert(below[row][column], at: column)
        }
    }

    /// Divides the row around `y` in two with walls between them.
    mutating func divideRow(at y: Float) {
        guard let row = row(of: y), y > ys[row], y < ys[row + 1] else { return }
        ys.insert(y, at: row + 1)
        right.insert(right[row], at: row)
        below.insert([Bool](repeating: true, count: columns), at: row)
    }

    /// Takes a row without text away; what was divided by it stays divided.
    mutating func removeRow(_ row: Int) {
        guard rows > 1 else { return }
        if row > 0 {
            for column in 0..<columns where below[row][column] { below[row - 1][column] = true }
        }
        let edge = row == 0 ? 0 : row == rows - 1 ? rows : row
        ys.remove(at: edge)
        right.remove(at: row)
        below.remove(at: row)
    }

    /// Takes a column without text away; what was divided by it stays divided.
    mutating func removeColumn(_ column: Int) {
        guard columns > 1 else { return }
        for row in 0..<rows {
            if column > 0, right[row][column] { right[row][column - 1] = true }
            right[row].remove(at: column)
            below[row].remove(at: column)
        }
        xs.remove(at: column == columns - 1 ? columns : column)
    }
}
