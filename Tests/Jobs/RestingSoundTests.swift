import Linux
import Model
import TestSupport
import Testing

@testable import Jobs

@Suite struct RestingSoundTests {
    private func read(_ sound: RestingSound, at offset: Int64, room: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: room)
        let count = bytes.withUnsafeMutableBytes { sound.read(at: offset, into: $0) }
        return Array(bytes.prefix(count))
    }

    @Test func theSoundIsReadInPiecesAsOftenAsItIsSent() throws {
        try withTemporaryDirectory { path in
            let directory = try Directory(path: path)
            try directory.create(BytePath("0.sound")).write(Array("0123456789".utf8))
            let sound = RestingSound(BytePath("0.sound"), in: directory, length: 10)
            for _ in 0..<2 {
                #expect(read(sound, at: 0, room: 4) == Array("0123".utf8))
                #expect(read(sound, at: 4, room: 100) == Array("456789".utf8))
                #expect(read(sound, at: 10, room: 4).isEmpty)
            }
        }
    }

    @Test func whatIsGoneEndsTheRequestAndNothingElse() throws {
        try withTemporaryDirectory { path in
            let sound = RestingSound(BytePath("gone"), in: try Directory(path: path), length: 10)
            #expect(read(sound, at: 0, room: 4).isEmpty)
        }
    }
}
