import Linux
import Model
import Synchronization

/// The sound of a recording in `staging/`, read piece by piece while it is sent.
///
/// Open only while it is read: any number of recordings may wait, and none holds a descriptor.
final class RestingSound: Sendable {
    let length: Int64
    private let staging: Directory
    private let name: BytePath
    private let file = Mutex<File?>(nil)

    init(_ name: BytePath, in staging: Directory, length: Int64) {
        self.name = name
        self.staging = staging
        self.length = length
    }

    /// Fills a buffer from an offset and says how many bytes came; none where the file cannot be read.
    func read(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int {
        file.withLock { file in
            if file == nil { file = try? staging.openForReading(name) }
            let wanted = Int(min(Int64(room.count), max(0, length - offset)))
            guard let open = file, wanted > 0, let bytes = try? open.read(wanted, at: offset) else { return 0 }
            room.copyBytes(from: bytes)
            if offset + Int64(bytes.count) >= length { file = nil }
            return bytes.count
        }
    }
}
