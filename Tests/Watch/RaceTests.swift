import Glibc
import Linux
import Model
import Testing

@testable import Watch

/// Nothing is lost when somebody else is faster than the watcher.
@Suite(.serialized) struct RaceTests {
    private static let directories = 400
    private static let filesInEach = 5

    @Test(arguments: 0..<3) func everyFileOfAFastWriterIsReported(round: Int) throws {
        try withScene { scene in
            let writer = BackgroundWriter()
            writer.start {
                for number in 0..<Self.directories {
                    let path = "inbox/r\(round)/\(number % 7)/\(number)/deep"
                    try scene.make(path)
                    for file in 0..<Self.filesInEach { try scene.write("\(path)/\(file)") }
                }
            }
            #expect(writer.wait())
            let count = Self.directories * Self.filesInEach
            #expect(
                scene.recorder.wait { hints in
                    hints.count >= count && Set(hints.map(\.path).filter { $0.components.count == 5 }).count == count
                })
            #expect(scene.watcher.report(of: inbox)?.overflows == 0)
        }
    }

    @Test func directoriesRenamedWhileTheyGrowStayWatched() throws {
        try withScene { scene in
            for round in 0..<100 {
                try scene.make("inbox/a\(round)/b/c")
                try scene.rename("inbox/a\(round)", "inbox/z\(round)")
                try scene.make("inbox/z\(round)/b/d")
                try scene.rename("inbox/z\(round)/b", "inbox/y\(round)")
            }
            #expect(eventually { scene.watcher.report(of: inbox)?.watches == 1 + 100 * 4 })
            scene.recorder.clear()
            for round in 0..<100 { try scene.write("inbox/y\(round)/d/file") }
            #expect(
                scene.recorder.wait { hints in
                    Set(hints.filter { $0.change == .closed }.map(\.path)).isSuperset(
                        of: (0..<100).map { BytePath("y\($0)/d/file") })
                })
        }
    }

    @Test func inboxesExchangeDirectories() throws {
        let other = WatchedPlace(folder: "letters", purpose: .inbox)
        try withScene(prepare: { try $0.make("inbox/batch/sub") }) { scene in
            scene.watcher.add(other, path: scene.path + "/elsewhere", policy: WatchPolicy())
            #expect(scene.recorder.wait(for: .rescan, at: other))
            try scene.rename("inbox/batch", "elsewhere/batch")
            #expect(scene.recorder.wait(for: .arrived, of: "batch", at: other))
            #expect(scene.recorder.wait(for: .changed, of: "batch"))
            try scene.write("elsewhere/batch/sub/1")
            #expect(scene.recorder.wait(for: .closed, of: "batch/sub/1", at: other))
        }
    }
}
