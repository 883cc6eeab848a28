/// Lets a few tests with an agent of their own run at a time, so that time limits mean something on a small machine.
actor AgentSlots {
    static let shared = AgentSlots()

    private var free = 3
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Waits for a slot.
    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Gives a slot to whoever waits longest.
    func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
