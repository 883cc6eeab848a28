import Model

/// What travels with a descriptor to a worker: the request, and how much time it may take.
public struct WorkOrder: Sendable, Equatable {
    public var request: WorkerRequest
    /// Wall-clock seconds of the deadline, from which the worker sets its own limit of processor time.
    public var seconds: Int
    /// Seconds added for each page.
    public var secondsPerPage: Int

    public init(_ request: WorkerRequest, seconds: Int, secondsPerPage: Int = 0) {
        self.request = request
        self.seconds = seconds
        self.secondsPerPage = secondsPerPage
    }

    /// The payload of a request frame.
    public func encoded() throws(FrameError) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("kind", request.kind.rawValue)
        writer.member("name", request.name)
        writer.member("path", request.path)
        writer.member("sha256", .optional(request.sha256))
        writer.member("size", request.size)
        writer.member("mime_type", .optional(request.mimeType))
        writer.member("parameters", .object(request.parameters))
        writer.member("options_sha256", request.optionsSHA256)
        writer.member("seconds", seconds)
        writer.member("seconds_per_page", secondsPerPage)
        writer.endObject()
        guard writer.bytes.count <= Limits.frameBytes else { throw .tooLong(bytes: writer.bytes.count) }
        return writer.bytes
    }

    /// Reads the payload of a request frame.
    public init(_ frame: Frame) throws(FrameError) {
        let members = try MessageMembers(frame, expecting: .request)
        guard let kind = WorkerRequest.Kind(rawValue: try members.string("kind")) else {
            throw members.error("kind")
        }
        request = WorkerRequest(
            kind: kind, name: try members.string("name"), path: try members.string("path"),
            sha256: try members.optionalString("sha256"), size: try members.integer("size"),
            mimeType: try members.optionalString("mime_type"), parameters: try members.object("parameters"),
            optionsSHA256: try members.string("options_sha256"))
        seconds = Int(UInt32(clamping: try members.integer("seconds")))
        secondsPerPage = Int(UInt32(clamping: try members.integer("seconds_per_page")))
    }
}
