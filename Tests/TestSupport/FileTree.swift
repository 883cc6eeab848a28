import Foundation
import Glibc
import Linux
import Model

/// A small tree of files written by code: what a person drops.
public struct FileTree: ExpressibleByDictionaryLiteral, Sendable {
    /// What one entry is.
    public enum Content: ExpressibleByStringLiteral, Sendable {
        case file([UInt8])
        case directory
        case link(to: String)
        case fifo
        case socket

        public init(stringLiteral value: String) { self = .file(Array(value.utf8)) }
    }

    public var entries: [(path: BytePath, content: Content)]

    public init(_ entries: [(path: BytePath, content: Content)] = []) { self.entries = entries }

    public init(dictionaryLiteral elements: (String, Content)...) {
        entries = elements.map { (BytePath($0.0), $0.1) }
    }

    /// `count` small text files named `note-<n>.txt`; no two calls write the same content, unless `subject` is equal.
    public static func notes(_ count: Int, about subject: String = UUID().uuidString) -> FileTree {
        FileTree(
            (0..<count).map { number in
                let text = "This is note number \(number) about \(subject).\n"
                return (BytePath("note-\(number).txt"), .file(Array(text.utf8)))
            })
    }

    /// Writes every entry below a directory that exists; entries are readable and writable by all, as a share makes
    /// them, so that only the rights a test sets itself are in the way.
    public func write(below path: String) throws {
        let directory = try Directory(path: path)
        for (path, content) in entries {
            let parent =
                path.parent.isEmpty ? directory : try Self.makeDirectories(path.parent, in: directory)
            try Self.write(content, as: path.name, in: parent)
        }
    }

    private static func makeDirectories(_ path: BytePath, in directory: Directory) throws -> Directory {
        try directory.makeDirectories(path, mode: 0o777)
        return try directory.directory(path)
    }

    private static func write(_ content: Content, as name: BytePath, in directory: Directory) throws {
        switch content {
        case .file(let bytes): try directory.create(name, mode: 0o666).write(bytes)
        case .directory: try directory.makeDirectory(name, mode: 0o777)
        case .link(let target): try SystemError.check(symlinkat(target, directory.descriptor, name.display), "symlink")
        case .fifo: try SystemError.check(mkfifoat(directory.descriptor, name.display, 0o666), "mkfifo")
        case .socket:
            try SystemError.check(mknodat(directory.descriptor, name.display, S_IFSOCK | 0o666, 0), "mknod")
        }
    }
}

extension SystemError {
    /// Throws the error in `errno` when a call of the C library returned a negative number.
    fileprivate static func check(_ result: Int32, _ call: String) throws {
        if result < 0 { throw SystemError(code: errno, call: call, subject: "test tree") }
    }
}
