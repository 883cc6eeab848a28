import Folders
import Model

/// Gives the entries of an archive names that lie below its directory and do not meet; no disk.
///
/// What leads out is led back in: roots, drives and `..` fall away. Of two entries with one name the second is
/// numbered, `a (2).pdf`, and so is a directory that a file stands in the way of.
struct EntryNames {
    /// Names that were not taken as they stand, with what they became, at most `Limits.listedNames`.
    private(set) var confined: [String] = []
    private var files: Set<BytePath> = []
    private var directories: Set<BytePath> = []
    /// Directories that got another name, by the one they wanted.
    private var moved: [BytePath: BytePath] = [:]
    private var numbers: [BytePath: Int] = [:]

    /// The place of an entry; nil for a directory that is the root itself.
    mutating func place(_ raw: [UInt8], isDirectory: Bool) throws(Failure) -> BytePath? {
        var (components, isConfined) = Self.components(of: raw)
        guard components.count <= Limits.treeDepth else {
            throw Failure(
                .tooManyFiles, "An entry of the archive is nested deeper than \(Limits.treeDepth) directories.",
                stage: .intake, resolution: "Make a flatter archive.")
        }
        if components.isEmpty {
            if isDirectory { return nil }
            components = [BytePath("unnamed")]
            isConfined = true
        }
        var path = BytePath.here
        for component in isDirectory ? components[...] : components.dropLast() {
            path = directory(component, in: path)
        }
        if !isDirectory, let name = components.last { path = file(name, in: path) }
        guard path.bytes.count <= Limits.unpackedPathBytes else {
            throw Failure(
                .validationError, "A path in the archive is longer than \(Limits.unpackedPathBytes) bytes.",
                stage: .intake, resolution: "Use shorter names or a flatter archive.")
        }
        if isConfined, confined.count < Limits.listedNames {
            confined.append("\(BytePath(bytes: raw).display) became \(path.display)")
        }
        return path
    }

    private mutating func directory(_ name: BytePath, in parent: BytePath) -> BytePath {
        let wanted = parent.appending(name)
        if directories.contains(wanted) { return wanted }
        if let other = moved[wanted] { return other }
        let given = files.contains(wanted) ? free(wanted) : wanted
        if given != wanted { moved[wanted] = given }
        directories.insert(given)
        return given
    }

    private mutating func file(_ name: BytePath, in parent: BytePath) -> BytePath {
        let wanted = parent.appending(name)
        let given = isTaken(wanted) ? free(wanted) : wanted
        files.insert(given)
        return given
    }

    private func isTaken(_ path: BytePath) -> Bool { files.contains(path) || directories.contains(path) }

    private mutating func free(_ wanted: BytePath) -> BytePath {
        var number = numbers[wanted] ?? 1
        var candidate: BytePath
        repeat {
            number += 1
            candidate = wanted.parent.appending(Self.numbered(wanted.name, number))
        } while isTaken(candidate)
        numbers[wanted] = number
        return candidate
    }

    // The extension says what a file is, so the number goes before it.
    private static func numbered(_ name: BytePath, _ number: Int) -> BytePath {
        let (stem, ending) = divided(name)
        return joined(stem, Array(" (\(number))".utf8) + ending)
    }

    private static func divided(_ name: BytePath) -> (stem: [UInt8], ending: [UInt8]) {
        guard let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0,
            name.bytes.count - dot <= Limits.endingBytes
        else { return (name.bytes, []) }
        return (Array(name.bytes[..<dot]), Array(name.bytes[dot...]))
    }

    // Cut to the length of a file name, not in the middle of a character.
    private static func joined(_ stem: [UInt8], _ ending: [UInt8]) -> BytePath {
        var kept = stem.prefix(Limits.entryNameBytes - ending.count)
        if BytePath(bytes: stem).utf8 != nil {
            while kept.count < stem.count, kept.count > 0, stem[kept.count] & 0xC0 == 0x80 { kept = kept.dropLast() }
        }
        return BytePath(bytes: kept + ending)
    }

    /// The components that are left of a name of a stranger, and whether it tried to lead elsewhere or was too long.
    private static func components(of raw: [UInt8]) -> ([BytePath], isConfined: Bool) {
        let slash = UInt8(ascii: "/")
        var bytes = Array(raw.prefix { $0 != 0 })
        var isConfined = bytes.count < raw.count
        // In a name that is not UTF-8 the byte may be half of a character.
        if BytePath(bytes: bytes).utf8 != nil {
            bytes = bytes.map { $0 == UInt8(ascii: "\\") ? slash : $0 }
        }
        if bytes.first == slash { isConfined = true }
        var parts = bytes.split(separator: slash).map(Array.init)
        if let first = parts.first, first.count >= 2, first[1] == UInt8(ascii: ":"),
            (first[0] | 0x20) >= UInt8(ascii: "a"), (first[0] | 0x20) <= UInt8(ascii: "z")
        {
            parts[0] = Array(first.dropFirst(2))
            isConfined = true
        }
        var components: [BytePath] = []
        for part in parts where !part.isEmpty && part != Array(".".utf8) {
            if part == Array("..".utf8) {
                isConfined = true
            } else if part.count > Limits.entryNameBytes {
                isConfined = true
                let (stem, ending) = divided(BytePath(bytes: part))
                components.append(joined(stem, ending))
            } else {
                components.append(BytePath(bytes: part))
            }
        }
        return (components, isConfined)
    }
}
