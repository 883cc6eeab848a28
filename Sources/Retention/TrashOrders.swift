import Folders
import Linux
import Model
import Store

/// Reads what is asked of the trash of a folder: files in its `control` directory, as the command line drops them.
///
/// Only the agent's own user can write there. `RESTORE.<id>` brings a batch back, `PURGE.<id>` deletes it for good.
public enum TrashOrder: Sendable, Equatable {
    case restore(String)
    case purge(String)

    /// The file name that gives this order.
    public var fileName: String {
        switch self {
        case .restore(let id): "RESTORE.\(id)"
        case .purge(let id): "PURGE.\(id)"
        }
    }

    /// Ending of the file that says why an order was not followed.
    public static let refusedSuffix = ".refused"

    /// What a file name asks for; nil for anything else.
    init?(_ name: BytePath) {
        // What begins with a dot is on its way to its name.
        guard let text = name.utf8, !text.hasPrefix("."), !text.hasSuffix(Self.refusedSuffix) else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count > 1 ? parts[1] : nil) {
        case ("RESTORE", let id?): self = .restore(id)
        case ("PURGE", let id?): self = .purge(id)
        default: return nil
        }
    }
}

extension TrashOrder {
    /// Notes the order in the store; returns why it cannot be followed.
    fileprivate func refusal(of store: Store) throws(StoreError) -> String? {
        do throws(StoreError) {
            switch self {
            case .restore(let id): try store.bringBack(id)
            case .purge(let id): try store.purge(id)
            }
            return nil
        } catch {
            guard error.code == .refused || error.code == .unknown else { throw error }
            return error.message
        }
    }
}

extension FolderDirectories {
    /// The directory for orders to the trash; made when it is missing.
    func trashControl() throws(SystemError) -> Directory {
        try trash.ensureDirectory(Self.controlName, mode: 0o700)
        return try trash.directory(Self.controlName)
    }

    /// Notes the orders that lie there in the store, and removes them.
    func takeOrders(for store: Store) throws {
        let control = try trashControl()
        for entry in try control.entries(limit: Limits.trashOrders) {
            guard let order = TrashOrder(entry.name), try control.status(entry.name).kind == .file else { continue }
            if let reason = try order.refusal(of: store) {
                let answer = BytePath(entry.name.display + TrashOrder.refusedSuffix)
                try control.replace(answer, with: Array((reason + "\n").utf8), mode: 0o600, durable: false)
            }
            try control.unlink(entry.name)
        }
    }
}
