import Linux
import Model
import TestSupport
import Testing

/// Directories as they come out on a real disk.
@Suite struct DirectoryTests {
    @Test func theSetGroupBitOfANewDirectoryWasLostToMkdir() throws {
        try withTemporaryDirectory { path in
            let directory = try Directory(path: path)
            try directory.makeDirectory(BytePath("plain"), mode: 0o2750)
            try directory.makeDirectories(BytePath("a/b"), mode: 0o2750)
            for name in ["plain", "a", "a/b"].map(BytePath.init(_:)) {
                #expect(try directory.status(name).mode & 0o2700 == 0o2700)
            }
        }
    }

    @Test func aStatusThatFailedPassedForAMissingFile() throws {
        try withTemporaryDirectory { path in
            let directory = try Directory(path: path)
            try FileTree([(BytePath("loop"), .link(to: "loop")), (BytePath("file"), "x")]).write(below: path)
            #expect(try directory.exists(BytePath("file")))
            #expect(try !directory.exists(BytePath("other")))
            #expect(throws: SystemError.self) { try directory.exists(BytePath("loop/entry")) }
        }
    }

    @Test func modesAreNeverSetThroughALink() throws {
        try withTemporaryDirectory { path in
            let directory = try Directory(path: path)
            try directory.makeDirectory(BytePath("target"), mode: 0o700)
            try FileTree([(BytePath("link"), .link(to: "target"))]).write(below: path)
            #expect(throws: SystemError.self) { try directory.setMode(0o777, of: BytePath("link")) }
            #expect(try directory.status(BytePath("target")).mode == 0o700)
        }
    }
}
