import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Documents

/// Where words and lines stand: `granular_bboxes`.
@Suite struct WordPlacesTests {
    private func places(_ processed: Processed) throws -> [JSONValue] {
        let text = processed.sink.parts[.words] ?? []
        return try text.split(separator: UInt8(ascii: "\n")).map { try JSONParser.parse(Array($0)) }
    }

    private func texts(_ places: [JSONValue], _ kind: String) -> [String] {
        places.filter { $0["type"]?.string == kind }.compactMap { $0["text"]?.string }
    }

    private func number(_ place: JSONValue, _ name: String) -> Double { place["bbox"]?[name]?.number ?? .nan }

    @Test func wordsOfAPageStandInTheirLines() throws {
        let fixture = PDFFixture(pages: [["Total amount due", "Thank you"], ["Second page"]])
        let found = try process(
            fixture.bytes(), name: "a.pdf", parameters: ["granular_bboxes": ["word", "line"]])
        let places = try places(found)
        #expect(texts(places, "line") == ["Total amount due", "Thank you", "Second page"])
        #expect(texts(places, "word") == ["Total", "amount", "due", "Thank", "you", "Second", "page"])
        #expect(places.map { $0["page_number"]?.integer } == [1, 1, 1, 1, 1, 1, 1, 2, 2, 2])
        #expect(places.map { $0["line"]?.integer } == [0, 0, 0, 0, 1, 1, 1, 0, 0, 0])
        let (line, first, last) = (places[0], places[1], places[3])
        #expect(number(line, "x") == number(first, "x"))
        #expect(number(first, "x") + number(first, "w") < number(last, "x"))
        #expect(abs(number(line, "x") + number(line, "w") - number(last, "x") - number(last, "w")) < 0.02)
        #expect(number(places[4], "y") >= number(line, "y") + number(line, "h") / 2)
        #expect(first["confidence"] == 1)
    }

    @Test func onlyWhatIsAskedForIsWritten() throws {
        let fixture = PDFFixture(pages: [["Total amount due"]])
        #expect(try process(fixture.bytes(), name: "a.pdf").sink.parts[.words] == nil)
        let lines = try places(process(fixture.bytes(), name: "a.pdf", parameters: ["granular_bboxes": ["line"]]))
        #expect(lines.compactMap { $0["type"]?.string } == ["line"])
        let words = try places(process(fixture.bytes(), name: "a.pdf", parameters: ["granular_bboxes": ["word"]]))
        #expect(words.compactMap { $0["type"]?.string } == ["word", "word", "word"])
    }

    @Test func recognisedWordsHaveTheirPlaces() throws {
        let scan = try ScanFixture.png()
        let found = try process(scan, name: "a.png", parameters: ["granular_bboxes": ["word", "line"]])
        let places = try places(found)
        let words = texts(places, "word")
        #expect(words.count > 3)
        #expect(found.text.split { $0.isWhitespace }.count == words.count)
        #expect(texts(places, "line").joined(separator: " ") == words.joined(separator: " "))
        #expect(places.allSatisfy { number($0, "w") > 0 && number($0, "h") > 0 && number($0, "x") >= 0 })
        #expect(places.contains { ($0["confidence"]?.number ?? 1) < 1 })
    }
}
