import Model
import TestSupport
import Testing
import WorkerProtocol

/// Recordings that are written down by a server: what a worker sends away, and what it makes of the answer.
@Suite struct TranscriptTests {
    private static let asked: JSONObject = [
        "transcription": ["mode": "auto", "provider": "ears", "model": "m", "language": "en"]
    ]

    /// The answer of a server beside a working copy, as `conclude` gets it.
    private func conclude(
        _ asked: Processed, _ answer: String, name: String, _ parameters: JSONObject = asked
    ) throws -> Processed {
        let copy = try #require(asked.sink.parts[.workingCopy])
        let replies = ModelReplies(
            provider: "ears", attempt: 1,
            replies: [ModelReplies.Reply(number: 0, content: answer, finishReason: "stop", model: "m-1")])
        let text = JSONWriter.canonicalBytes(of: replies.json)
        let bundle = PageBundle([
            PageBundle.Member(name: "working.json", size: Int64(copy.count)),
            PageBundle.Member(name: "replies.json", size: Int64(text.count)),
        ])
        return try process(bundle.head + copy + text, name: name, kind: .conclude, parameters: parameters)
    }

    @Test func theSoundGoesAwayAndNothingIsPublishedYet() throws {
        let result = try process(MediaFixture.wav(seconds: 2), name: "a.wav", parameters: Self.asked)
        #expect(result.report.failure == nil)
        #expect(Set(result.sink.parts.keys) == [.sound, .workingCopy, .prompts])
        let questions = try #require(
            ModelQuestions(json: try JSONParser.parse(result.sink.parts[.prompts] ?? [])))
        #expect(questions.provider == "ears")
        #expect(questions.model == "m")
        #expect(questions.recording?.language == "en")
        #expect(abs((questions.recording?.seconds ?? 0) - 2) < 0.05)
        #expect(questions.questions.map(\.number) == [0])
    }

    @Test func passagesAreItemsWithTheirTimes() throws {
        let asked = try process(
            MediaFixture.wav(seconds: 2, title: "Meeting"), name: "a.wav", parameters: Self.asked)
        let result = try conclude(
            asked,
            #"""
            {"text": "all", "language": "german", "segments": [
            {"start": 0, "end": 61.5, "text": " # Guten\nTag <b> "}, {"start": 3725.9, "end": 3726, "text": "Ende"}]}
            """#, name: "a.wav")
        #expect(result.report.failure == nil)
        #expect(result.report.pageCount == 1)
        #expect(result.report.title == "Meeting")
        let page = try #require(try result.pages.first)
        #expect(
            page["segments"] == [
                ["start": 0, "end": 61.5, "text": "# Guten Tag <b>"], ["start": 3725.9, "end": 3726, "text": "Ende"],
            ])
        #expect(result.markdown.hasSuffix("## Transcript\n\n[00:00] # Guten Tag &lt;b&gt;\n\n[1:02:05] Ende\n"))
        #expect(result.text.hasSuffix("# Guten Tag <b>\n\nEnde\n"))
        let metadata = try #require(try result.json["metadata"])
        #expect(metadata["language"] == "german")
        #expect(metadata["transcript"]?["segments"]?.integer == 2)
        #expect(metadata["transcript"]?["model"] == "m-1")
        #expect(metadata["duration_seconds"]?.number == 2)
        #expect(try result.json["source"]?["mime_type"] == "audio/vnd.wave")
    }

    @Test func aServerThatTellsNoTimesTellsOnePassage() throws {
        let asked = try process(MediaFixture.wav(seconds: 1), name: "a.wav", parameters: Self.asked)
        let result = try conclude(asked, #"{"text": "Just words.", "segments": []}"#, name: "a.wav")
        #expect(try result.pages.first?["segments"] == [["start": 0, "end": .null, "text": "Just words."]])
    }

    @Test func timesThatMakeNoSenseAreLeftOutWithAWarning() throws {
        let asked = try process(MediaFixture.wav(seconds: 1), name: "a.wav", parameters: Self.asked)
        let result = try conclude(
            asked,
            #"{"text": "x", "segments": [{"start": -1, "end": 2, "text": "a"}, {"start": 1e300, "end": 2e300, "text": "b"}, {"start": 0, "end": 1, "text": "c"}]}"#,
            name: "a.wav")
        #expect(try result.pages.first?["segments"]?.array?.count == 1)
        #expect(result.report.warnings == ["2 passages without a time were left out"])
    }

    @Test(arguments: ["[]", "{\"text\": 5}", "no JSON", "{\"text\": \"a\"}"])
    func anAnswerThatIsNoTranscriptFailsTheItem(answer: String) throws {
        let asked = try process(MediaFixture.wav(seconds: 1), name: "a.wav", parameters: Self.asked)
        #expect(try conclude(asked, answer, name: "a.wav").report.failure?.code == .providerError)
    }

    @Test func tagsAreMadeOfWhatIsSaid() throws {
        let asked = try process(MediaFixture.wav(seconds: 1), name: "a.wav", kind: .tag, parameters: Self.asked)
        let result = try conclude(
            asked,
            #"{"text": "x", "segments": [{"start": 0, "end": 1, "text": "The mortgage contract ends. A mortgage contract needs a notary."}]}"#,
            name: "a.wav")
        #expect(result.report.failure == nil)
        #expect(result.report.tags.contains { $0.contains("mortgage") }, "\(result.report.tags)")
        #expect(result.sink.parts[.documentJSON] != nil)
    }

    @Test func recordingsAreOnlyDescribedWhereNobodyIsAsked() throws {
        let never: JSONObject = ["transcription": ["mode": "never", "provider": "ears"]]
        let nobody: JSONObject = ["transcription": ["mode": "auto", "provider": .null]]
        let quiet = try process(MediaFixture.wav(seconds: 1), name: "a.wav", parameters: never)
        #expect(quiet.report.warnings.isEmpty)
        #expect(quiet.sink.parts[.sound] == nil)
        let hint = try process(MediaFixture.wav(seconds: 1), name: "a.wav", parameters: nobody)
        #expect(
            hint.report.warnings == [
                "no transcript: no provider with a transcription_model is configured, or offline is true"
            ])
        #expect(hint.markdown.contains("| Duration |"))
    }

    @Test func whatIsTooLongIsRefusedWithItsDuration() throws {
        let result = try process(MediaFixture.wav(seconds: 601), name: "a.wav", parameters: Self.asked)
        #expect(result.report.failure?.code == .durationTooLong)
        #expect(result.report.failure?.details["duration"]?.number == 601)
        #expect(result.sink.parts.isEmpty)
    }

    @Test(arguments: SoundFixture.files)
    func soundOfEveryKindIsHeard(file: SoundFixture.File) throws {
        let result = try process(file.bytes, name: file.name, parameters: Self.asked)
        #expect(result.report.failure == nil)
        let sound = result.sink.parts[.sound] ?? []
        #expect(abs(Double(sound.count - 44) / 32_000 - file.seconds) < 0.1)
    }
}
