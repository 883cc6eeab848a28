import Model
import Providers
import Testing

@Suite struct PriceTests {
    @Test(arguments: [
        ("0.03", 30_000), ("12", 12_000_000), ("0.000001", 1), ("0", 0), ("9223372036854.775807", Int64.max),
    ])
    func moneyIsExact(text: String, microUnits: Int64) {
        #expect(Money(text)?.microUnits == microUnits)
    }

    @Test(arguments: ["", ".", "1.", ".5", "-1", "1e3", "0.0000001", "9223372036854.775808", "1,5", " 1"])
    func otherTextsAreNoMoney(text: String) {
        #expect(Money(text) == nil)
    }

    @Test(
        arguments: [
            (JSONValue.number(0.15), 150_000), (.integer(2), 2_000_000), (.string("0.1"), 100_000),
            (.number(0.000015), 15),
            (.number(0.1 + 0.2), nil), (.number(-1), nil), (.null, nil), (.number(.infinity), nil),
            (.number(1e30), nil),
        ] as [(JSONValue, Int64?)])
    func numbersOfSettings(value: JSONValue, microUnits: Int64?) {
        #expect(Money(value)?.microUnits == microUnits)
    }

    @Test func moneyIsWritten() {
        #expect(Money(microUnits: 120_000).description == "0.12")
        #expect(Money(microUnits: 15).description == "0.000015")
        #expect(Money(microUnits: -1_500_000).description == "-1.50")
        #expect(Money("0.03")! + Money("0.01")! == Money("0.04")!)
        #expect(Money(microUnits: .max) + Money(microUnits: 5) == Money(microUnits: .max))
    }

    private func usage(_ input: Int64, _ output: Int64, seconds: Double = 0) -> Usage {
        var usage = Usage()
        usage.inputTokens = input
        usage.outputTokens = output
        usage.audioSeconds = seconds
        return usage
    }

    @Test func costsAreRoundedUpOnce() {
        let table = PriceTable(["m": .init(input: Money("2.50")!, output: Money("10")!, minute: Money("0.006")!)])
        #expect(table.cost(of: usage(1_000_000, 0), model: "m") == Money("2.50"))
        #expect(table.cost(of: usage(1000, 200), model: "m") == Money("0.0045"))
        #expect(table.cost(of: usage(1, 0), model: "m") == Money(microUnits: 3))
        #expect(table.cost(of: usage(0, 0, seconds: 90), model: "m") == Money("0.009"))
        #expect(table.cost(of: usage(0, 0), model: "m") == .zero)
        #expect(table.cost(of: usage(1, 1), model: "other") == nil)
    }

    @Test func datedNamesHaveThePriceOfTheirModel() {
        let table = PriceTable([
            "gpt-4o": .init(input: Money("2.50")!), "gpt-4o-mini": .init(input: Money("0.15")!),
            "*": .init(input: Money("1")!),
        ])
        #expect(table.price(of: "gpt-4o-2024-08-06")?.input == Money("2.50"))
        #expect(table.price(of: "gpt-4o-mini-2024-07-18")?.input == Money("0.15"))
        #expect(table.price(of: "gpt-4o-audio")?.input == Money("1"))
        #expect(table.price(of: "gpt-4omni")?.input == Money("1"))
    }
}
