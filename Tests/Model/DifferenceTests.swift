import Model
import Testing

@Suite struct DifferenceTests {
    @Test func jsonDiffersAtLeaves() {
        let old: JSONValue = ["a": 1, "b": ["x", "y"], "c/d": ["e~": true], "same": [1, 2]]
        let new: JSONValue = ["a": 2, "b": ["x"], "c/d": ["e~": false], "same": [1, 2], "z": .null]
        #expect(
            JSONDifference.between(old, new, limit: 9) == [
                JSONDifference(pointer: "/a", old: 1, new: 2), JSONDifference(pointer: "/b/1", old: "y", new: nil),
                JSONDifference(pointer: "/c~1d/e~0", old: true, new: false),
                JSONDifference(pointer: "/z", old: nil, new: .null),
            ])
        #expect(JSONDifference.between(old, new, limit: 2).count == 2)
        #expect(JSONDifference.between(old, old, limit: 9).isEmpty)
    }

    @Test func linesDifferInHunks() {
        let old = ["1", "2", "3", "4", "5", "6"]
        let new = ["1", "two", "3", "4", "5", "more", "6"]
        let difference = LineDifference(from: old, to: new)
        #expect(difference.added == 2)
        #expect(difference.removed == 1)
        #expect(
            difference.hunks == [
                .init(line: 2, removed: ["2"], added: ["two"]), .init(line: 6, removed: [], added: ["more"]),
            ])
        #expect(LineDifference(from: old, to: old).hunks.isEmpty)
        #expect(LineDifference(from: [], to: ["a"]).added == 1)
        #expect(LineDifference(from: ["a", "b"], to: ["a"]).removed == 1)
    }

    @Test func textsWithoutAnythingInCommonAreOnlyCounted() {
        let old = (0..<4000).map { "old \($0)" }
        let new = (0..<3500).map { "new \($0)" }
        let difference = LineDifference(from: old, to: new)
        #expect(difference.added == 3500)
        #expect(difference.removed == 4000)
        #expect(difference.hunks.isEmpty)
    }

    @Test func fewPlacesAreShown() {
        let old = (0..<100).map { "\($0)" }
        let new = (0..<100).map { $0 % 10 == 5 ? "new" : "\($0)" }
        let difference = LineDifference(from: old, to: new)
        #expect(difference.added == 10)
        #expect(difference.hunks.count == 3)
    }
}
