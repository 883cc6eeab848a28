import Control
import Model
import Testing

@Suite struct ControlVerbTests {
    @Test(arguments: [
        ("PAUSE", ControlVerb.pause), ("resume", .resume), ("Cancel.txt", .cancel), ("RETRY", .retry(nil)),
        ("retry.12.TXT", .retry(12)), ("RERUN", .rerun), ("force", .force), ("export.CSV", .export(.csv)),
        ("EXPORT.pdf.txt", .export(.pdf)), ("EXPORT.txt", .export(.text)), ("EXPORT.text", .export(.text)),
    ])
    func namesAreReadWithoutCase(name: String, verb: ControlVerb) {
        #expect(ControlVerb.read(BytePath(name)) == .verb(verb))
    }

    @Test(arguments: ["PAUSE.refused", ".DS_Store", "Thumbs.db", ".PAUSE.dropmill-new"])
    func answersAndLitterAreLeftAlone(name: String) {
        #expect(ControlVerb.read(BytePath(name)) == .ignored)
    }

    @Test(arguments: [
        "STOP", "RETRY.x", "RETRY.-1", "DELETE", "EXPORT", "EXPORT.xlsx", "EXPORT.", "PAUSE NOW", "retry.",
    ])
    func whatIsNotUnderstoodIsRefusedWithAReason(name: String) {
        guard case .refused(let reason) = ControlVerb.read(BytePath(name)) else {
            Issue.record("\(name) is not refused")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func namesThatAreNotTextAreRefused() {
        guard case .refused = ControlVerb.read(BytePath(bytes: [0xFF])) else {
            Issue.record("not refused")
            return
        }
    }
}
