import Model
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_247_999_999, "2026-11-21T07:59:59.999Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func textAndBack(milliseconds: Int64, text: String) throws {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(try #require(Timestamp(text)).milliseconds == milliseconds)
    }

    @Test func identifiersSortByTime() {
        let early = Identifier.make(.batch, at: Timestamp(milliseconds: 1_000_000))
        let late = Identifier.make(.batch, at: Timestamp(milliseconds: 1_000_001))
        #expect(early < late)
        #expect(early.hasPrefix("bat-"))
        #expect(early.utf8.count == 40)
    }
}
