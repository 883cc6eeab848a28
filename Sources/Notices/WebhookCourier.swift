import Curl
import Linux
import Model
import Providers
import Synchronization

/// Sends events over HTTP, on a thread of its own that sleeps while there is nothing to send.
///
/// Redirects are never followed, no proxy is used, and addresses that are not public are refused when they are
/// connected to, unless the webhook allows them.
final class WebhookCourier: Sendable {
    private let exchange: Exchange

    init() throws {
        let exchange = try Exchange()
        self.exchange = exchange
        BlockingThread.start("webhooks") { exchange.run() }
    }

    func stop() { exchange.stop() }

    /// Sends one event and says how the receiver took it.
    func send(_ parcel: Parcel, to webhook: Webhook, keys: [[UInt8]], done: @escaping @Sendable (Attempt) -> Void) {
        let address: WebAddress
        do throws(AddressError) {
            address = try WebAddress(webhook.url)
        } catch {
            return done(Attempt(result: .refused(after: nil), note: "the address cannot be read"))
        }
        let refusal = Refusal()
        exchange.send(Self.request(parcel, address, webhook, keys, refusal)) { result in
            done(Self.attempt(result, refusal: refusal.words))
        }
    }

    private static func request(
        _ parcel: Parcel, _ address: WebAddress, _ webhook: Webhook, _ keys: [[UInt8]], _ refusal: Refusal
    ) -> HTTPRequest {
        let headers =
            [
                HTTPHeader("Content-Type", "application/json"),
                HTTPHeader("User-Agent", "\(Product.name)/\(Product.version)"),
            ] + WebhookSignature.headers(id: parcel.delivery.id, at: Clock.now(), body: parcel.body, keys: keys)
        var request = HTTPRequest(.post, address.text, headers: headers, body: .bytes(parcel.body))
        request.limits.total = Limits.webhookTimeout
        request.limits.bodyBytes = Limits.webhookAnswerBytes
        request.certificates = webhook.certificates
        // Who allows private addresses and names one has named it; a name that leads to one has not.
        let policy = AddressPolicy(
            allowsPrivate: webhook.allowPrivate, named: Set([address.literal].compactMap(\.self)))
        request.acceptsAddress = { socket in refusal.judge(socket, policy) }
        request.received = { _ in true }
        return request
    }

    /// What an answer, or none, means.
    static func attempt(_ result: Result<HTTPResponse, TransferError>, refusal: String?) -> Attempt {
        let head: HTTPHead
        switch result {
        case .success(let response): head = response.head
        case .failure(let error):
            if error.code == .stopped || error.code == .cancelled { return Attempt(result: .interrupted) }
            // A receiver that talks too much has been told all the same.
            if error.code == .tooLarge, let answered = error.head {
                head = answered
                break
            }
            if error.code == .addressRefused, let refusal {
                let note = "\(refusal); `allow_private: true` of the webhook allows it"
                return Attempt(result: .refused(after: nil), note: note)
            }
            return Attempt(result: .unreachable(after: nil), answer: error.head?.status, note: error.message)
        }
        let asked = RetryAfter.wait(head, now: Clock.now())
        switch head.status {
        case 200..<300: return Attempt(result: .delivered, answer: head.status)
        case 410: return Attempt(result: .gone, answer: head.status, note: "the receiver is gone")
        case 300..<400:
            return Attempt(result: .refused(after: asked), answer: head.status, note: "redirects are not followed")
        case 429, 502, 503, 504:
            return Attempt(
                result: .unreachable(after: asked), answer: head.status, note: "the receiver has no room now")
        default:
            return Attempt(result: .refused(after: asked), answer: head.status, note: "the receiver did not accept it")
        }
    }

    /// Why the last address was refused.
    private final class Refusal: Sendable {
        private let last = Mutex<String?>(nil)

        var words: String? { last.withLock { $0 } }

        func judge(_ socket: SocketAddress, _ policy: AddressPolicy) -> Bool {
            guard let address = IPAddress(bytes: socket.bytes) else { return false }
            let words = policy.refusal(of: address)
            last.withLock { $0 = words }
            return words == nil
        }
    }
}
