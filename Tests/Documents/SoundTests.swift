import AV
import Glibc
import Model
import TestSupport
import Testing

@testable import Documents

@Suite struct SoundTests {
    private func speech(_ bytes: [UInt8], mimeType: String, demuxer: String?, duration: Double? = nil) throws
        -> SpeechSound
    {
        try withTemporaryDirectory { directory in
            let descriptor = open(directory + "/file", O_RDWR | O_CREAT, 0o600)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(written == bytes.count)
            let source = try DocumentSource(descriptor: descriptor, name: "talk")
            return try SpeechSound(source, mimeType: mimeType, demuxer: demuxer, duration: duration)
        }
    }

    private func little(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }

    @Test func aRecordingBecomesOneChannelAt16Kilohertz() throws {
        let sound = try speech(MediaFixture.wav(seconds: 3), mimeType: "audio/vnd.wave", demuxer: "wav")
        #expect(Array(sound.wave[0..<4]) == Array("RIFF".utf8))
        #expect(little(sound.wave[22..<24]) == 1)
        #expect(little(sound.wave[24..<28]) == 16_000)
        #expect(little(sound.wave[34..<36]) == 16)
        #expect(little(sound.wave[40..<44]) == sound.wave.count - 44)
        let samples = (sound.wave.count - 44) / 2
        #expect((47_900...48_100).contains(samples))
        #expect(sound.warnings.isEmpty)
    }

    @Test func framesOfMP3AreHeard() throws {
        let sound = try speech(MediaFixture.mp3(frames: 100), mimeType: "audio/mpeg", demuxer: "mp3")
        // 1152 samples a frame at 44100 Hz.
        #expect((38_000...42_500).contains((sound.wave.count - 44) / 2))
    }

    @Test func moreThanTenMinutesAreRefusedWithTheirDuration() throws {
        let failure = #expect(throws: Failure.self) {
            try speech(MediaFixture.wav(seconds: 1), mimeType: "audio/vnd.wave", demuxer: "wav", duration: 660.2)
        }
        #expect(failure?.code == .durationTooLong)
        #expect(failure?.message == "talk takes 661 seconds; recordings of up to 600 are transcribed")
        #expect(failure?.details["duration"]?.number == 660.2)
    }

    @Test func aHeaderThatLiesAboutTheDurationDoesNotHelp() throws {
        let failure = #expect(throws: Failure.self) {
            try speech(MediaFixture.wav(seconds: 605), mimeType: "audio/vnd.wave", demuxer: "wav", duration: 5)
        }
        #expect(failure?.code == .durationTooLong)
    }

    @Test func recordingsWithoutSoundAreFailures() throws {
        let failure = #expect(throws: Failure.self) {
            try speech(MediaFixture.mp4(brand: "isom", seconds: 2), mimeType: "video/mp4", demuxer: "mov")
        }
        #expect(failure.map { [.invalidMedia, .corruptDocument].contains($0.code) } == true)
        let noise = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
        let broken = #expect(throws: Failure.self) { try speech(noise, mimeType: "audio/mpeg", demuxer: "mp3") }
        #expect(broken?.code == .corruptDocument)
    }
}
