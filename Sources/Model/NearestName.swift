/// The known name nearest to a misspelt one, when one is near enough.
///
/// Case, hyphens and underscores do not count: `maxWait` means `max_wait`. Of names equally near the first wins.
public func nearestName(to name: String, among known: [String]) -> String? {
    guard name.utf8.count <= Limits.comparedNameBytes else { return nil }
    let folded = fold(name)
    guard !folded.isEmpty else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in known {
        let target = fold(candidate)
        // One slip in a short word, at most three in a long one; more is another word.
        let allowed = min(3, max(1, min(folded.count, target.count) / 3))
        let distance = editDistance(folded, target)
        // What lacks only its end is meant, too: `api_key` for `api_key_env`.
        let isBeginning = folded.count >= 4 && target.starts(with: folded)
        if distance <= allowed || isBeginning, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

private func fold(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other (the optimal string
/// alignment distance).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var cost = min(last[column + 1], current[column]) + 1
            cost = min(cost, last[column] + (letter == other ? 0 : 1))
            if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
