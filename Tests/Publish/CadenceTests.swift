import Model
import Testing

@testable import Publish

@Suite struct CadenceTests {
    @Test func nothingIsDueWhileNothingChanges() {
        var cadence = Cadence()
        #expect(cadence.due == nil)
        cadence.changed(isUrgent: false)
        #expect(cadence.due == .zero)
        cadence.wrote(at: .seconds(5))
        #expect(cadence.due == nil)
    }

    @Test func oneWriteASecondUnlessTheStatusChanged() {
        var cadence = Cadence()
        cadence.wrote(at: .seconds(5))
        cadence.changed(isUrgent: false)
        #expect(cadence.due == .seconds(6))
        cadence.changed(isUrgent: true)
        #expect(cadence.due == .zero)
        cadence.changed(isUrgent: false)
        #expect(cadence.due == .zero)
    }

    @Test func failuresWaitLongerAndLonger() {
        var cadence = Cadence()
        cadence.changed(isUrgent: true)
        var waits: [Duration] = []
        for _ in 0..<14 {
            cadence.failed(at: .zero)
            waits.append(cadence.due ?? .zero)
        }
        #expect(waits.prefix(4) == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(waits.last == .seconds(600))
        #expect(cadence.isStuck)
        cadence.wrote(at: .seconds(700))
        #expect(!cadence.isStuck)
        #expect(cadence.due == nil)
    }
}
