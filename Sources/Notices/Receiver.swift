import Crypto
import Model
import Store

/// One webhook or hook of a watch folder, with all it needs.
public struct Receiver: Sendable {
    enum Way: Sendable {
        case webhook(Webhook, keys: [[UInt8]])
        case hook(Hook)
    }

    let folder: String
    /// Absolute path of the folder's outbox.
    let outbox: String
    let way: Way

    /// A webhook of a folder and the keys it is signed with.
    public init(_ webhook: Webhook, keys: [[UInt8]], of folder: WatchFolder) {
        self.folder = folder.name
        outbox = folder.outbox
        way = .webhook(webhook, keys: keys)
    }

    /// A hook of a folder.
    public init(_ hook: Hook, of folder: WatchFolder) {
        self.folder = folder.name
        outbox = folder.outbox
        way = .hook(hook)
    }

    var name: String {
        switch way {
        case .webhook(let webhook, _): webhook.name
        case .hook(let hook): hook.name
        }
    }

    var kind: ReceiverKind {
        switch way {
        case .webhook: .webhook
        case .hook: .hook
        }
    }

    /// What the store keeps of it; an address, which may be a secret, only as its hash.
    var terms: ReceiverTerms {
        let (address, events): (String, [NoticeEvent]) =
            switch way {
            case .webhook(let webhook, _): (webhook.url, webhook.events)
            case .hook(let hook): (hook.command.joined(separator: "\0"), hook.events)
            }
        let mark = Base64.encode(Digest.sha256(Array(address.utf8)))
        return ReceiverTerms(folder: folder, kind: kind, name: name, mark: mark, events: events)
    }

    var schedule: RetrySchedule {
        switch way {
        case .webhook: RetrySchedule()
        case .hook(let hook): RetrySchedule(attempts: hook.attempts)
        }
    }

    /// The body of a delivery; nil when its batch is gone.
    func body(of delivery: Delivery, from store: Store) throws(StoreError) -> [UInt8]? {
        if delivery.event == .test { return NoticeBody.test(delivery) }
        guard let (batch, event) = try store.subject(of: delivery) else { return nil }
        return NoticeBody.bytes(delivery, batch, event, outbox: kind == .hook ? outbox : nil)
    }
}
