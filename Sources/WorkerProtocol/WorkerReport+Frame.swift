import Model

extension WorkerReport {
    /// The payload of a report frame: canonical JSON within `Limits.reportBytes`, or within a frame when it carries a
    /// steering file. What does not fit is cut and says so.
    public func encoded() -> [UInt8] {
        for report in [self, shortened] {
            let bytes = JSONWriter.canonicalBytes(of: report.json)
            if Self.accepts(bytes: bytes.count, steering: report.steering) { return bytes }
        }
        let failure = Failure(
            .validationError, "what was read is longer than \(Limits.frameBytes) bytes",
            stage: self.failure?.stage ?? .intake)
        return JSONWriter.canonicalBytes(of: WorkerReport(failure: failure).json)
    }

    /// Reads the payload of a report frame.
    public init(_ frame: Frame) throws(FrameError) {
        let members = try MessageMembers(frame, expecting: .report)
        let steering = members.value("steering")
        guard Self.accepts(bytes: frame.payload.count, steering: steering) else {
            throw .oversized(.report, bytes: frame.payload.count)
        }
        let failureJSON = members.value("failure")
        let failure = failureJSON.flatMap { Failure(json: $0) }
        if failureJSON != nil, failure == nil { throw members.error("failure") }
        let tags = try members.strings("tags")
        guard tags.count <= Limits.documentTags, tags.allSatisfy({ $0.utf8.count <= Limits.reportTextBytes }) else {
            throw members.error("tags")
        }
        self.init(
            mimeType: try members.optionalString("mime_type"),
            extensionMismatch: try members.optionalString("extension_mismatch"),
            title: try members.optionalString("title"),
            pageCount: try members.optionalInteger("page_count").map(Int.init),
            failedPages: try members.integers("failed_pages").map(Int.init),
            warnings: try members.strings("warnings"), steering: steering, tags: tags, failure: failure)
    }

    private static func accepts(bytes: Int, steering: JSONValue?) -> Bool {
        bytes <= (steering == nil ? Limits.reportBytes : Limits.frameBytes)
    }

    private var json: JSONValue {
        [
            "mime_type": .optional(mimeType), "extension_mismatch": .optional(extensionMismatch),
            "title": .optional(title), "page_count": .optional(pageCount),
            "failed_pages": .array(failedPages.map { .integer(Int64($0)) }), "warnings": .strings(warnings),
            "steering": steering ?? .null, "tags": .strings(tags), "failure": failure?.json ?? .null,
        ]
    }

    /// The same report with long lists and texts cut.
    private var shortened: WorkerReport {
        var report = self
        report.title = title.map(Self.cut)
        report.failure?.message = Self.cut(failure?.message ?? "")
        report.failure?.details = [:]
        report.failedPages = Array(failedPages.prefix(Limits.reportPages))
        report.warnings = warnings.prefix(Limits.itemWarnings).map(Self.cut)
        if failedPages.count > Limits.reportPages {
            report.warnings.append("\(failedPages.count - Limits.reportPages) more failed pages are not listed")
        }
        if warnings.count > Limits.itemWarnings {
            report.warnings.append("\(warnings.count - Limits.itemWarnings) more warnings are not listed")
        }
        return report
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > Limits.reportTextBytes else { return text }
        return String(decoding: text.utf8.prefix(Limits.reportTextBytes), as: UTF8.self) + "..."
    }
}
