import Model
import Testing

@testable import WorkerProtocol

@Suite struct MessageTests {
    private func frame(_ kind: FrameKind, _ payload: [UInt8]) -> Frame {
        Frame(kind: kind, part: nil, payload: payload[...])
    }

    @Test func anOrderArrivesAsItWasSent() throws {
        let request = WorkerRequest(
            kind: .parse, name: "a \"quoted\"\nname.pdf", path: "sub/ä.pdf", sha256: "ab", size: 1 << 40,
            mimeType: "application/pdf", parameters: ["ocr": ["mode": "auto"], "ratio": 0.05], optionsSHA256: "cd")
        let order = WorkOrder(request, seconds: 60, secondsPerPage: 5)
        #expect(try WorkOrder(frame(.request, try order.encoded())) == order)
    }

    @Test func aReportArrivesAsItWasSent() throws {
        let failure = Failure(
            .corruptDocument, "page 3 is damaged", stage: .parse, details: ["offset": 17], page: 3)
        let report = WorkerReport(
            mimeType: "application/pdf", extensionMismatch: "text/plain", title: "T", pageCount: 9,
            failedPages: [3, 4], warnings: ["w"], steering: ["a": [1, .null, true]], failure: failure)
        #expect(try WorkerReport(frame(.report, report.encoded())) == report)
        #expect(try WorkerReport(frame(.report, WorkerReport().encoded())) == WorkerReport())
    }

    @Test func anIntroductionArrivesAsItWasSent() throws {
        let introduction = WorkerIntroduction(
            libraries: [("poppler", "22.12.0"), ("libmagic", "5.44")], sandbox: ["landlock"], missing: ["seccomp: no"])
        #expect(try WorkerIntroduction(frame(.introduction, introduction.encoded())) == introduction)
    }

    @Test func aReportThatIsTooLongIsCutAndSaysSo() throws {
        let report = WorkerReport(
            title: String(repeating: "\u{1}", count: 100_000), pageCount: 300_000, failedPages: Array(1...300_000),
            warnings: Array(repeating: String(repeating: "\"", count: 10_000), count: 200))
        let bytes = report.encoded()
        #expect(bytes.count <= Limits.reportBytes)
        let cut = try WorkerReport(frame(.report, bytes))
        #expect(cut.failedPages == Array(1...Limits.reportPages))
        #expect(cut.warnings.contains("290000 more failed pages are not listed"))
        #expect(cut.warnings.contains("150 more warnings are not listed"))
    }

    @Test func aSteeringFileThatDoesNotFitIsRefused() throws {
        let steering = JSONValue.string(String(repeating: "x", count: Limits.reportBytes + 1))
        let fits = WorkerReport(steering: steering)
        #expect(try WorkerReport(frame(.report, fits.encoded())) == fits)
        let tooLong = WorkerReport(steering: .string(String(repeating: "x", count: Limits.frameBytes)))
        let report = try WorkerReport(frame(.report, tooLong.encoded()))
        #expect(report.steering == nil)
        #expect(report.failure?.code == .validationError)
    }

    @Test func aSteeringFileAtTheLimitOfDepthPasses() throws {
        let open = String(repeating: "[", count: Limits.jsonDepth)
        let close = String(repeating: "]", count: Limits.jsonDepth)
        let steering = try JSONParser.parse(Array((open + close).utf8))
        let report = WorkerReport(steering: steering)
        #expect(try WorkerReport(frame(.report, report.encoded())) == report)
    }

    @Test func anOrderLongerThanAFrameIsAnError() {
        let request = WorkerRequest(
            kind: .parse, name: "a", path: "a", size: 1,
            parameters: ["x": .string(String(repeating: "y", count: Limits.frameBytes))])
        #expect { try WorkOrder(request, seconds: 1).encoded() } throws: { error in
            if case .tooLong? = error as? FrameError { true } else { false }
        }
    }

    @Test(arguments: [
        "", "[]", "{", "null", #"{"failed_pages":[],"warnings":[1]}"#, #"{"failed_pages":["a"],"warnings":[]}"#,
        #"{"failed_pages":[],"warnings":[],"failure":{}}"#, #"{"failed_pages":[],"warnings":[],"title":7}"#,
        #"{"failed_pages":[],"warnings":[],"page_count":1.5}"#,
    ])
    func damagedReportsAreTypedErrors(text: String) {
        #expect { try WorkerReport(frame(.report, Array(text.utf8))) } throws: { error in
            if case .malformed(.report, _)? = error as? FrameError { true } else { false }
        }
    }

    @Test func aReportOfAnotherKindIsRefused() {
        #expect(throws: FrameError.self) { try WorkerReport(frame(.part, WorkerReport().encoded())) }
    }
}
