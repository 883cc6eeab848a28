import Model
import Testing

@testable import Jobs

@Suite struct PurseTests {
    private let now = Timestamp("2026-11-21T23:30:00.000Z") ?? Timestamp(milliseconds: 0)

    private func money(_ text: String) -> Money { Money(text) ?? .zero }

    @Test func anAmountBeyondTheBudgetIsShortOfTheDifference() throws {
        var purse = Purse(Budget(amount: money("0.10"), per: .batch))
        let span = purse.span(of: "bat-1", at: now)
        #expect(purse.isNew(span))
        purse.open(span, spent: money("0.02"))
        #expect(purse.shortfall(money("0.08"), in: span) == nil)
        let shortfall = try #require(purse.shortfall(money("0.12"), in: span))
        #expect(shortfall.details["required_amount"] == .number(0.12))
        #expect(shortfall.details["current_balance"] == .number(0.08))
        #expect(shortfall.details["shortfall"] == .number(0.04))
        #expect(shortfall.resumeAt == nil)
    }

    @Test func whatIsSetAsideCountsUntilItIsGivenBack() {
        var purse = Purse(Budget(amount: money("1"), per: .day))
        let span = purse.span(of: "bat-1", at: now)
        purse.open(span, spent: .zero)
        purse.add(money("0.9"), in: span)
        #expect(purse.shortfall(money("0.2"), in: span) != nil)
        purse.add(.zero - money("0.9"), in: span)
        #expect(purse.shortfall(money("0.2"), in: span) == nil)
        #expect(purse.shortfall(.zero, in: span) == nil)
    }

    @Test(arguments: [
        (Budget.Period.day, "2026-11-22T00:00:00.000Z"), (.month, "2026-12-01T00:00:00.000Z"),
    ])
    func aSpanEndsWhenTheNextBegins(period: Budget.Period, next: String) {
        let purse = Purse(Budget(amount: money("1"), per: period))
        #expect(purse.span(of: "bat-1", at: now).next == Timestamp(next))
        #expect(purse.span(of: "bat-1", at: now) == purse.span(of: "bat-2", at: now))
    }

    @Test func anotherDayHasABudgetOfItsOwn() {
        var purse = Purse(Budget(amount: money("1"), per: .day))
        let today = purse.span(of: "bat-1", at: now)
        purse.open(today, spent: money("1"))
        let tomorrow = purse.span(of: "bat-1", at: now.adding(milliseconds: 3_600_000))
        #expect(purse.isNew(tomorrow))
        purse.open(tomorrow, spent: .zero)
        #expect(purse.shortfall(money("1"), in: tomorrow) == nil)
    }

    /// The example of the service that charges 0.03 for processing and 0.01 for storage.
    @Test func threeDocumentsCostTwelveCents() {
        var prices = FilePrices()
        prices.processing[.document] = money("0.03")
        prices.storage = money("0.01")
        var estimate = CostEstimate()
        for name in ["pdf", "docx", "txt"] { estimate.add(MediaCategory(fileExtension: name), prices: prices) }
        #expect(estimate.json["total"] == .number(0.12))
        #expect(estimate.json["breakdown"]?["processing"]?["document"] == .number(0.09))
        #expect(estimate.json["breakdown"]?["processing"]?["video"] == .number(0))
        #expect(estimate.json["breakdown"]?["storage"] == .number(0.03))
        #expect(CostEstimate(json: estimate.json)?.total == estimate.total)
    }
}
