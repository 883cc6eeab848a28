import Model
import TestSupport

extension AgentProcess {
    /// Runs several deliveries at the same time at one agent, each a line of the table; none may make it give a claim
    /// back: that would be a writer it had overlooked.
    static func take(
        _ deliveries: [Delivery], short: Int = 1, long: Int, note: String = "", at options: Options
    ) async throws {
        var options = options
        options.isPatient = true
        try await AgentProcess.with(options) { agent in
            let site = Site(agent)
            await withTaskGroup(of: Void.self) { group in
                for delivery in deliveries {
                    group.addTask {
                        await Scenario.run(delivery.title + note, short: short, long: long) { number in
                            try await delivery.round(number, at: site)
                        }
                    }
                }
            }
            let overlooked = agent.log.split(separator: "\n").filter { $0.contains("is given back") }
            try check(overlooked.isEmpty, "writers were overlooked: \(overlooked)")
        }
    }
}
