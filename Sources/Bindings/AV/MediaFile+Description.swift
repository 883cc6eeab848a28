import CAVFormat
import Glibc

extension MediaFile {
    /// What the file says; a duration that no header states is measured by walking through the packets, as far as the
    /// bytes allowed reach.
    public func describe() -> MediaDescription {
        var description = MediaDescription()
        if let format = context.pointee.iformat {
            description.format = text(format.pointee.name)
            description.formatName = text(format.pointee.long_name)
        }
        description.tags = tags(context.pointee.metadata)
        for index in 0..<min(Int(context.pointee.nb_streams), bounds.streams) {
            if let stream = context.pointee.streams[index] {
                description.streams.append(self.stream(stream.pointee, index))
            }
        }
        for index in 0..<min(Int(context.pointee.nb_chapters), bounds.chapters) {
            if let chapter = context.pointee.chapters[index] {
                description.chapters.append(self.chapter(chapter.pointee))
            }
        }
        if context.pointee.bit_rate > 0 { description.bitRate = context.pointee.bit_rate }
        if context.pointee.duration > 0 {
            description.durationSeconds = Double(context.pointee.duration) / Double(AV_TIME_BASE)
        }
        completeFromPackets(&description)
        return description
    }

    private func stream(_ stream: AVStream, _ index: Int) -> MediaDescription.Stream {
        let parameters = stream.codecpar.pointee
        func positive(_ value: Int32) -> Int? { value > 0 ? Int(value) : nil }
        func rate(_ value: AVRational) -> Double? {
            value.num > 0 && value.den > 0 ? Double(value.num) / Double(value.den) : nil
        }
        var described = MediaDescription.Stream(
            index: index, kind: kind(stream, parameters), codec: text(calls.pointee.codec_name(parameters.codec_id)))
        described.bitRate = parameters.bit_rate > 0 ? parameters.bit_rate : nil
        described.tags = tags(stream.metadata)
        switch described.kind {
        case .audio:
            described.channels = positive(parameters.ch_layout.nb_channels)
            described.sampleRate = positive(parameters.sample_rate)
        case .video:
            described.frameRate = rate(stream.avg_frame_rate) ?? rate(stream.r_frame_rate)
            fallthrough
        case .cover:
            described.width = positive(parameters.width)
            described.height = positive(parameters.height)
        case .subtitle, .data: break
        }
        return described
    }

    private func kind(_ stream: AVStream, _ parameters: AVCodecParameters) -> MediaDescription.Kind {
        switch parameters.codec_type {
        case AVMEDIA_TYPE_VIDEO: stream.disposition & AV_DISPOSITION_ATTACHED_PIC != 0 ? .cover : .video
        case AVMEDIA_TYPE_AUDIO: .audio
        case AVMEDIA_TYPE_SUBTITLE: .subtitle
        default: .data
        }
    }

    private func chapter(_ chapter: AVChapter) -> MediaDescription.Chapter {
        let unit = chapter.time_base.den == 0 ? 0 : Double(chapter.time_base.num) / Double(chapter.time_base.den)
        let title = tags(chapter.metadata).first { $0.name == "title" }?.value
        return MediaDescription.Chapter(
            startSeconds: Double(chapter.start) * unit, endSeconds: Double(chapter.end) * unit, title: title)
    }

    private func tags(_ dictionary: OpaquePointer?) -> [(name: String, value: String)] {
        var tags: [(name: String, value: String)] = []
        var entry: UnsafeMutablePointer<AVDictionaryEntry>?
        while tags.count < bounds.tags {
            entry = calls.pointee.dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX)
            guard let entry else { break }
            tags.append((text(entry.pointee.key).lowercased(), text(entry.pointee.value)))
        }
        return tags
    }

    private func text(_ bytes: UnsafePointer<CChar>?) -> String {
        guard let bytes else { return "" }
        let raw = UnsafeRawBufferPointer(start: bytes, count: strnlen(bytes, bounds.tagBytes))
        return String(decoding: raw, as: UTF8.self)
    }
}
