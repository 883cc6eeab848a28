import Model
import WorkerProtocol

/// What comes with `conclude`: the working copy of a document and what models answered about it.
struct ReturnedWork {
    let workingCopy: JSONValue
    let replies: ModelReplies

    /// Reads the file, which the agent put together.
    init(_ source: DocumentSource) throws(Failure) {
        var start = 0
        let head = try source.read(Limits.bundleHeadBytes, at: 0)
        guard let bundle = PageBundle(head, headBytes: &start), bundle.members.count == 2,
            Int64(start) + bundle.members[0].size + bundle.members[1].size <= source.size
        else { throw Self.broken(source) }
        let sizes = bundle.members.map { Int($0.size) }
        let copy = try source.read(sizes[0], at: Int64(start))
        let replies = try source.read(sizes[1], at: Int64(start + sizes[0]))
        guard let workingCopy = try? JSONParser.parse(copy), let json = try? JSONParser.parse(replies),
            let replies = ModelReplies(json: json)
        else { throw Self.broken(source) }
        self.workingCopy = workingCopy
        self.replies = replies
    }

    private static func broken(_ source: DocumentSource) -> Failure {
        Failure(.processingError, "the answers about \(source.name) did not arrive whole", stage: .extract)
    }
}
