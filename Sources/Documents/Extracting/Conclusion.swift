import Extraction
import Model
import WorkerProtocol

/// The file that comes with `conclude`: the working copy of a document, and what models answered.
struct Conclusion {
    let copy: WorkingCopy
    let replies: ModelReplies

    /// Reads both.
    init(_ source: DocumentSource) throws(Failure) {
        var start = 0
        let head = try source.read(Limits.bundleHeadBytes, at: 0)
        guard let bundle = PageBundle(head, headBytes: &start), bundle.members.count == 2,
            bundle.members[0].size <= Limits.workingCopyBytes
        else { throw Self.broken(source.name) }
        let size = bundle.members[0].size
        let rest = source.size - Int64(start) - size
        guard rest >= 0, rest <= Limits.workingCopyBytes,
            let copy = WorkingCopy(try source.read(Int(size), at: Int64(start))),
            let text = try? JSONParser.parse(try source.read(Int(rest), at: Int64(start) + size)),
            let replies = ModelReplies(json: text)
        else { throw Self.broken(source.name) }
        self.copy = copy
        self.replies = replies
    }

    /// The failure of a conclusion that nobody can read.
    static func broken(_ name: String) -> Failure {
        Failure(.processingError, "what was kept of \(printable(name)) did not arrive whole", stage: .extract)
    }
}
