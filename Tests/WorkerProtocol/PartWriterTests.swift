import Linux
import Model
import TestSupport
import Testing

@testable import WorkerProtocol

@Suite struct PartWriterTests {
    private func receive(_ socket: Socket) throws -> (sends: Int, frames: [Frame]) {
        var buffer = FrameBuffer()
        var frames: [Frame] = []
        var sends = 0
        while frames.last?.kind != .report {
            guard try buffer.fill(from: socket) == .bytes else { break }
            sends += 1
            while let frame = try buffer.next() { frames.append(frame) }
        }
        return (sends, frames)
    }

    @Test func aSmallDocumentTakesOneSend() throws {
        let (agent, worker) = try Socket.pair("test")
        var writer = PartWriter(socket: worker)
        writer.expectPages(1)
        for word in ["one ", "two ", "three"] { writer.write(Array(word.utf8), to: .documentText) }
        writer.write(Array("{}".utf8), to: .documentJSON)
        writer.finish(WorkerReport(pageCount: 1))
        let (sends, frames) = try receive(agent)
        #expect(sends == 1)
        #expect(frames.map(\.kind) == [.pages, .part, .part, .report])
        #expect(String(decoding: frames[1].payload, as: UTF8.self) == "one two three")
        #expect(frames[2].part == .documentJSON)
    }

    @Test func largePartsArriveWholeAndInOrder() throws {
        let (agent, worker) = try Socket.pair("test")
        let chunk = (0..<100_003).map { UInt8(truncatingIfNeeded: $0) }
        BlockingThread.start("writer") {
            var writer = PartWriter(socket: worker)
            for _ in 0..<20 {
                writer.write(chunk, to: .documentText)
                writer.write([0x2C], to: .documentMarkdown)
            }
            writer.finish(WorkerReport())
        }
        let (_, frames) = try receive(agent)
        let text = frames.filter { $0.part == .documentText }.flatMap { Array($0.payload) }
        #expect(text == Array(repeatElement(chunk, count: 20).joined()))
        #expect(frames.filter { $0.part == .documentMarkdown }.map(\.payload.count).reduce(0, +) == 20)
    }

    @Test func writingToAnAgentThatIsGoneIsRemembered() throws {
        let (agent, worker) = try Socket.pair("test")
        var writer = PartWriter(socket: worker)
        do { _ = consume agent }
        writer.write([UInt8](repeating: 0, count: 1 << 20), to: .documentText)
        writer.finish(WorkerReport())
        #expect(writer.failure != nil)
    }

    @Test func aDescriptorComesWithTheFirstBytes() throws {
        try FileFixture.with(Array("content".utf8)) { file in
            let (agent, worker) = try Socket.pair("test")
            let frame = Frame.bytes(.request, Array("{}".utf8))
            #expect(try agent.send(frame[...], attaching: file.descriptor) == frame.count)
            var buffer = FrameBuffer()
            #expect(try buffer.fill(from: worker) == .bytes)
            #expect(try buffer.next()?.kind == .request)
            #expect(try buffer.attachment?.read(100) == Array("content".utf8))
        }
    }

    @Test func picturesOfPagesComeWithTheirPage() throws {
        let (agent, worker) = try Socket.pair("test")
        var writer = PartWriter(socket: worker)
        writer.write([1, 2, 3], to: .pageImage(7))
        writer.write(Array("x".utf8), to: .documentText)
        writer.write([4], to: .pageImage(70_000))
        writer.write([5], to: .embeddedImage(page: 70_000, number: 3))
        writer.finish(WorkerReport(pageCount: 1))
        let frames = try receive(agent).frames
        #expect(frames.map(\.kind) == [.picture, .part, .picture, .picture, .report])
        let (first, second) = (try frames[0].picture(), try frames[2].picture())
        #expect(first.part == .pageImage(7))
        #expect(Array(first.bytes) == [1, 2, 3])
        #expect(second.part == .pageImage(70_000))
        #expect(try frames[3].picture().part == .embeddedImage(page: 70_000, number: 3))
    }

    @Test func aPictureOfNoPageIsRefused() {
        for (page, number) in [(0, 0), (Int(Limits.pageNumber) + 1, 0), (1, Limits.embeddedImages + 1)] {
            let payload = Frame.littleEndian(page) + Frame.littleEndian(number) + [1]
            let frame = Frame(kind: .picture, part: nil, payload: payload[...])
            #expect(throws: FrameError.self) { try frame.picture() }
        }
        #expect(throws: FrameError.self) { try Frame(kind: .picture, part: nil, payload: [1, 0, 0]).picture() }
    }

    @Test func partsAreFoundByTheirNames() {
        for part in OutputPart.single + [.pageImage(1), .pageImage(12_345), .embeddedImage(page: 3, number: 12)] {
            #expect(OutputPart(outputName: part.outputName) == part)
        }
        #expect(OutputPart.pageImage(1).fileName == "pages/0001.png")
        #expect(OutputPart.embeddedImage(page: 2, number: 1).fileName == "images/0002-1.png")
        for name in [
            "images/0001", "images/0001-0", "images/0001--1", "images/1-1", "images/0001-01", "pages/1", "pages/0000",
            "pages/-001", "pages/+001", "pages/", "other",
        ] {
            #expect(OutputPart(outputName: name) == nil)
        }
    }
}
