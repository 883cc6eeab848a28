import Linux
import Model

/// Names for directories of ours that must not clash: `name`, `name (2)`, `name (3)`, ...
public enum UniqueName {
    /// Most candidates tried before giving up.
    private static let attempts = 100_000
    /// Most bytes a file name may have.
    private static let nameBytes = 255

    /// The `number`th candidate, cut so that it stays a legal file name.
    public static func candidate(_ name: BytePath, number: Int) -> BytePath {
        guard number > 1 else { return name }
        let suffix = Array(" (\(number))".utf8)
        var kept = name.bytes.prefix(nameBytes - suffix.count)
        // Do not cut a character of a UTF-8 name in two.
        while kept.count < name.bytes.count, name.utf8 != nil, name.bytes[kept.count] & 0xC0 == 0x80 {
            kept = kept.dropLast()
        }
        return BytePath(bytes: kept + suffix)
    }

    /// Makes a directory under the first candidate that is free and returns its name.
    ///
    /// mkdir(2) is exclusive everywhere, also on file systems without RENAME_NOREPLACE.
    public static func reserve(
        _ name: BytePath, in directory: Directory, mode: UInt32
    ) throws(SystemError) -> BytePath {
        var number = 1
        while true {
            let candidate = candidate(name, number: number)
            do {
                try directory.makeDirectory(candidate, mode: mode)
                return candidate
            } catch  where error.isExisting && number < attempts {
                number += 1
            }
        }
    }
}
