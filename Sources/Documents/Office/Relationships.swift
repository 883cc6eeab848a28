import Model

/// What a part of an office document refers to (ECMA-376 part 2, clause 6.5).
struct Relationships {
    /// One reference.
    struct Target {
        /// The last word of the type's address, such as `footnotes`; transitional and strict documents share it.
        let kind: String
        /// The name of a part, or an address when it lies outside.
        let target: String
        let isExternal: Bool
    }

    /// In the order of the part.
    private(set) var all: [(id: String, target: Target)] = []
    private var places: [String: Int] = [:]

    /// The references of a part; `""` is the whole package. None when it has none.
    init(of part: String, in package: Package) throws(Failure) {
        let slash = part.lastIndex(of: "/")
        let folder = slash.map { String(part[...$0]) } ?? ""
        let name = slash.map { String(part[part.index(after: $0)...]) } ?? part
        guard var xml = try package.xml("\(folder)_rels/\(name).rels") else { return }
        while true {
            switch try xml.next() {
            case .start where xml.element == "Relationship" && all.count < Limits.partRelationships:
                let isExternal = xml["TargetMode"] == "External"
                guard let id = xml["Id"], let type = xml["Type"], let target = xml["Target"] else { break }
                let kind = type.split(separator: "/").last.map(String.init) ?? ""
                let place = isExternal ? target : Self.resolve(target, from: folder)
                places[id] = all.count
                all.append((id, Target(kind: kind, target: place, isExternal: isExternal)))
            case .finished: return
            default: break
            }
        }
    }

    /// The reference of an identifier.
    subscript(id: String?) -> Target? { id.flatMap { places[$0] }.map { all[$0].target } }

    /// The first part of a kind.
    func part(_ kind: String) -> String? {
        all.first { $0.target.kind == kind && !$0.target.isExternal }?.target.target
    }

    /// The parts of a kind, in order.
    func parts(_ kind: String) -> [String] {
        all.filter { $0.target.kind == kind && !$0.target.isExternal }.map(\.target.target)
    }

    /// The name of a part that a part in `folder` calls `target`.
    private static func resolve(_ target: String, from folder: String) -> String {
        let target = target.replacing("\\", with: "/")
        let whole = target.hasPrefix("/") ? target : folder + target
        var names: [Substring] = []
        for name in whole.split(separator: "/") where name != "." {
            if name == ".." { _ = names.popLast() } else { names.append(name) }
        }
        return names.joined(separator: "/")
    }
}
