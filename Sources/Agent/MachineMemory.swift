import Glibc
import Linux
import Model

/// The memory this process and its workers may use together.
enum MachineMemory {
    /// What the machine has, or less where a control group of this process allows less.
    static var bytes: Int64 {
        let physical = Int64(sysconf(Int32(_SC_PHYS_PAGES))) * Int64(sysconf(Int32(_SC_PAGESIZE)))
        let groups = text("/proc/self/cgroup") ?? ""
        return ([physical] + limitFiles(groups: groups).compactMap { text($0).flatMap(limit) }).min() ?? physical
    }

    /// The files that may bound a process whose `/proc/self/cgroup` reads so, its own group and those around it.
    static func limitFiles(groups: String) -> [String] {
        groups.split(separator: "\n").flatMap { line -> [String] in
            // hierarchy:controllers:path; the unified hierarchy is number 0 and names no controllers.
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return [] }
            let isUnified = fields[0] == "0" && fields[1].isEmpty
            guard isUnified || fields[1].split(separator: ",").contains("memory") else { return [] }
            let (mount, name) =
                isUnified
                ? ("/sys/fs/cgroup", "memory.max") : ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
            var group = BytePath(String(fields[2].drop { $0 == "/" }))
            var files = [mount + "/" + name]
            while !group.isEmpty {
                files.append(mount + "/" + group.display + "/" + name)
                group = group.parent
            }
            return files
        }
    }

    /// The number in such a file; nil for `max` and what stands for it.
    static func limit(_ text: String) -> Int64? {
        guard let bytes = Int64(text.filter { !$0.isWhitespace }), bytes > 0 else { return nil }
        return bytes
    }

    private static func text(_ path: String) -> String? {
        let path = BytePath(path)
        guard let directory = try? Directory(path: path.parent.display),
            let bytes = try? directory.contents(of: path.name, limit: Limits.fileOfKernelBytes)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Limits {
    /// Bytes read of a file in which the kernel tells one thing.
    static let fileOfKernelBytes = 64 << 10
}
