import Foundation

@testable import Metrics

extension Page {
    /// A strict reader of the text format of Prometheus, version 0.0.4: throws on anything it does not allow.
    struct Reader {
        struct Malformed: Error { let line: String }

        private var samples: [String: Double] = [:]

        init(_ text: String) throws {
            var family = ""
            var kind = ""
            var seen: Set<String> = []
            guard text.hasSuffix("\n") else { throw Malformed(line: "the end") }
            for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
                let words = line.split(separator: " ", maxSplits: 3)
                if line.hasPrefix("# HELP "), words.count == 4 {
                    family = String(words[2])
                    guard seen.insert(family).inserted, Self.isName(family) else { throw Malformed(line: String(line)) }
                } else if line.hasPrefix("# TYPE "), words.count == 4, words[2] == family {
                    kind = String(words[3])
                    guard ["counter", "gauge", "histogram"].contains(kind) else { throw Malformed(line: String(line)) }
                    guard (kind == "counter") == family.hasSuffix("_total") else { throw Malformed(line: String(line)) }
                } else {
                    try add(line, of: family, kind)
                }
            }
        }

        /// The value of a sample with these labels, in the order of the page.
        subscript(name: String, labels: String...) -> Double? { samples[([name] + labels).joined(separator: "\u{1}")] }

        private mutating func add(_ line: Substring, of family: String, _ kind: String) throws {
            let name = line.prefix { $0 != "{" && $0 != " " }
            let endings = kind == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
            guard endings.contains(where: { name == family + $0 }) else { throw Malformed(line: String(line)) }
            var rest = line.dropFirst(name.count)
            var key = [String(name)]
            if rest.hasPrefix("{") {
                rest = rest.dropFirst()
                while !rest.hasPrefix("}") {
                    let label = rest.prefix { $0 != "=" }
                    rest = rest.dropFirst(label.count)
                    guard Self.isName(String(label)), rest.hasPrefix("=\"") else { throw Malformed(line: String(line)) }
                    let value = try Self.quoted(&rest)
                    key.append("\(label)=\(value)")
                    if rest.hasPrefix(",") { rest = rest.dropFirst() }
                }
                rest = rest.dropFirst()
            }
            guard rest.hasPrefix(" "), let value = Double(rest.dropFirst()),
                samples.updateValue(value, forKey: key.joined(separator: "\u{1}")) == nil
            else { throw Malformed(line: String(line)) }
        }

        private static func quoted(_ rest: inout Substring) throws -> String {
            var value = ""
            rest = rest.dropFirst(2)
            while let character = rest.popFirst() {
                switch character {
                case "\"": return value
                case "\\":
                    switch rest.popFirst() {
                    case "n": value.append("\n")
                    case "\\": value.append("\\")
                    case "\"": value.append("\"")
                    default: throw Malformed(line: String(rest))
                    }
                default: value.append(character)
                }
            }
            throw Malformed(line: "a label without end")
        }

        private static func isName(_ text: String) -> Bool {
            text.range(of: "^[a-zA-Z_][a-zA-Z0-9_]*$", options: .regularExpression) != nil
        }
    }
}
