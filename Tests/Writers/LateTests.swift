import Foundation
import TestSupport
import Testing

/// Writers that go on in a tree that was claimed already: nothing is lost, and nothing is in two batches.
struct LateTests {
    @Test func writersThatMoveAlong() async throws {
        try await late(
            "tar x that stands in the tree, with gaps longer than the quiet time",
            "mkdir \"$TO\"; cd \"$WANT\"; "
                + "(tar c -b 1 table.csv; claimed; tar c -b 1 notes/deep/short.txt; sleep 9; tar c -b 1 letter.pdf; "
                + "tar c -b 1 notes/long.txt) | tar x -b 1 -i -B -C \"$TO\"")
    }

    @Test func shellsThatStandInTheTree() async throws {
        try await late(
            "cp by a shell that stands in the tree",
            "mkdir \"$TO\"; cd \"$TO\"; cp \"$WANT/table.csv\" .; claimed; cp \"$WANT/letter.pdf\" .; sleep 4; "
                + "cp -r \"$WANT/notes\" .")
    }

    private func late(_ title: String, _ script: String) async throws {
        await Scenario.run(title, long: 3) { _ in
            var options = AgentProcess.Options.folder("batch_settle: 1500ms")
            options.isPatient = true
            try await AgentProcess.with(options) { agent in
                let site = Site(agent)
                let want = try site.spare("want")
                try Delivery.papers.write(below: want)
                try await site.shell(
                    "claimed() { while [ -e \"$TO\" ]; do sleep 0.1; done; }; " + script, label: "late",
                    environment: ["WANT": want, "TO": "\(site.inbox)/late"])
                let expected = try Files(below: want)
                try await eventually("all files in batches", within: .seconds(240)) {
                    let batches = site.batchNames("late").map(site.batch)
                    return batches.allSatisfy(\.isFinal)
                        && batches.reduce(0) { $0 + $1.results.count } >= expected.contents.count
                }
                let batches = site.batchNames("late").map(site.batch)
                try check(batches.count > 1, "what came after the claim is in the batch itself")
                try Arrival(of: expected, as: batches, at: site).check()
            }
        }
    }
}
