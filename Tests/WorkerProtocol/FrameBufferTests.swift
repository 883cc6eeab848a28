import Linux
import Model
import Testing

@testable import WorkerProtocol

@Suite struct FrameBufferTests {
    private func frames(of bytes: [UInt8]) throws(FrameError) -> [Frame] {
        var buffer = FrameBuffer()
        var frames: [Frame] = []
        for byte in bytes {
            buffer.append([byte])
            while let frame = try buffer.next() { frames.append(frame) }
        }
        try buffer.finish()
        return frames
    }

    @Test func framesThatArriveByteByByteAreWhole() throws {
        let bytes = Frame.bytes(.report, [1, 2, 3]) + Frame.bytes(.pages, [0, 1, 0, 0])
        let found = try frames(of: bytes)
        #expect(found.map(\.kind) == [.report, .pages])
        #expect(Array(found[0].payload) == [1, 2, 3])
        #expect(try found[1].pageCount() == 256)
    }

    @Test(arguments: [
        ([2], FrameError.version(2)),
        ([1, 99, 0, 0, 0, 0, 0, 0], .unknownKind(99)),
        ([1, 0, 0, 0, 0, 0, 0, 0], .unknownKind(0)),
        ([1, 3, 99, 0, 0, 0, 0, 0], .unknownPart(99)),
        ([1, 5, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], .oversized(.report, bytes: 0xFFFF_FFFF)),
        ([1, 4, 0, 0, 5, 0, 0, 0], .oversized(.pages, bytes: 5)),
        ([1, 5, 0, 0, 3, 0, 0, 0, 1, 2], .truncated),
        ([1, 5, 0], .truncated),
        (Array("GET / HTTP/1.1".utf8), .version(0x47)),
    ])
    func badFramesAreTypedErrors(bytes: [UInt8], expected: FrameError) {
        #expect(throws: expected) { try frames(of: bytes) }
    }

    @Test func theLongestFrameFitsAndTheNextLongerDoesNot() throws {
        let longest = [UInt8](repeating: 7, count: Limits.frameBytes)
        var buffer = FrameBuffer()
        buffer.append(Frame.bytes(.report, [1]) + Frame.bytes(.report, longest))
        #expect(try buffer.next()?.payload.count == 1)
        #expect(try buffer.next()?.payload.elementsEqual(longest) == true)
        buffer.append(Frame.bytes(.report, longest + [7]))
        #expect(throws: FrameError.oversized(.report, bytes: Limits.frameBytes + 1)) { try buffer.next() }
    }

    @Test func randomBytesNeverTrap() {
        var generator = SystemRandomNumberGenerator()
        for round in 0..<2000 {
            var bytes = (0..<Int.random(in: 1...64, using: &generator)).map { _ in UInt8.random(in: 0...255) }
            // Half of them pass the version and so reach the rest of the header.
            if round.isMultiple(of: 2) { bytes[0] = 1 }
            guard let found = try? frames(of: bytes) else { continue }
            for frame in found {
                _ = try? WorkerReport(frame)
                _ = try? WorkOrder(frame)
                _ = try? WorkerIntroduction(frame)
            }
        }
    }
}
