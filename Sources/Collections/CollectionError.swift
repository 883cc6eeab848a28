import Model
import SQLite

/// Why a collection cannot be read or written.
public struct CollectionError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Code: String, Sendable {
        /// There is no such collection.
        case missing
        /// It may not be opened by this user.
        case denied
        /// The file is damaged or no collection.
        case damaged
        /// A newer version wrote it.
        case newer
        /// Another process holds it.
        case busy
        /// The disk is full, or fails.
        case disk
        case other
    }

    public let code: Code
    public let message: String
    /// What SQLite says.
    public let cause: String?

    public var description: String { cause.map { "\(message) (\($0))" } ?? message }

    init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// True when the same may go well later.
    public var isTransient: Bool { code == .busy || code == .disk }

    init(_ error: any Error, path: String) {
        if let error = error as? CollectionError {
            self = error
            return
        }
        guard let error = error as? SQLiteError else {
            self.init(.other, "The collection \(path) cannot be used.", cause: "\(error)")
            return
        }
        switch error.code {
        case .busy:
            self.init(.busy, "The collection \(path) is held by another process.", cause: error.description)
        case .corrupt:
            self.init(
                .damaged, "The collection \(path) is damaged; `dropmill collection rebuild` makes it anew.",
                cause: error.description)
        case .unopenable, .denied:
            self.init(.denied, "The collection \(path) cannot be opened by this user.", cause: error.description)
        case .full: self.init(.disk, "The collection \(path) cannot be written.", cause: error.description)
        case .other: self.init(.other, "The collection \(path) cannot be used.", cause: error.description)
        }
    }
}
