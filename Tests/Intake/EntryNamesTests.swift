import Model
import Testing

@testable import Intake

/// Where the entries of an archive end up, whatever they are called.
@Suite struct EntryNamesTests {
    private func places(_ names: [String]) throws -> [String?] {
        var plan = EntryNames()
        return try names.map { name in
            let isDirectory = name.hasSuffix("/")
            return try plan.place(Array(name.utf8), isDirectory: isDirectory)?.display
        }
    }

    @Test(arguments: [
        ("a/b.txt", "a/b.txt"), ("/etc/passwd", "etc/passwd"), ("../../evil.txt", "evil.txt"),
        ("a/../../b.txt", "a/b.txt"), (#"..\..\evil.txt"#, "evil.txt"), (#"C:\Windows\x.txt"#, "Windows/x.txt"),
        ("c:x.txt", "x.txt"), (#"\\server\share\x"#, "server/share/x"), ("./a/./b", "a/b"), ("..", "unnamed"),
        ("a\0.pdf", "a"), ("two\nlines", "two\nlines"), ("c:", "unnamed"),
    ])
    func `Names that lead out are led back in`(name: String, expected: String) throws {
        #expect(try places([name]) == [expected])
    }

    @Test func `Of entries with one name each gets its own`() throws {
        let given = try places(["a.pdf", "a.pdf", "x/../a.pdf", "./a.pdf", "a (2).pdf", "a.pdf"])
        #expect(given == ["a.pdf", "a (2).pdf", "x/a.pdf", "a (3).pdf", "a (2) (2).pdf", "a (4).pdf"])
    }

    @Test func `A file and a directory with one name do not meet`() throws {
        #expect(try places(["a", "a/b", "a/c", "a/"]) == ["a", "a (2)/b", "a (2)/c", "a (2)"])
        #expect(try places(["d/x", "d", "d/"]) == ["d/x", "d (2)", "d"])
    }

    @Test func `A name that is too long keeps its ending and its characters`() throws {
        let place = try #require(try places([String(repeating: "ä", count: 200) + ".pdf"])[0])
        #expect(place.utf8.count <= 255)
        #expect(place.hasSuffix("ä.pdf"))
        var plan = EntryNames()
        _ = try plan.place(Array((String(repeating: "x", count: 251) + ".pdf").utf8), isDirectory: false)
        let second = try plan.place(Array((String(repeating: "x", count: 251) + ".pdf").utf8), isDirectory: false)
        #expect(second?.bytes.count == 255)
        #expect(second?.display.hasSuffix("x (2).pdf") == true)
    }

    @Test func `Bytes that are no text stay as they are`() throws {
        var plan = EntryNames()
        let name: [UInt8] = [0x83, 0x5C, 0xFF] + Array(".txt".utf8)
        #expect(try plan.place(name, isDirectory: false)?.bytes == name)
        #expect(plan.confined.isEmpty)
    }

    @Test func `Endless nesting and endless paths are refused`() {
        #expect(throws: Failure.self) { try places([String(repeating: "a/", count: 70) + "b"]) }
        let long = String(repeating: String(repeating: "n", count: 200) + "/", count: 20) + "b"
        #expect(throws: Failure.self) { try places([long]) }
    }

    @Test func `What was changed is told`() throws {
        var plan = EntryNames()
        _ = try plan.place(Array("../x".utf8), isDirectory: false)
        _ = try plan.place(Array("y".utf8), isDirectory: false)
        #expect(plan.confined == ["../x became x"])
        #expect(try plan.place(Array("/".utf8), isDirectory: true) == nil)
    }
}
