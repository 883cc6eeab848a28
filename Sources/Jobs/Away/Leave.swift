import Linux
import Model
import Providers
import WorkerProtocol

/// An item that waits for models: what they are asked, what is known already, and what a worker made so far.
struct Leave: Sendable {
    let questions: ModelQuestions
    /// Name of the provider in the settings.
    let provider: String
    /// Answers of earlier rounds, by the number of their question.
    var replies: [Int: ModelReplies.Reply] = [:]
    /// The outcome so far; succeeded until something else is said.
    let outcome: ItemOutcome
    let outputs: RestingOutputs
    /// The sound of a recording whose words are wanted.
    var sound: RestingSound?
    /// Time spent on the item, without the waiting.
    let worked: Duration

    /// The recording whose words are wanted instead of an answer in words; its question has the number 0.
    var recording: TranscriptionRequest? {
        guard let sound, let wanted = questions.recording else { return nil }
        var request = TranscriptionRequest(
            provider: provider, model: questions.model,
            audio: TranscriptionRequest.Audio(
                name: OutputPart.sound.fileName, mediaType: "audio/wav", length: sound.length, seconds: wanted.seconds,
                read: { sound.read(at: $0, into: $1) }))
        request.language = wanted.language
        return request
    }

    /// What the provider is asked, by the number of the question.
    var requests: [(number: Int, request: ErrandRequest)] {
        questions.questions.map { question in
            if questions.wantsVectors {
                let texts = question.messages.map(\.content)
                return (
                    question.number,
                    .vectors(EmbeddingRequest(provider: provider, model: questions.model, texts: texts))
                )
            }
            var request = ChatRequest(
                provider: provider, model: questions.model,
                messages: question.messages.map {
                    ChatRequest.Message(ChatRequest.Message.Role(rawValue: $0.role) ?? .user, $0.content)
                }, schema: questions.schema)
            request.seed = questions.seed
            request.temperature = questions.temperature
            return (question.number, .chat(request))
        }
    }
}

/// An item that came back.
struct Homecoming: Sendable {
    let leave: Leave
    /// Why there is no answer; nil when all are there.
    let failure: Failure?
    /// The answers to all questions, of earlier rounds too.
    let replies: [ModelReplies.Reply]
}

/// What is staged of an item while it is away: its files are closed.
struct RestingOutputs: Sendable {
    /// sha256 by file.
    var digests: [OutputFile: [UInt8]] = [:]
    var sizes: [OutputFile: Int64] = [:]
}

/// The parts of a report that nobody publishes: questions to models, and the working copy that their answers are read
/// beside.
///
/// The copy lies in `staging/<batch>/<index>.working`; what an earlier run left there is overwritten.
final class UnpublishedParts {
    private let staging: Directory
    private let name: BytePath
    private let soundName: BytePath
    private var prompts: [UInt8] = []
    private var copy: File?
    private var sound: File?
    private var soundBytes: Int64 = 0

    init(context: BatchContext, index: Int) {
        staging = context.places.staging
        name = Self.names(of: index).copy
        soundName = Self.names(of: index).sound
    }

    /// Where the parts of an item lie in `staging/<batch>/`.
    private static func names(of index: Int) -> (copy: BytePath, sound: BytePath) {
        (BytePath("\(index).working"), BytePath("\(index).sound"))
    }

    /// Removes what an item has in `staging/<batch>/`.
    static func discard(_ index: Int, in staging: Directory) {
        try? staging.removeTree(names(of: index).copy)
        try? staging.removeTree(names(of: index).sound)
    }

    /// Appends bytes to a part.
    func write(_ bytes: ArraySlice<UInt8>, to part: OutputPart) throws {
        if part == .sound { return try write(sound: bytes) }
        guard part == .workingCopy else {
            guard prompts.count + bytes.count <= Limits.promptBytes else {
                throw Failure(
                    .fileTooLarge, "The questions about the document have more than \(Limits.promptBytes) bytes",
                    stage: .extract, resolution: "Split the document, or set page_ranges.")
            }
            prompts += bytes
            return
        }
        if copy == nil {
            try staging.removeTree(name)
            copy = try staging.create(name, mode: 0o600)
        }
        try copy?.write(bytes)
    }

    private func write(sound bytes: ArraySlice<UInt8>) throws {
        soundBytes += Int64(bytes.count)
        guard soundBytes <= Limits.transcribedBytes else {
            throw Failure(
                .fileTooLarge, "The sound has more than the \(Limits.transcribedBytes) bytes that are transcribed",
                stage: .parse, resolution: "Divide the recording, then drop the parts.")
        }
        if sound == nil {
            try staging.removeTree(soundName)
            sound = try staging.create(soundName, mode: 0o600)
        }
        try sound?.write(bytes)
    }

    /// The sound that was written; nil when none was.
    func restingSound() -> RestingSound? {
        guard soundBytes > 0 else { return nil }
        sound = nil
        return RestingSound(soundName, in: staging, length: soundBytes)
    }

    /// What models are to be asked; nil when the report is the result.
    func questions() throws -> ModelQuestions? {
        copy = nil
        guard !prompts.isEmpty else { return nil }
        guard let value = try? JSONParser.parse(prompts), let questions = ModelQuestions(json: value),
            !questions.questions.isEmpty
        else {
            throw Failure(
                .workerCrashed, "the reader asked for models in a way that nobody understands", stage: .extract)
        }
        return questions
    }

    /// The working copy and the replies in one file without a name, for `conclude`.
    func bundle(with replies: ModelReplies) throws -> File {
        let text = JSONWriter.canonicalBytes(of: replies.json)
        let working = try staging.openForReading(name)
        let size = try working.status().signature.size
        let place = BytePath(name.display + "-reply")
        try staging.removeTree(place)
        let bundle = try staging.create(place, mode: 0o600)
        let readable = try staging.openForReading(place)
        try staging.unlink(place)
        let members = [
            PageBundle.Member(name: "working.json", size: size),
            PageBundle.Member(name: "replies.json", size: Int64(text.count)),
        ]
        try bundle.write(PageBundle(members).head)
        try bundle.append(working, bytes: size)
        try bundle.write(text)
        return readable
    }

    /// Removes the sound, which was heard.
    func discardSound() {
        sound = nil
        try? staging.removeTree(soundName)
    }

    /// Removes the copy and the sound.
    func discard() {
        copy = nil
        try? staging.removeTree(name)
        discardSound()
    }
}
