import Crypto
import Model
import WorkerProtocol

/// Sends the sound of a recording away to be written down, with what is known of the recording already.
struct TranscriptQuestion {
    private let recording: RecordingFile
    private let request: WorkerRequest
    private let wish: TranscriptWish

    /// nil where no transcript is asked for, or the file is no recording.
    init?(_ source: DocumentSource, mimeType: String?, _ request: WorkerRequest) {
        wish = TranscriptWish(request.parameters)
        guard case .asked = wish, let mimeType, source.size > 0,
            let recording = RecordingFile(source, mimeType: mimeType)
        else { return nil }
        self.recording = recording
        self.request = request
    }

    /// Sends it; false for a recording in which there is nothing to hear, of which nothing is sent.
    func send<Sink: PartSink>(_ report: inout WorkerReport, into sink: inout Sink) throws(Failure) -> Bool {
        guard case .asked(let provider, let model, let language) = wish else { return false }
        let description = try recording.describe()
        guard description.streams.contains(where: { $0.kind == .audio }) else { return false }
        let duration = description.isDurationEstimated ? nil : description.durationSeconds
        let sound = try SpeechSound(
            recording.source, mimeType: recording.mimeType, demuxer: recording.demuxer, duration: duration)
        report.warnings += sound.warnings
        let copy = WorkingCopy(
            kind: request.kind, mimeType: recording.mimeType, extensionMismatch: report.extensionMismatch,
            sheet: MediaFacts(description, name: recording.source.name).sheet)
        var questions = ModelQuestions(
            provider: provider, model: model, sha256: Hexadecimal.lower(Digest.sha256(sound.wave)),
            questions: [ModelQuestions.Question(number: 0, messages: [])])
        questions.recording = ModelQuestions.Recording(seconds: sound.seconds, language: language)
        sink.write(sound.wave, to: .sound)
        sink.write(JSONWriter.canonicalBytes(of: copy.json), to: .workingCopy)
        sink.write(JSONWriter.canonicalBytes(of: questions.json), to: .prompts)
        return true
    }
}

extension TranscriptQuestion {
    /// What `conclude` needs to know of a recording whose words were asked for.
    struct WorkingCopy: Equatable {
        /// What is to be done with the words: `parse`, `extract` or `tag`.
        var kind: WorkerRequest.Kind
        var mimeType: String
        var extensionMismatch: String?
        var sheet: MediaSheet

        /// The form of the part `workingCopy`.
        var json: JSONValue {
            [
                "job": .string(Self.job), "kind": .string(kind.rawValue), "mime_type": .string(mimeType),
                "extension_mismatch": .optional(extensionMismatch), "sheet": sheet.json,
            ]
        }

        private static let job = "transcript"

        /// Reads what `json` says; nil for the working copy of another job.
        init?(_ bytes: [UInt8]) {
            guard bytes.count <= Limits.recordingCopyBytes, let json = try? JSONParser.parse(bytes),
                json["job"]?.string == Self.job, let mimeType = json["mime_type"]?.string,
                let kind = json["kind"]?.string.flatMap(WorkerRequest.Kind.init(rawValue:)),
                let sheet = json["sheet"].flatMap(MediaSheet.init(json:))
            else { return nil }
            self.init(
                kind: kind, mimeType: mimeType, extensionMismatch: json["extension_mismatch"]?.string, sheet: sheet)
        }

        init(kind: WorkerRequest.Kind, mimeType: String, extensionMismatch: String?, sheet: MediaSheet) {
            self.kind = kind
            self.mimeType = mimeType
            self.extensionMismatch = extensionMismatch
            self.sheet = sheet
        }
    }
}
