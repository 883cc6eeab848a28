import Linux
import Model
import Testing

@testable import Watch

/// The parsing of the kernel's records, over bytes made by hand.
@Suite struct InotifyEventsTests {
    @Test func recordsAreReadInOrderWithoutTheirPadding() {
        let bytes =
            record(watch: 1, mask: 0x100, cookie: 0, name: "a.pdf", padding: 11)
            + record(watch: 2, mask: 0x4000_0080, cookie: 7, name: "sub", padding: 13)
            + record(watch: 3, mask: 0x400, cookie: 0, name: "", padding: 0)
        #expect(
            Array(InotifyEvents(bytes)) == [
                InotifyEvent(watch: 1, mask: .create, name: "a.pdf"),
                InotifyEvent(watch: 2, mask: [.movedTo, .isDirectory], cookie: 7, name: "sub"),
                InotifyEvent(watch: 3, mask: .deleteSelf),
            ])
    }

    @Test func overflowHasNoWatch() {
        let events = Array(InotifyEvents(record(watch: -1, mask: 0x4000, cookie: 0, name: "", padding: 0)))
        #expect(events == [InotifyEvent(watch: -1, mask: .overflow)])
    }

    @Test func namesAreBytes() {
        var bytes = record(watch: 1, mask: 0x100, cookie: 0, name: "", padding: 0)
        bytes[12] = 16
        bytes += [0xFF, 0x0A, 0x1B] + [UInt8](repeating: 0, count: 13)
        #expect(Array(InotifyEvents(bytes)).map(\.name) == [BytePath(bytes: [0xFF, 0x0A, 0x1B])])
    }

    @Test(arguments: 0..<32) func cutRecordEndsTheSequence(length: Int) {
        let bytes = record(watch: 1, mask: 0x100, cookie: 0, name: "a.pdf", padding: 11)
        #expect(Array(InotifyEvents(Array(bytes.prefix(length)))).isEmpty)
    }

    private func record(watch: Int32, mask: UInt32, cookie: UInt32, name: String, padding: Int) -> [UInt8] {
        func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }
        let text = Array(name.utf8) + [UInt8](repeating: 0, count: padding)
        return word(UInt32(bitPattern: watch)) + word(mask) + word(cookie) + word(UInt32(text.count)) + text
    }
}
