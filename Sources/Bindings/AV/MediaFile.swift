import CAVFormat
import Glibc

/// An open recording (libavformat); only headers are read, nothing is decoded.
///
/// Playlists, references to other files and every protocol are refused. Owns the context, not the descriptor. Not for
/// use by two threads at once.
public struct MediaFile: ~Copyable {
    let calls: UnsafePointer<cavformat_calls>
    let context: UnsafeMutablePointer<AVFormatContext>
    let bounds: MediaBounds
    private let input: MediaInput

    /// The demuxers that may run.
    private static let formats =
        "wav,w64,aiff,au,caf,flac,mp3,aac,ogg,asf,amr,mov,mp4,avi,matroska,webm,mpeg,mpegvideo,mpegts,flv"
    private static let probeBytes: Int64 = 2 << 20
    /// AV_LOG_QUIET of log.h.
    private static let quiet: Int32 = -8

    /// Opens the file behind a descriptor; `format` is the short name of its demuxer where that is certain.
    public init(descriptor: Int32, size: Int64, format: String?, bounds: MediaBounds) throws(MediaError) {
        guard let calls = cavformat_load() else { throw .unavailable }
        calls.pointee.log_set_level(Self.quiet)
        guard
            let input = MediaInput(calls, descriptor: descriptor, size: size, bytesRead: bounds.bytesRead)
        else { throw .damaged("no memory") }
        context = try Self.open(input.context, calls, format: format, bounds: bounds)
        self.calls = calls
        self.bounds = bounds
        self.input = input
    }

    private static func open(
        _ io: UnsafeMutablePointer<AVIOContext>, _ calls: UnsafePointer<cavformat_calls>, format: String?,
        bounds: MediaBounds
    ) throws(MediaError) -> UnsafeMutablePointer<AVFormatContext> {
        var context = calls.pointee.alloc()
        guard let opening = context else { throw .damaged("no memory") }
        cavformat_restrict(calls, opening, formats)
        opening.pointee.pb = io
        opening.pointee.probesize = probeBytes
        opening.pointee.max_streams = Int32(bounds.streams)
        // Frees the context when it fails.
        let result = calls.pointee.open_input(
            &context, nil, format.flatMap { calls.pointee.find_input_format($0) }, nil)
        guard result >= 0, let opened = context else { throw .damaged(words(calls, result)) }
        let found = calls.pointee.find_stream_info(opened, nil)
        // Streams without a codec may be named all the same.
        guard found >= 0 || opened.pointee.nb_streams > 0 else {
            calls.pointee.close_input(&context)
            throw .damaged(words(calls, found))
        }
        return opened
    }

    deinit {
        var context: UnsafeMutablePointer<AVFormatContext>? = context
        calls.pointee.close_input(&context)
    }

    /// The version this was built for, as in `59.27.100`; one of the same first number is loaded when it is needed.
    public static var version: String {
        "\(LIBAVFORMAT_VERSION_MAJOR).\(LIBAVFORMAT_VERSION_MINOR).\(LIBAVFORMAT_VERSION_MICRO)"
    }

    static func words(_ calls: UnsafePointer<cavformat_calls>, _ code: Int32) -> String {
        let room = 128
        var text = [CChar](repeating: 0, count: room)
        guard calls.pointee.strerror(code, &text, room) >= 0 else { return "error \(code)" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
