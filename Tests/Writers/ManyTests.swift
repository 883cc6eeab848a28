import Foundation
import Model
import TestSupport
import Testing

/// Trees of many files, and a scanner that delivers into a folder that stays.
struct ManyTests {
    @Test func manyFiles() async throws {
        let files = Scenario.isLong ? 20_000 : 500
        let tree = FileTree((0..<files).map { (BytePath("\($0 % 50)/\($0).txt"), .file(Array("File \($0).\n".utf8))) })
        let delivery = Delivery("a tree of many files, cp -r", "cp -r \"$WANT\" \"$TO\"").of(tree).within(.seconds(500))
        var options = AgentProcess.Options.folder("batch_settle: 1500ms")
        options.checksInvariants = !Scenario.isLong
        try await AgentProcess.take([delivery], long: 1, at: options)
    }

    @Test func scannerWithAFolderOfItsOwn() async throws {
        await Scenario.run("scanimage into a permanent folder, pages grouped", long: 3) { _ in
            var options = AgentProcess.Options.folder(
                "subfolders: inboxes", "loose_files: group", "batch_settle: 3s")
            options.isPatient = true
            try await AgentProcess.with(options, started: false) { agent in
                try agent.makeInPlace("copier")
                try await agent.start()
                let site = Site(agent)
                let want = try site.spare("want")
                try await site.shell(
                    """
                    scan() { scanimage -d test --source 'Automatic Document Feeder' --batch-count=5 --read-limit=yes \
                        --read-limit-size 4000 --read-delay=yes --read-delay-duration $2 --batch="$1/p%04d.pnm"; }
                    scan "$WANT" 1000; scan "$TO" 100000
                    """, label: "scan", environment: ["WANT": want, "TO": "\(site.inbox)/copier"])
                try await eventually("the batch of the pages") { agent.finalBatches.count == 1 }
                let batches = agent.batchNames
                try check(batches.count == 1, "more than one batch: \(batches)")
                try Arrival(of: Files(below: want), as: batches.map(site.batch), at: site, isLoose: true).check()
                try check(agent.inboxNames == ["copier"], "the folder of the scanner is gone")
            }
        }
    }
}
