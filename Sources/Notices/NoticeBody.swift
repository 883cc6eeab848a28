import Model
import Store

/// What a receiver is told: the event, its batch and counts, and nothing of any document.
enum NoticeBody {
    /// The body for a delivery about an event of a batch; `outbox` is the absolute path of the outbox for programs on
    /// this machine, and nil for others.
    static func bytes(_ delivery: Delivery, _ batch: Batch, _ event: Event, outbox: String?) -> [UInt8] {
        var data: JSONObject = [
            "batch_id": .string(batch.id), "name": .string(batch.name), "folder": .string(batch.folder),
            "outbox": .string(batch.outboxName.display),
        ]
        if let outbox { data["outbox_path"] = .string(outbox + "/" + batch.outboxName.display) }
        data["project_id"] = batch.projectID.map(JSONValue.string)
        if let status = event.status {
            data["status"] = .string(status.rawValue)
            data["status_v2"] = .string(status.v2(refused: batch.refused))
        }
        for name in ["total_files", "completed_files", "failed_files", "progress"] { data[name] = event.detail[name] }
        if let index = event.index {
            data["index"] = .integer(Int64(index))
            data["path"] = .optional(event.path?.display)
            data["state"] = .optional(event.state?.rawValue)
        }
        data["error_code"] = event.errorCode.map { .string($0.rawValue) }
        return bytes(delivery.event, at: event.at, data)
    }

    /// The body of a delivery that only asks whether somebody is there.
    static func test(_ delivery: Delivery) -> [UInt8] {
        bytes(delivery.event, at: delivery.createdAt, ["folder": .string(delivery.folder)])
    }

    private static func bytes(_ event: NoticeEvent, at time: Timestamp, _ data: JSONObject) -> [UInt8] {
        JSONWriter.bytes(of: [
            "type": .string(event.rawValue), "timestamp": .string(time.description), "data": .object(data),
        ])
    }
}
