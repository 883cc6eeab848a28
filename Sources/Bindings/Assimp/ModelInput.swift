import CAssimp
import Glibc

/// Shows assimp one file, whose bytes are in memory, under one name; no other file exists.
struct ModelInput {
    private let bytes: UnsafeRawBufferPointer
    /// The name under which the file is there.
    let name: String

    init(_ bytes: UnsafeRawBufferPointer, name: String) {
        self.bytes = bytes
        self.name = name
    }

    /// Lends the file system to a call.
    func withFileSystem<Result>(_ body: (UnsafeMutablePointer<aiFileIO>) -> Result) -> Result {
        var content = (bytes, ContiguousArray(name.utf8CString))
        return withUnsafeMutablePointer(to: &content) { content in
            var system = aiFileIO(
                OpenProc: openModel, CloseProc: closeModel,
                UserData: UnsafeMutableRawPointer(content).assumingMemoryBound(to: CChar.self))
            return withUnsafeMutablePointer(to: &system, body)
        }
    }

    typealias Content = (bytes: UnsafeRawBufferPointer, name: ContiguousArray<CChar>)
}

/// A place in the bytes, one for each time they are opened.
private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    var position = 0
}

private func openModel(
    _ system: UnsafeMutablePointer<aiFileIO>?, _ name: UnsafePointer<CChar>?, _ mode: UnsafePointer<CChar>?
) -> UnsafeMutablePointer<aiFile>? {
    guard let name, let data = system?.pointee.UserData else { return nil }
    let content = UnsafeMutableRawPointer(data).assumingMemoryBound(to: ModelInput.Content.self).pointee
    guard content.name.withUnsafeBufferPointer({ $0.baseAddress.map { strcmp($0, name) } }) == 0 else { return nil }
    let cursor = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
    cursor.initialize(to: Cursor(bytes: content.bytes))
    let file = UnsafeMutablePointer<aiFile>.allocate(capacity: 1)
    file.initialize(
        to: aiFile(
            ReadProc: readModel, WriteProc: { _, _, _, _ in 0 }, TellProc: { cursorOf($0)?.pointee.position ?? 0 },
            FileSizeProc: { cursorOf($0)?.pointee.bytes.count ?? 0 }, SeekProc: seekModel, FlushProc: { _ in },
            UserData: UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: CChar.self)))
    return file
}

private func closeModel(_ system: UnsafeMutablePointer<aiFileIO>?, _ file: UnsafeMutablePointer<aiFile>?) {
    cursorOf(file)?.deallocate()
    file?.deallocate()
}

private func cursorOf(_ file: UnsafeMutablePointer<aiFile>?) -> UnsafeMutablePointer<Cursor>? {
    file?.pointee.UserData.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: Cursor.self) }
}

private func readModel(
    _ file: UnsafeMutablePointer<aiFile>?, _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int
) -> Int {
    guard let cursor = cursorOf(file), let buffer, size > 0, count > 0 else { return 0 }
    let left = cursor.pointee.bytes.count - cursor.pointee.position
    let items = min(count, left / size)
    guard items > 0, let start = cursor.pointee.bytes.baseAddress else { return 0 }
    memcpy(buffer, start + cursor.pointee.position, items * size)
    cursor.pointee.position += items * size
    return items
}

private func seekModel(_ file: UnsafeMutablePointer<aiFile>?, _ offset: Int, _ origin: aiOrigin) -> aiReturn {
    guard let cursor = cursorOf(file) else { return aiReturn_FAILURE }
    let target =
        switch origin {
        case aiOrigin_SET: offset
        case aiOrigin_CUR: cursor.pointee.position &+ offset
        // As assimp's own reader of memory counts.
        default: cursor.pointee.bytes.count &- offset
        }
    guard target >= 0, target <= cursor.pointee.bytes.count else { return aiReturn_FAILURE }
    cursor.pointee.position = target
    return aiReturn_SUCCESS
}
