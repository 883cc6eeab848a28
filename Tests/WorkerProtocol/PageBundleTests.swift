import Testing
import WorkerProtocol

/// The head of a file that holds several pictures.
struct PageBundleTests {
    private let bundle = PageBundle([
        .init(name: "scan1.jpg", size: 5), .init(name: "sçan2.jpg", size: 6_000_000_000), .init(name: "", size: 0),
    ])

    @Test func whatIsWrittenIsReadBack() {
        var length = 0
        let read = PageBundle(bundle.head + [1, 2, 3], headBytes: &length)
        #expect(read == bundle)
        #expect(length == bundle.head.count)
    }

    @Test func aHeadThatBreaksOffIsNone() {
        let head = bundle.head
        for count in 0..<head.count {
            var length = 0
            let read = PageBundle(Array(head.prefix(count)), headBytes: &length)
            #expect(read == nil, "cut at \(count)")
        }
        var length = 0
        let hostile = PageBundle(Array(head.prefix(17)) + [0xFF, 0xFF, 0xFF, 0xFF], headBytes: &length)
        #expect(hostile == nil)
    }
}
