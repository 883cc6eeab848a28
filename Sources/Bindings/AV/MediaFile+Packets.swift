import CAVFormat

extension MediaFile {
    /// Walks through the packets for what the headers leave open: channels and sample rate, which stand in the first
    /// frames, and the duration, which needs all of them. Gives up where the bytes allowed end.
    func completeFromPackets(_ description: inout MediaDescription) {
        let isGuess = context.pointee.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE
        let needsDuration = description.durationSeconds == nil || isGuess
        var walk = PacketWalk(description.streams)
        guard needsDuration || walk.isOpen else { return }
        var packet = calls.pointee.packet_alloc()
        guard let current = packet else { return }
        defer { calls.pointee.packet_free(&packet) }
        var result: Int32 = 0
        while needsDuration || walk.isOpen && walk.packets < PacketWalk.headerPackets {
            result = calls.pointee.read_frame(context, current)
            guard result >= 0 else { break }
            walk.see(current.pointee, context.pointee)
            calls.pointee.packet_unref(current)
        }
        walk.complete(&description.streams)
        guard needsDuration else { return }
        if result == Int32(cavformat_end_of_file), let seconds = walk.seconds {
            description.durationSeconds = seconds
        } else {
            description.isDurationEstimated = description.durationSeconds != nil
        }
    }
}

/// What is learnt from packets; nothing of them is kept.
struct PacketWalk {
    /// Packets looked at for the headers of frames.
    static let headerPackets = 200

    private(set) var packets = 0
    /// Streams whose channels or sample rate no header of the file states.
    private var open: Set<Int>
    private var headers: [Int: AudioFrameHeader] = [:]
    /// Samples by stream, of frames with a header.
    private var samples: [Int: Int64] = [:]
    private var first = Double.infinity
    private var last = -Double.infinity

    init(_ streams: [MediaDescription.Stream]) {
        let audio = streams.filter { $0.kind == .audio && ["aac", "mp3", "mp2", "mp1"].contains($0.codec) }
        open = Set(audio.filter { $0.channels == nil || $0.sampleRate == nil }.map(\.index))
    }

    /// True while a stream waits for a header.
    var isOpen: Bool { open.contains { headers[$0] == nil } }

    /// From the first time to the end of the last packet, or by the samples where packets have no time.
    var seconds: Double? {
        if last > first { return last - first }
        return samples.compactMap { stream, count in
            headers[stream].map { Double(count) / Double($0.sampleRate) }
        }.max()
    }

    mutating func see(_ packet: AVPacket, _ context: AVFormatContext) {
        packets += 1
        let index = Int(packet.stream_index)
        if open.contains(index), let data = packet.data, packet.size > 0 {
            let start = UnsafeBufferPointer(start: data, count: min(Int(packet.size), AudioFrameHeader.length))
            if let header = AudioFrameHeader(Array(start)) {
                if headers[index] == nil { headers[index] = header }
                samples[index, default: 0] += Int64(header.samples)
            }
        }
        let time = packet.pts != cavformat_no_time ? packet.pts : packet.dts
        guard time != cavformat_no_time, index < Int(context.nb_streams),
            let base = context.streams[index]?.pointee.time_base, base.den != 0
        else { return }
        let unit = Double(base.num) / Double(base.den)
        first = min(first, Double(time) * unit)
        last = max(last, (Double(time) + Double(max(0, packet.duration))) * unit)
    }

    func complete(_ streams: inout [MediaDescription.Stream]) {
        for index in streams.indices {
            guard let header = headers[streams[index].index] else { continue }
            if streams[index].channels == nil, header.channels > 0 { streams[index].channels = header.channels }
            if streams[index].sampleRate == nil { streams[index].sampleRate = header.sampleRate }
        }
    }
}
