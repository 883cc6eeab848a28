import Model

/// Findings by the place of their value, as a tree of the members and elements that lead there.
struct FindingTree {
    private(set) var finding: Finding?
    private(set) var children: [String: FindingTree] = [:]

    /// A tree of findings by JSON Pointer.
    init(_ findings: [String: Finding] = [:]) {
        for (pointer, finding) in findings {
            guard let steps = JSONPointer.steps(pointer) else { continue }
            insert(finding, at: steps[...])
        }
    }

    private mutating func insert(_ finding: Finding, at steps: ArraySlice<String>) {
        guard let step = steps.first else {
            self.finding = finding
            return
        }
        children[step, default: FindingTree()].insert(finding, at: steps.dropFirst())
    }

    /// True where nothing was found at or below the place.
    var isEmpty: Bool { finding == nil && children.values.allSatisfy(\.isEmpty) }

    /// The elements of an array that have something, in order.
    var elements: [FindingTree] {
        var found: [(index: Int, tree: FindingTree)] = []
        for (step, child) in children where !child.isEmpty {
            if let index = Int(step) { found.append((index, child)) }
        }
        return found.sorted { $0.index < $1.index }.map(\.tree)
    }
}
