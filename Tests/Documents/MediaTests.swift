import Model
import TestSupport
import Testing
import WorkerProtocol

@Suite struct MediaTests {
    @Test func aRecordingIsDescribed() throws {
        let result = try process(MediaFixture.wav(seconds: 3, title: "Board | meeting", artist: "Ada"), name: "a.wav")
        #expect(result.report.failure == nil)
        #expect(result.report.mimeType == "audio/vnd.wave")
        #expect(result.report.pageCount == 1)
        #expect(result.report.title == "Board | meeting")
        let metadata = try #require(try result.json["metadata"])
        #expect(metadata["duration_seconds"]?.number == 3)
        #expect(metadata["author"]?.string == "Ada")
        #expect(metadata["tags"]?["title"]?.string == "Board | meeting")
        let stream = try #require(metadata["streams"]?.array?.first)
        #expect(stream["codec"]?.string == "pcm_u8")
        #expect(stream["channels"]?.integer == 1)
        #expect(stream["sample_rate"]?.integer == 8000)
        #expect(result.markdown.hasPrefix("# Board | meeting\n\n| Property | Value |\n"))
        #expect(result.markdown.contains("| Duration | 0:03 (3 s) |"))
        #expect(result.markdown.contains("| Title | Board \\| meeting |"))
        #expect(result.text.contains("Duration\t0:03 (3 s)"))
    }

    /// Channels, sample rate and duration stand in no header of these; a decoder never runs.
    @Test(arguments: [
        ("a.mp3", MediaFixture.mp3(frames: 2000), "mp3", 2000.0 * 1152 / 44100),
        ("a.aac", MediaFixture.aac(frames: 500), "aac", 500.0 * 1024 / 44100),
    ])
    func framesTellWhatNoHeaderStates(name: String, bytes: [UInt8], codec: String, seconds: Double) throws {
        let metadata = try #require(try process(bytes, name: name).json["metadata"])
        let stream = try #require(metadata["streams"]?.array?.first)
        #expect(stream["codec"]?.string == codec)
        #expect(stream["channels"]?.integer == 2)
        #expect(stream["sample_rate"]?.integer == 44100)
        #expect(abs((metadata["duration_seconds"]?.number ?? 0) - seconds) < 0.1)
        #expect(metadata["duration_estimated"]?.bool == false)
    }

    @Test func coversAreNoVideo() throws {
        let result = try process(MediaFixture.id3(title: "Song") + MediaFixture.mp3(frames: 100), name: "a.mp3")
        let metadata = try #require(try result.json["metadata"])
        #expect(result.report.mimeType == "audio/mpeg")
        #expect(metadata["title"]?.string == "Song")
        #expect(metadata["has_cover"]?.bool == true)
        #expect(metadata["streams"]?.array?.contains { $0["type"]?.string == "video" } == false)
    }

    @Test func damagedRecordingsFailWithAnAdvice() throws {
        let failure = try process(Array(MediaFixture.wav(seconds: 1).prefix(20)), name: "a.wav").report.failure
        #expect(failure?.code == .corruptDocument)
        #expect(failure?.message.contains("a.wav") == true)
        #expect(failure?.resolution.isEmpty == false)
    }

    /// A playlist is text; demanded as a recording it opens nothing.
    @Test(arguments: ["audio/mpeg", "video/mp4", "video/mpeg"])
    func playlistsOpenNoFile(type: String) throws {
        let list = Array("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n".utf8)
        let result = try process(list, name: "a.m3u8", mimeType: type)
        #expect(result.report.failure?.code == .corruptDocument)
        let lists = Array("ffconcat version 1.0\nfile /etc/passwd\n".utf8)
        #expect(try process(lists, name: "a", mimeType: type).report.failure?.code == .corruptDocument)
    }

    @Test func cutAndChangedRecordingsEndInAnOutcome() throws {
        let small = [
            ("a.wav", MediaFixture.wav(seconds: 1, title: "x", artist: "y")),
            ("a.mp4", MediaFixture.mp4(brand: "isom", seconds: 4)),
            ("a.mp3", MediaFixture.id3(title: "x") + MediaFixture.mp3(frames: 8)),
            ("a.aac", MediaFixture.aac(frames: 20)),
        ]
        for (name, bytes) in small { try damage(bytes, name: name) }
    }
}

/// Cuts a document at forty places and changes it two hundred times; each must end in a report.
func damage(
    _ bytes: [UInt8], name: String, mimeType: String? = nil, kind: WorkerRequest.Kind = .parse
) throws {
    for cut in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
        let report = try process(Array(bytes.prefix(cut)), name: name, kind: kind, mimeType: mimeType).report
        #expect(report.failure?.code != .processingError, "cut at \(cut): \(report)")
    }
    for seed in 0..<200 {
        var generator = SeededGenerator(seed: UInt64(seed))
        var changed = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let place = Int.random(in: 0..<min(changed.count, 4096), using: &generator)
            changed[place] = UInt8.random(in: 0...255, using: &generator)
        }
        let report = try process(changed, name: name, kind: kind, mimeType: mimeType).report
        #expect(report.failure?.code != .processingError, "seed \(seed): \(report)")
    }
}
