import CAVFormat
import Glibc

/// Gives libavformat the bytes of one descriptor by position, up to a number of bytes in all.
///
/// Owns its memory and the AVIOContext, not the descriptor.
struct MediaInput: ~Copyable {
    /// What the callbacks see.
    struct State {
        let descriptor: Int32
        let size: Int64
        var position: Int64 = 0
        var bytesLeft: Int64
    }

    let context: UnsafeMutablePointer<AVIOContext>
    private let state: UnsafeMutablePointer<State>
    private let calls: UnsafePointer<cavformat_calls>
    private static let bufferBytes = 32 << 10

    /// Nil when there is no memory.
    init?(_ calls: UnsafePointer<cavformat_calls>, descriptor: Int32, size: Int64, bytesRead: Int64) {
        guard let buffer = calls.pointee.malloc(Self.bufferBytes) else { return nil }
        let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
        state.initialize(to: State(descriptor: descriptor, size: size, bytesLeft: bytesRead))
        guard
            let context = calls.pointee.io_alloc(
                buffer.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferBytes), 0, state, readMedia, nil, seekMedia
            )
        else {
            calls.pointee.free(buffer)
            state.deallocate()
            return nil
        }
        self.context = context
        self.state = state
        self.calls = calls
    }

    deinit {
        // libavformat may have replaced the buffer.
        calls.pointee.free(context.pointee.buffer)
        var context: UnsafeMutablePointer<AVIOContext>? = context
        calls.pointee.io_free(&context)
        state.deallocate()
    }
}

private func readMedia(_ opaque: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int32)
    -> Int32
{
    guard let state = opaque?.assumingMemoryBound(to: MediaInput.State.self) else { return -EIO }
    guard state.pointee.bytesLeft > 0 else { return Int32(cavformat_refused) }
    var got: Int
    repeat {
        got = pread(state.pointee.descriptor, buffer, Int(count), off_t(state.pointee.position))
    } while got < 0 && errno == EINTR
    guard got > 0 else { return got < 0 ? -errno : Int32(cavformat_end_of_file) }
    state.pointee.position += Int64(got)
    state.pointee.bytesLeft -= Int64(got)
    return Int32(got)
}

private func seekMedia(_ opaque: UnsafeMutableRawPointer?, _ offset: Int64, _ whence: Int32) -> Int64 {
    guard let state = opaque?.assumingMemoryBound(to: MediaInput.State.self) else { return -Int64(EIO) }
    let target: Int64
    switch whence & ~AVSEEK_FORCE {
    case AVSEEK_SIZE: return state.pointee.size
    case SEEK_SET: target = offset
    case SEEK_CUR: target = state.pointee.position &+ offset
    case SEEK_END: target = state.pointee.size &+ offset
    default: return -Int64(EINVAL)
    }
    guard target >= 0 else { return -Int64(EINVAL) }
    state.pointee.position = target
    return target
}
