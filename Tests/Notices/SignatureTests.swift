import Curl
import Foundation
import Model
import Testing

@testable import Notices

/// Requests are signed as Standard Webhooks say.
@Suite struct SignatureTests {
    // The example of the specification's reference libraries.
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let body = Array(#"{"test": 2432232314}"#.utf8)

    @Test func theExampleOfTheSpecification() throws {
        let keys = try #require(WebhookSecret.keys(Self.secret))
        let headers = WebhookSignature.headers(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: Timestamp(milliseconds: 1_614_265_330_123), body: Self.body,
            keys: keys)
        #expect(
            headers == [
                HTTPHeader("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), HTTPHeader("webhook-timestamp", "1614265330"),
                HTTPHeader("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
            ])
    }

    @Test func twoSecretsGiveTwoSignatures() throws {
        let other = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()
        let keys = try #require(WebhookSecret.keys(Self.secret + " " + other + "\n"))
        let headers = WebhookSignature.headers(id: "a", at: Timestamp(milliseconds: 0), body: [], keys: keys)
        #expect(headers.last?.value.split(separator: " ").count == 2)
    }

    @Test(arguments: [
        "", " ", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_!",
    ])
    func anythingElseIsNoSecret(text: String) { #expect(WebhookSecret.keys(text) == nil) }

    @Test(arguments: [
        (200, Attempt.Result.delivered), (204, .delivered), (301, .refused(after: nil)), (400, .refused(after: nil)),
        (410, .gone), (429, .unreachable(after: .seconds(7))), (500, .refused(after: .seconds(7))),
        (503, .unreachable(after: .seconds(7))),
    ])
    func whatAnAnswerMeans(status: Int, result: Attempt.Result) {
        let asks = [429, 500, 503].contains(status)
        let head = HTTPHead(status: status, headers: asks ? [HTTPHeader("Retry-After", "7")] : [])
        let attempt = WebhookCourier.attempt(.success(HTTPResponse(head: head)), refusal: nil)
        #expect(attempt.result == result)
        #expect(attempt.answer == status)
    }

    @Test func aRefusedAddressSaysWhatAllowsIt() {
        let error = TransferError(.addressRefused, "no")
        let attempt = WebhookCourier.attempt(.failure(error), refusal: "10.0.0.1 is a private address")
        #expect(attempt.note?.contains("10.0.0.1 is a private address; `allow_private: true`") == true)
        #expect(WebhookCourier.attempt(.failure(TransferError(.stopped, "")), refusal: nil).result == .interrupted)
        let away = WebhookCourier.attempt(.failure(TransferError(.notConnected, "refused")), refusal: nil)
        #expect(away.result == .unreachable(after: nil))
    }
}
