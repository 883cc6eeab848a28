import Dispatch
import Glibc
import Linux
import Model
import TestSupport
import Testing

@Suite struct DatagramBoxTests {
    @Test func messagesArriveUntilItCloses() throws {
        try withTemporaryDirectory { place in
            let directory = try Directory(path: place)
            #expect(throws: SystemError.self) { try DatagramBox.send([1], to: "box", in: directory) }
            let box = try DatagramBox(in: directory, name: "box")
            let mode = try directory.status(BytePath("box")).mode & 0o777
            #expect(mode == 0o600)
            try DatagramBox.send([1, 2, 3], to: "box", in: directory)
            #expect(box.receive(limit: 10) == [1, 2, 3])
            let ended = DispatchSemaphore(value: 0)
            BlockingThread.start("box") {
                #expect(box.receive(limit: 10) == nil)
                ended.signal()
            }
            usleep(50_000)
            box.close()
            #expect(ended.wait(timeout: .now() + 5) == .success)
            #expect(!directory.contains(BytePath("box")))
        }
    }

    @Test func whatAnEarlierProcessLeftIsReplaced() throws {
        try withTemporaryDirectory { place in
            let directory = try Directory(path: place)
            let dead = try DatagramBox(in: directory, name: "box")
            let box = try DatagramBox(in: directory, name: "box")
            try DatagramBox.send([7], to: "box", in: directory)
            #expect(box.receive(limit: 10) == [7])
            _ = dead
        }
    }
}
