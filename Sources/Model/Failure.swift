/// The closed list of things that go wrong, as the contract names them.
public enum FailureCode: String, Sendable, CaseIterable {
    case validationError = "validation_error"
    case invalidMedia = "invalid_media"
    case unsupportedMedia = "unsupported_media"
    case fileNotFound = "file_not_found"
    case emptyFile = "empty_file"
    case fileTooLarge = "file_too_large"
    case tooManyFiles = "too_many_files"
    case durationTooLong = "duration_too_long"
    case encryptedDocument = "encrypted_document"
    case corruptDocument = "corrupt_document"
    case specialFile = "special_file"
    case symlinkRefused = "symlink_refused"
    case permissionDenied = "permission_denied"
    case vanished
    case changedDuringProcessing = "changed_during_processing"
    case timeout
    case memoryLimit = "memory_limit"
    case workerCrashed = "worker_crashed"
    case archiveBomb = "archive_bomb"
    case emptyManifest = "empty_manifest"
    case downloadFailed = "download_failed"
    case addressRefused = "address_refused"
    case schemaViolation = "schema_violation"
    case providerError = "provider_error"
    case providerRefused = "provider_refused"
    case outputTruncated = "output_truncated"
    case rateLimited = "rate_limited"
    case insufficientFunds = "insufficient_funds"
    case storageFull = "storage_full"
    case offline
    case cancelled
    case poison
    case processingError = "processing_error"

    /// What a person can do about it, in plain words, unless the place that failed knows better.
    public var resolution: String {
        switch self {
        case .validationError: "Correct the setting or file named in the message, then retry."
        case .invalidMedia: "Check that the file opens in its own program, then drop it again."
        case .unsupportedMedia: "Convert the file to a supported format such as PDF or plain text and drop it again."
        case .fileNotFound: "Check the name and drop the file again."
        case .emptyFile: "The file has no content. Check that the copy or scan finished and drop it again."
        case .fileTooLarge: "Split the file, or raise limits.max_file_bytes of the folder."
        case .tooManyFiles: "Split the batch, or raise limits.max_files of the folder."
        case .durationTooLong: "Cut the recording into shorter parts."
        case .encryptedDocument: "Add the password to `passwords` of the job configuration, or remove the protection."
        case .corruptDocument:
            "The file is damaged or incomplete. Open it in its own program, save it and drop it again."
        case .specialFile: "Drop regular files only; pipes, sockets and devices are never opened."
        case .symlinkRefused: "Drop the file itself instead of a link to it."
        case .permissionDenied: "Give the agent's user permission to read the file, then retry."
        case .vanished: "The file was removed while the batch ran. Drop it again."
        case .changedDuringProcessing:
            "The file was changed while it was read. Wait until its writer is done and retry."
        case .timeout: "Raise `timeouts` of the job configuration, or split the document."
        case .memoryLimit: "Split the document into smaller parts."
        case .workerCrashed:
            "The document made the reader crash. Open it in its own program, save it and drop it again."
        case .archiveBomb: "The archive expands beyond the limits. Unpack it yourself and drop what you need."
        case .emptyManifest: "Add at least one row below the header."
        case .downloadFailed: "Check the address, then retry."
        case .addressRefused: "Allow the host in `fetch.allow_hosts`, or drop the file itself."
        case .schemaViolation: "Correct the schema or the prompt, then retry."
        case .providerError: "Check the provider's state and settings, then retry."
        case .providerRefused: "The model declined to answer. Change the prompt or the model."
        case .outputTruncated: "Raise the model's output limit, or extract fewer fields at once."
        case .rateLimited: "Wait, or raise the provider's limits, then retry."
        case .insufficientFunds: "Raise the budget, then retry."
        case .storageFull: "Free space on the disk of the outbox; the agent goes on by itself."
        case .offline: "Set `offline: false` and configure what the job needs."
        case .cancelled: "Drop the batch again to run it."
        case .poison: "The agent died repeatedly on this file. Look at it with care before you drop it again."
        case .processingError: "Retry; if it fails again, run `dropmill doctor` and report the batch id."
        }
    }

    /// The HTTP status an API would have used, for clients that expect one.
    public var httpStatus: Int {
        switch self {
        case .insufficientFunds: 403
        case .fileNotFound, .vanished: 404
        case .fileTooLarge: 413
        case .unsupportedMedia: 415
        case .rateLimited: 429
        case .timeout: 504
        case .storageFull: 507
        case .processingError, .workerCrashed, .memoryLimit, .poison: 500
        case .providerError, .providerRefused, .downloadFailed: 502
        default: 400
        }
    }

    /// True when trying again without a change may help.
    public var isRetryable: Bool {
        switch self {
        case .timeout, .memoryLimit, .workerCrashed, .changedDuringProcessing, .downloadFailed, .providerError,
            .rateLimited, .storageFull, .processingError, .permissionDenied, .vanished, .insufficientFunds:
            true
        default: false
        }
    }
}

/// The part of the work in which something failed.
public enum Stage: String, Sendable, CaseIterable {
    case intake, detect, parse, extract, tag, embed, publish
}

/// What went wrong, with which subject, why, and what to do: the `error` object of the contract.
public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    public var code: FailureCode
    /// One sentence that names the subject.
    public var message: String
    public var details: JSONObject
    /// What a person can do.
    public var resolution: String
    public var retryable: Bool
    public var stage: Stage
    /// 1-based page, where one page failed.
    public var page: Int?
    /// True when the cause lies outside of the document and what failed is worth waiting for; never published.
    public var isTransient = false

    public init(
        _ code: FailureCode, _ message: String, stage: Stage, details: JSONObject = [:], resolution: String? = nil,
        retryable: Bool? = nil, page: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.resolution = resolution ?? code.resolution
        self.retryable = retryable ?? code.isRetryable
        self.stage = stage
        self.page = page
    }

    public var description: String { "\(message) (\(code.rawValue))" }

    /// The object written to every published file.
    public var json: JSONValue {
        [
            "code": .string(code.rawValue), "message": .string(message), "details": .object(details),
            "resolution": .string(resolution), "retryable": .bool(retryable), "stage": .string(stage.rawValue),
            "page": .optional(page), "http_status": .integer(Int64(code.httpStatus)),
        ]
    }

    /// Reads what `json` wrote; nil when a needed member is missing or unknown.
    public init?(json: JSONValue) {
        guard let code = json["code"]?.string.flatMap(FailureCode.init(rawValue:)),
            let message = json["message"]?.string, let stage = json["stage"]?.string.flatMap(Stage.init(rawValue:))
        else { return nil }
        self.init(
            code, message, stage: stage, details: json["details"]?.object ?? [:],
            resolution: json["resolution"]?.string, retryable: json["retryable"]?.bool,
            page: json["page"]?.integer.map(Int.init))
    }
}
