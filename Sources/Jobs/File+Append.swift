import Linux
import Model

extension File {
    /// Appends the first bytes of another file, as many of them as there are.
    func append(_ source: File, bytes: Int64) throws(SystemError) {
        var done: Int64 = 0
        while done < bytes {
            let chunk = try source.read(Int(min(bytes - done, Int64(Limits.copyChunkBytes))), at: done)
            if chunk.isEmpty { return }
            try write(chunk)
            done += Int64(chunk.count)
        }
    }
}
