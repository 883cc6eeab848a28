import GRDB

/// Why an operation of the store failed; nothing was changed.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The closed list of reasons.
    public enum Code: String, Sendable, CaseIterable {
        /// Another process keeps the store locked.
        case busy
        /// The file is damaged, or no store at all.
        case corrupt
        /// The file or its directory may not be written.
        case readOnly
        /// The file cannot be opened.
        case unreadable
        /// The disk is full.
        case full
        /// A newer version of the program wrote the store.
        case newerSchema
        /// An older version wrote the store and nobody has migrated it yet.
        case olderSchema
        /// The state of the batch does not allow what was asked for.
        case refused
        /// There is no such batch or item.
        case unknown
        /// Anything else; the cause says what.
        case other
    }

    /// The kind of failure, for those who act on it.
    public let code: Code
    /// One sentence that names the subject.
    public let message: String
    /// The text of SQLite, where it was the one that failed.
    public let cause: String?
    /// The file, where the failure is about it.
    public let path: String?

    /// An error with its reason.
    public init(_ code: Code, _ message: String, cause: String? = nil, path: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.path = path
    }

    /// A refusal that the text explains.
    public init(_ description: String) {
        self.init(.refused, description)
    }

    /// Message, cause and what to do, in one line.
    public var description: String {
        [message, cause.map { "(\($0))" }, resolution].compactMap { $0 }.joined(separator: " ")
    }

    /// What a person can do, in plain words; nil where the message says it all.
    public var resolution: String? {
        switch code {
        case .busy: "Wait, or look for a second program that uses the file."
        case .corrupt:
            "Stop the agent and move the file away with those beside it"
                + (path.map { ": `mkdir '\($0)-damaged' && mv '\($0)' '\($0)-wal' '\($0)-shm' '\($0)-damaged/'`" } ?? "")
                + ". The next start makes a new store and puts unfinished batches back into the inbox; finished ones "
                + "stay in the outbox."
        case .readOnly: "Let the agent's user write the file and its directory."
        case .unreadable: "Check that the directory exists and that this user may read it and the file."
        case .full: "Free space on the disk of the state directory; the agent goes on by itself."
        case .newerSchema: "Use the version of the program that wrote it, or a newer one."
        case .olderSchema: "Start the agent once; it brings the file up to date."
        case .refused, .unknown, .other: nil
        }
    }
}

extension StoreError {
    /// Translates what GRDB or a decoder threw.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        default: self.init(.other, "The store \(path) failed.", cause: "\(error)")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let cause = "\(error.message ?? "no message"), SQLite \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.busy, "The store \(path) is locked.", cause: cause)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.corrupt, "The store \(path) is damaged.", cause: cause, path: path)
        case .SQLITE_READONLY: self.init(.readOnly, "The store \(path) cannot be written.", cause: cause)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(.unreadable, "The store \(path) cannot be opened.", cause: cause)
        case .SQLITE_FULL: self.init(.full, "No space is left for the store \(path).", cause: cause)
        default: self.init(.other, "The store \(path) failed.", cause: cause)
        }
    }

    /// A value in the database that no version of the program wrote.
    static func undecodable(_ subject: String) -> StoreError {
        StoreError(.corrupt, "The store holds \(subject) that cannot be read.")
    }
}
