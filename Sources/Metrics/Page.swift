import Model
import Store

/// The page of numbers, made of the store as it is and what was counted since the start.
struct Page {
    let started: Timestamp
    let tally: Tally
    let open: [OpenBatches]
    let backlog: DeliveryBacklog
    let free: [FreeBytes]
    let workers: (starts: Int, losses: Int)

    /// The text of the page.
    var text: String {
        var page = Exposition()
        page.family("dropmill_build_info", .gauge, "Version of the agent; always 1.")
        page.sample("dropmill_build_info", [("version", Product.version)], 1)
        page.family("dropmill_start_time_seconds", .gauge, "When the agent started, in seconds since 1970.")
        page.sample("dropmill_start_time_seconds", [], Self.seconds(started))
        addOpen(to: &page)
        addFinished(to: &page)
        addWork(to: &page)
        addMachine(to: &page)
        addModels(to: &page)
        return page.text
    }

    private func addOpen(to page: inout Exposition) {
        page.family("dropmill_batches", .gauge, "Batches that are not finished.")
        for group in open {
            page.sample(
                "dropmill_batches", [("folder", group.folder), ("status", group.status.rawValue)],
                Double(group.batches))
        }
        let folders = Dictionary(grouping: open, by: \.folder).sorted { $0.key < $1.key }
        page.family("dropmill_items", .gauge, "Items of sealed batches that wait or are worked on.")
        for (folder, groups) in folders {
            let waiting = groups.reduce(0) { $0 + $1.waitingItems }
            let running = groups.reduce(0) { $0 + $1.runningItems }
            page.sample("dropmill_items", [("folder", folder), ("state", "pending")], Double(waiting))
            page.sample("dropmill_items", [("folder", folder), ("state", "running")], Double(running))
        }
        page.family(
            "dropmill_oldest_open_batch_timestamp_seconds", .gauge,
            "When the oldest batch that is not finished was first seen.")
        for (folder, groups) in folders {
            guard let oldest = groups.map(\.oldest).min() else { continue }
            page.sample(
                "dropmill_oldest_open_batch_timestamp_seconds", [("folder", folder)], Self.seconds(oldest))
        }
    }

    private func addFinished(to page: inout Exposition) {
        page.family("dropmill_batches_finished_total", .counter, "Batches that ended since the start.")
        for (key, count) in tally.batches.sorted(by: { $0.key < $1.key }) {
            page.sample(
                "dropmill_batches_finished_total", [("folder", key.folder), ("status", key.word)], Double(count))
        }
        page.family("dropmill_items_finished_total", .counter, "Items of batches that ended since the start.")
        for (key, count) in tally.items.sorted(by: { $0.key < $1.key }) {
            page.sample("dropmill_items_finished_total", [("folder", key.folder), ("state", key.word)], Double(count))
        }
    }

    private func addWork(to page: inout Exposition) {
        let work = tally.work.sorted { $0.key < $1.key }
        page.family("dropmill_pages_total", .counter, "Pages of items of batches that ended since the start.")
        for (folder, work) in work { page.sample("dropmill_pages_total", [("folder", folder)], Double(work.pages)) }
        page.family("dropmill_document_bytes_total", .counter, "Bytes of those items.")
        for (folder, work) in work {
            page.sample("dropmill_document_bytes_total", [("folder", folder)], Double(work.bytes))
        }
        page.family("dropmill_item_seconds", .histogram, "Seconds of work on one item.")
        for (folder, work) in work {
            page.histogram(
                "dropmill_item_seconds", [("folder", folder)], bounds: Tally.bounds.map { Double($0) / 1000 },
                within: work.within, count: work.items, sum: Double(work.milliseconds) / 1000)
        }
    }

    private func addMachine(to page: inout Exposition) {
        page.family("dropmill_worker_starts_total", .counter, "Workers that were started.")
        page.sample("dropmill_worker_starts_total", [], Double(workers.starts))
        page.family(
            "dropmill_worker_losses_total", .counter,
            "Workers that crashed, hung or grew too large, or were cancelled.")
        page.sample("dropmill_worker_losses_total", [], Double(workers.losses))
        page.family("dropmill_deliveries_waiting", .gauge, "Events that wait for webhooks and hooks.")
        page.sample("dropmill_deliveries_waiting", [], Double(backlog.waiting))
        if let oldest = backlog.oldest {
            page.family(
                "dropmill_oldest_delivery_timestamp_seconds", .gauge, "Since when the oldest of them waits.")
            page.sample("dropmill_oldest_delivery_timestamp_seconds", [], Self.seconds(oldest))
        }
        page.family("dropmill_free_bytes", .gauge, "Bytes that are free where a folder is.")
        for place in free {
            page.sample(
                "dropmill_free_bytes", [("folder", place.folder), ("place", place.place)], Double(place.bytes))
        }
    }

    private func addModels(to page: inout Exposition) {
        let models = tally.models.sorted { $0.key < $1.key }.map(\.value)
        func labels(_ use: ModelUse) -> Exposition.Labels { [("provider", use.provider), ("model", use.model)] }
        page.family("dropmill_provider_requests_total", .counter, "Requests to models that were paid for.")
        for use in models { page.sample("dropmill_provider_requests_total", labels(use), Double(use.requests)) }
        page.family("dropmill_provider_tokens_total", .counter, "Tokens sent to models and answered by them.")
        for use in models {
            page.sample(
                "dropmill_provider_tokens_total", labels(use) + [("direction", "in")], Double(use.inputTokens))
            page.sample(
                "dropmill_provider_tokens_total", labels(use) + [("direction", "out")], Double(use.outputTokens))
        }
        page.family("dropmill_cost_total", .counter, "What they cost, in the currency of the prices.")
        for use in models { page.sample("dropmill_cost_total", labels(use), Double(use.cost.microUnits) / 1_000_000) }
    }

    private static func seconds(_ time: Timestamp) -> Double { Double(time.milliseconds) / 1000 }
}
