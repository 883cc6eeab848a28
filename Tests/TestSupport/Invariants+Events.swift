import Model

extension Invariants {
    /// `seq` counts from 1 without a gap; in every run each item starts once and finishes once.
    mutating func checkEvents(_ status: JSONValue, isRefused: Bool) {
        let events = batch.events
        let numbers = events.map { $0["seq"]?.integer ?? -1 }
        expect(numbers == Array(1...Int64(max(1, events.count))), "event numbers have gaps: \(numbers.prefix(50))")
        expect(events.last?["seq"]?.integer == status["seq"]?.integer, "status.json is not of the last event")
        if isRefused { return }
        let last = batch.eventNames.last { !$0.hasPrefix("control.") } ?? "-"
        expect(last == "batch.completed", "the last event is \(last)")
        let total = Int(status["total_files"]?.integer ?? 0)
        var runs = 0
        var started: Set<Int64> = []
        var finished: Set<Int64> = []
        for event in events {
            let index = event["index"]?.integer ?? -1
            switch event["event"]?.string {
            case "item.started":
                expect(started.insert(index).inserted, "item \(index) started twice in run \(runs + 1)")
            case "item.finished":
                expect(started.contains(index), "item \(index) finished before it started")
                expect(finished.insert(index).inserted, "item \(index) finished twice in run \(runs + 1)")
            case "batch.completed":
                // A refusal is a final status too, but no run.
                if started.isEmpty, finished.isEmpty, total > 0, runs == 0 { continue }
                runs += 1
                expect(started == finished, "items started but not finished: \(started.subtracting(finished))")
                if runs == 1 { expect(finished.count == total, "\(finished.count) of \(total) items finished") }
                started = []
                finished = []
            default: break
            }
        }
    }
}
