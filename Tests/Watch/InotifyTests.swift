import Glibc
import Linux
import Model
import Testing

@testable import Watch

/// Each row of the table of measured facts: what an action in a watched inbox is reported as.
@Suite struct InotifyTests {
    @Test func copiedFileIsClosed() throws {
        try withScene { scene in
            try scene.write("inbox/a.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "a.pdf"))
        }
    }

    @Test func changeOfTimesAfterTheCloseIsReported() throws {
        try withScene { scene in
            try scene.write("inbox/a.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "a.pdf"))
            scene.recorder.clear()
            utimes(scene.inboxPath + "/a.pdf", nil)
            #expect(scene.recorder.wait(for: .changed, of: "a.pdf"))
        }
    }

    @Test func hardLinkIsReportedWithoutAClose() throws {
        try withScene { scene in
            try scene.write("elsewhere/a.pdf")
            link(scene.path + "/elsewhere/a.pdf", scene.inboxPath + "/a.pdf")
            #expect(scene.recorder.wait(for: .changed, of: "a.pdf"))
            #expect(!scene.recorder.changes(of: "a.pdf").contains(.closed))
        }
    }

    @Test func preallocatedFileIsReportedBeforeItsWriterCloses() throws {
        try withScene { scene in
            let file = try scene.directory.create("inbox/a.pdf")
            try file.truncate(to: 1 << 20)
            #expect(scene.recorder.wait(for: .changed, of: "a.pdf"))
            #expect(!scene.recorder.changes(of: "a.pdf").contains(.closed))
        }
    }

    @Test func mappedWriteIsReportedByItsClose() throws {
        try withScene(prepare: { try $0.write("inbox/a.pdf", "0123") }) { scene in
            try mapAndWrite(scene.inboxPath + "/a.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "a.pdf"))
        }
    }

    @Test func emptyFileIsClosed() throws {
        try withScene { scene in
            try scene.write("inbox/empty", "")
            #expect(scene.recorder.wait(for: .closed, of: "empty"))
        }
    }

    @Test func nestedDirectoriesAreWalked() throws {
        try withScene { scene in
            try scene.make("inbox/a/b/c")
            try scene.write("inbox/a/b/c/1.pdf")
            #expect(scene.recorder.wait { hints in hints.contains { $0.path == "a/b/c/1.pdf" } })
            #expect(scene.recorder.wait(for: .changed, of: "a"))
        }
    }

    @Test func renamedInDirectoryArrivesAndIsWatched() throws {
        let prepare: (Scene) throws -> Void = { scene in
            try scene.make("elsewhere/batch/sub")
            try scene.write("elsewhere/batch/sub/1.pdf")
        }
        try withScene(prepare: prepare) { scene in
            try scene.rename("elsewhere/batch", "inbox/batch")
            #expect(scene.recorder.wait(for: .arrived, of: "batch"))
            try scene.write("inbox/batch/sub/2.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "batch/sub/2.pdf"))
            #expect(scene.recorder.changes(of: "batch/sub/1.pdf").isEmpty)
        }
    }

    @Test func renamedInFileArrivesAtAnyDepth() throws {
        let prepare: (Scene) throws -> Void = { scene in
            try scene.make("inbox/a/b")
            try scene.write("elsewhere/1.pdf")
        }
        try withScene(prepare: prepare) { scene in
            try scene.rename("elsewhere/1.pdf", "inbox/a/b/1.pdf")
            #expect(scene.recorder.wait(for: .arrived, of: "a/b/1.pdf"))
        }
    }

    @Test func temporaryNameOfRsyncIsARenameWithin() throws {
        try withScene { scene in
            try scene.write("inbox/.a.pdf.Xy12Zz")
            try scene.rename("inbox/.a.pdf.Xy12Zz", "inbox/a.pdf")
            #expect(scene.recorder.wait(for: .renamed(from: ".a.pdf.Xy12Zz"), of: "a.pdf"))
        }
    }

    @Test func renamedDirectoryTakesItsWatchesAlong() throws {
        try withScene(prepare: { try $0.make("inbox/New folder/sub") }) { scene in
            try scene.rename("inbox/New folder", "inbox/June")
            #expect(scene.recorder.wait(for: .renamed(from: "New folder"), of: "June"))
            try scene.write("inbox/June/sub/1.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "June/sub/1.pdf"))
        }
    }

    @Test func directoryThatLeavesIsNoLongerWatched() throws {
        try withScene(prepare: { try $0.make("inbox/batch/sub") }) { scene in
            try scene.rename("inbox/batch", "elsewhere/batch")
            #expect(scene.recorder.wait(for: .changed, of: "batch"))
            #expect(eventually { scene.watcher.report(of: inbox)?.watches == 1 })
            scene.recorder.clear()
            try scene.write("elsewhere/batch/sub/1.pdf")
            try scene.write("inbox/last.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "last.pdf"))
            #expect(!scene.recorder.all.contains { $0.path.first == "batch" })
        }
    }

    @Test func directoryMadeAgainUnderItsNameIsWatched() throws {
        try withScene { scene in
            for round in 0..<50 {
                try scene.make("inbox/d")
                let held = try scene.directory.directory("inbox/d")
                try scene.directory.removeTree("inbox/d")
                try scene.make("inbox/d")
                _ = held
                scene.recorder.clear()
                try scene.write("inbox/d/\(round)")
                #expect(scene.recorder.wait { hints in hints.contains { $0.path == BytePath("d/\(round)") } })
                try scene.directory.removeTree("inbox/d")
            }
        }
    }

    @Test func nameThatIsNotTextIsReportedAsBytes() throws {
        try withScene { scene in
            let name = BytePath(bytes: [0xFF, 0x0A, 0x41])
            _ = try scene.directory.create(BytePath("inbox").appending(name))
            #expect(scene.recorder.wait { hints in hints.contains { $0.path == name && $0.change == .closed } })
        }
    }

    @Test func controlDirectoryIsWatchedAlone() throws {
        let control = WatchedPlace(folder: "invoices", purpose: .control(batchID: "bat-1"))
        try withScene(prepare: { try $0.make("elsewhere/control/sub") }) { scene in
            scene.watcher.add(control, path: scene.path + "/elsewhere/control", policy: WatchPolicy())
            #expect(scene.recorder.wait(for: .rescan, at: control))
            try scene.write("elsewhere/control/sub/deep")
            try scene.write("elsewhere/control/PAUSE")
            #expect(scene.recorder.wait(for: .closed, of: "PAUSE", at: control))
            #expect(!scene.recorder.all.contains { $0.path == "sub/deep" })
        }
    }

    @Test func controlOfABatchWhoseNameIsNotTextWasNotWatched() throws {
        let control = WatchedPlace(folder: "invoices", purpose: .control(batchID: "bat-1"))
        let batch = BytePath(bytes: [0x62, 0xFF]).appending(BytePath("control"))
        try withScene(prepare: { try $0.directory.makeDirectories(batch) }) { scene in
            scene.watcher.add(control, path: scene.path, below: batch, policy: WatchPolicy())
            #expect(scene.recorder.wait(for: .rescan, at: control))
            _ = try scene.directory.create(batch.appending(BytePath("PAUSE")))
            #expect(scene.recorder.wait(for: .closed, of: "PAUSE", at: control))
        }
    }

    private func mapAndWrite(_ path: String) throws {
        let file = open(path, O_RDWR)
        defer { close(file) }
        let pages = try #require(mmap(nil, 4, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0))
        pages.storeBytes(of: 0x41, as: UInt8.self)
        munmap(pages, 4)
    }
}
