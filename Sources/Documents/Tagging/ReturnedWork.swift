import Extraction
import Model
import WorkerProtocol

/// What comes with `conclude`: the working copy of a document and what models answered about it.
struct ReturnedWork {
    /// Whose working copy it is.
    enum Job {
        case tag(TagJob.WorkingCopy)
        case extract(WorkingCopy)
        case transcript(TranscriptQuestion.WorkingCopy)
        case embed([Chunk])

        init?(_ copy: [UInt8]) {
            if let recording = TranscriptQuestion.WorkingCopy(copy) {
                self = .transcript(recording)
            } else if let words = WorkingCopy(copy) {
                self = .extract(words)
            } else if let tags = TagJob.WorkingCopy(copy) {
                self = .tag(tags)
            } else if let chunks = EmbedJob.chunks(ofCopy: copy) {
                self = .embed(chunks)
            } else {
                return nil
            }
        }
    }

    let job: Job
    let replies: ModelReplies

    /// Reads the file, which the agent put together.
    init(_ source: DocumentSource) throws(Failure) {
        var start = 0
        let head = try source.read(Limits.bundleHeadBytes, at: 0)
        guard let bundle = PageBundle(head, headBytes: &start), bundle.members.count == 2,
            bundle.members.allSatisfy({ $0.size <= Limits.workingCopyBytes }),
            Int64(start) + bundle.members[0].size + bundle.members[1].size <= source.size
        else { throw Self.broken(source.name) }
        let sizes = bundle.members.map { Int($0.size) }
        let copy = try source.read(sizes[0], at: Int64(start))
        let replies = try source.read(sizes[1], at: Int64(start + sizes[0]))
        guard let job = Job(copy), let json = try? JSONParser.parse(replies), let replies = ModelReplies(json: json)
        else { throw Self.broken(source.name) }
        self.job = job
        self.replies = replies
    }

    /// The failure of a conclusion whose file nobody can read.
    static func broken(_ name: String) -> Failure {
        Failure(.processingError, "the answers about \(printable(name)) did not arrive whole", stage: .extract)
    }
}
