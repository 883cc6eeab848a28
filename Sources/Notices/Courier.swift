import Model
import Store

/// What is carried to a receiver.
struct Parcel: Sendable {
    let receiver: Receiver
    let delivery: Delivery
    let body: [UInt8]
}

/// Carries events to receivers; `done` is called exactly once, on any thread.
protocol Courier: Sendable {
    func carry(_ parcel: Parcel, done: @escaping @Sendable (Attempt) -> Void)
    /// Ends what is under way as interrupted.
    func stop()
}

/// The couriers of the agent: requests over an exchange, programs on threads.
struct Couriers: Courier {
    let webhooks: WebhookCourier?
    let hooks = HookCourier()

    func carry(_ parcel: Parcel, done: @escaping @Sendable (Attempt) -> Void) {
        switch parcel.receiver.way {
        case .webhook(let webhook, let keys):
            guard let webhooks else { return done(Attempt(result: .interrupted)) }
            webhooks.send(parcel, to: webhook, keys: keys, done: done)
        case .hook(let hook): hooks.run(parcel, hook, done: done)
        }
    }

    func stop() {
        webhooks?.stop()
        hooks.stop()
    }
}
