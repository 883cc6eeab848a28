import Linux
import Model

/// The sentences of downloads that fail. None holds credentials or a query.
enum FetchFailure {
    private static func failure(
        _ code: FailureCode, _ reason: String, resolution: String? = nil, retryable: Bool? = nil
    ) -> Failure {
        Failure(
            code, "Failed to download file: \(reason)", stage: .intake, resolution: resolution, retryable: retryable)
    }

    static func malformed(_ error: AddressError) -> Failure {
        failure(.validationError, error.description, resolution: "Correct the row of the manifest and drop it again.")
    }

    static func malformedObject() -> Failure {
        failure(
            .validationError, "this is not an object of the form bucket/key",
            resolution: "Correct the row of the manifest and drop it again.")
    }

    static func noServer() -> Failure {
        failure(.validationError, "fetch.s3 is not configured", resolution: "Set `fetch.s3`, then retry.")
    }

    static func bucketNotListed(_ bucket: String) -> Failure {
        failure(
            .addressRefused, "the bucket \(bucket) is not in fetch.s3.buckets",
            resolution: "List the bucket in `fetch.s3.buckets`, or drop the file itself.")
    }

    static func hostNotListed(_ host: String) -> Failure {
        failure(.addressRefused, "\(host) is not in fetch.allow_hosts")
    }

    static func refusedAddress(_ reason: String) -> Failure {
        failure(
            .addressRefused, reason,
            resolution: "Set `fetch.allow_private: true` if the agent may ask such addresses (link-local ones are to "
                + "be listed in `fetch.allow_hosts`, too), or drop the file itself.")
    }

    static func redirect(_ reason: String) -> Failure { failure(.addressRefused, "redirected: \(reason)") }

    static func tooManyRedirects() -> Failure {
        failure(.downloadFailed, "more than \(Limits.fetchRedirects) redirects", retryable: false)
    }

    static func status(_ status: Int, retryable: Bool) -> Failure {
        failure(.downloadFailed, "HTTP \(status)", retryable: retryable)
    }

    static func connection(_ reason: String, retryable: Bool) -> Failure {
        failure(.downloadFailed, reason, retryable: retryable)
    }

    static func tooLarge(_ bytes: Int64?, limit: Int64) -> Failure {
        var failure = failure(
            .fileTooLarge,
            bytes.map { "it has \($0) bytes; \(limit) are allowed" } ?? "it has more than \(limit) bytes",
            resolution: "Raise `fetch.max_bytes` or the folder's limits, or drop the file itself.")
        failure.details["limit"] = .integer(limit)
        return failure
    }

    static func silent(_ patience: FetchPatience, host: String) -> Failure {
        failure(
            .timeout, "\(host) sent next to nothing for \(patience.silence.components.seconds) seconds",
            resolution: "Check that the server answers, then retry.")
    }

    static func unreachable(_ patience: FetchPatience, host: String) -> Failure {
        failure(
            .timeout, "\(host) could not be reached within \(patience.connect.components.seconds) seconds",
            resolution: "Check that the server runs and may be reached from here, then retry.")
    }

    static func tooLong(_ patience: FetchPatience) -> Failure {
        failure(
            .timeout, "it was not there after \(patience.total.components.seconds) seconds",
            resolution: "Check that the server answers fast enough, then retry.")
    }

    static func notWritten(_ error: SystemError) -> Failure {
        var failure = failure(error.isStorageFull ? .storageFull : .processingError, error.description)
        failure.isTransient = error.isTransient
        return failure
    }

    static func cancelled() -> Failure { failure(.cancelled, "the download was cancelled") }
}
