@testable import Documents

/// Writes compound files ([MS-CFB]) whose streams all stand in sectors of their own.
struct CompoundFixture {
    private struct Entry {
        var name: String
        var content: [UInt8]?
        var children: [Int] = []
    }

    private var entries = [Entry(name: "Root Entry", content: nil)]

    /// Adds a stream, below a storage where one is named.
    mutating func add(_ name: String, _ content: [UInt8], below storage: String? = nil) {
        var parent = 0
        if let storage {
            parent = entries.firstIndex { $0.name == storage && $0.content == nil } ?? entries.count
            if parent == entries.count {
                entries.append(Entry(name: storage, content: nil))
                entries[0].children.append(parent)
            }
        }
        entries[parent].children.append(entries.count)
        entries.append(Entry(name: name, content: content))
    }

    static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    func bytes() -> [UInt8] {
        var table: [Int] = []
        var sectors: [UInt8] = []
        func place(_ content: [UInt8]) -> Int {
            let first = table.count
            let count = max(1, (content.count + 511) / 512)
            for index in 0..<count { table.append(index + 1 < count ? first + index + 1 : 0xFFFF_FFFE) }
            sectors += content + [UInt8](repeating: 0, count: count * 512 - content.count)
            return first
        }
        let starts = entries.map { $0.content.map { $0.isEmpty ? 0xFFFF_FFFE : place($0) } ?? 0xFFFF_FFFE }
        let directory = place(entries.indices.flatMap { entry($0, start: starts[$0]) })
        // The table has room for itself.
        let tableSectors = (table.count + 8) / 127 + 1
        let tableStart = table.count
        table += [Int](repeating: 0xFFFF_FFFD, count: tableSectors)
        table += [Int](repeating: 0xFFFF_FFFF, count: tableSectors * 128 - table.count)
        var header: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 16)
        header +=
            Self.number(0x3E, 2) + Self.number(3, 2) + Self.number(0xFFFE, 2) + Self.number(9, 2) + Self.number(6, 2)
        header += Self.number(0, 10) + Self.number(tableSectors, 4) + Self.number(directory, 4) + Self.number(0, 4)
        header += Self.number(0, 4) + Self.number(0xFFFF_FFFE, 4) + Self.number(0, 4)
        header += Self.number(0xFFFF_FFFE, 4) + Self.number(0, 4)
        for index in 0..<109 { header += Self.number(index < tableSectors ? tableStart + index : 0xFFFF_FFFF, 4) }
        return header + sectors + table.flatMap { Self.number($0, 4) }
    }

    /// Siblings hang on each other's right hand.
    private func entry(_ index: Int, start: Int) -> [UInt8] {
        let entry = entries[index]
        let siblings = entries.first { $0.children.contains(index) }?.children ?? []
        let next = siblings.firstIndex(of: index).flatMap { $0 + 1 < siblings.count ? siblings[$0 + 1] : nil }
        let name = Array(entry.name.utf16).flatMap { Self.number(Int($0), 2) }
        let kind: UInt8 = index == 0 ? 5 : entry.content == nil ? 1 : 2
        return name + [UInt8](repeating: 0, count: 64 - name.count) + Self.number(name.count + 2, 2) + [kind, 1]
            + Self.number(0xFFFF_FFFF, 4) + Self.number(next ?? 0xFFFF_FFFF, 4)
            + Self.number(entry.children.first ?? 0xFFFF_FFFF, 4) + [UInt8](repeating: 0, count: 36)
            + Self.number(start, 4) + Self.number(entry.content?.count ?? 0, 8)
    }

    // MARK: Documents

    /// A message with one recipient and one attachment.
    static func message(body: String) -> [UInt8] {
        func text(_ text: String) -> [UInt8] { Array(text.utf16).flatMap { number(Int($0), 2) } }
        var file = CompoundFixture()
        // The time of submission: 2024-12-22T08:23:00Z.
        let time = number(0x0039_0040, 4) + number(6, 4) + number((1_734_855_780 + 11_644_473_600) * 10_000_000, 8)
        file.add("__properties_version1.0", [UInt8](repeating: 0, count: 32) + time)
        file.add("__substg1.0_0037001F", text("Subject line"))
        file.add("__substg1.0_0C1A001F", text("Ada Sender"))
        file.add("__substg1.0_5D01001F", text("ada@example.org"))
        file.add("__substg1.0_1000001F", text(body))
        file.add("__substg1.0_3001001F", text("Bob"), below: "__recip_version1.0_#00000000")
        file.add("__substg1.0_39FE001F", text("bob@example.org"), below: "__recip_version1.0_#00000000")
        file.add("__substg1.0_3707001F", text("plan.pdf"), below: "__attach_version1.0_#00000000")
        file.add("__substg1.0_37010102", [1, 2, 3], below: "__attach_version1.0_#00000000")
        return file.bytes()
    }

    private static func record(_ kind: Int, _ content: [UInt8]) -> [UInt8] {
        number(kind, 2) + number(content.count, 2) + content
    }

    /// A workbook of Excel 97 with a shared string over two records, a date and a formula with a text.
    static func workbook(isEncrypted: Bool = false) -> [UInt8] {
        let begin = record(0x0809, number(0x0600, 2) + number(5, 2))
        let formats =
            record(0x041E, number(164, 2) + number(10, 2) + [0] + Array("yyyy-mm-dd".utf8))
            + record(0x00E0, number(0, 4)) + record(0x00E0, number(0, 2) + number(164, 2))
        let strings =
            record(0x00FC, number(1, 4) + number(1, 4) + number(6, 2) + [0] + Array("abc".utf8))
            + record(0x003C, [1] + Array("dé€".utf16).flatMap { number(Int($0), 2) })
        let head = begin + (isEncrypted ? record(0x002F, number(1, 2)) : []) + formats
        let sheetBytes = 8 + 6 + 1 + 4
        let offset = head.count + 4 + sheetBytes - 4 + strings.count + 4
        let sheetEntry = record(0x0085, number(offset, 4) + [0, 0, 1, 0] + [UInt8(ascii: "S")])
        func cell(_ row: Int, _ column: Int, _ format: Int) -> [UInt8] {
            number(row, 2) + number(column, 2) + number(format, 2)
        }
        var globals = head + sheetEntry + strings + record(0x000A, [])
        globals =
            head + record(0x0085, number(globals.count, 4) + [0, 0, 1, 0] + [UInt8(ascii: "S")]) + strings
            + record(0x000A, [])
        let formula = cell(1, 1, 0) + [0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + number(0, 6)
        let sheet =
            begin + record(0x00FD, cell(0, 0, 0) + number(0, 4))
            + record(0x027E, cell(0, 1, 1) + number(45_000 << 2 | 2, 4))
            + record(0x0203, cell(1, 0, 0) + number(Int(2.5.bitPattern), 8)) + record(0x0006, formula)
            + record(0x0207, number(4, 2) + [0] + Array("text".utf8)) + record(0x000A, [])
        var file = CompoundFixture()
        file.add("Workbook", globals + sheet)
        return file.bytes()
    }

    /// A document of Word 97 with two pieces, one of each width.
    static func word() -> [UInt8] {
        let narrow = Array("First \u{13} HYPERLINK x\u{14}shown\u{15}\r".utf8)
        let wide = Array("Žluť\r".utf16).flatMap { number(Int($0), 2) }
        var document = [UInt8](repeating: 0, count: 1024)
        func put(_ value: Int, _ bytes: Int, at place: Int) {
            document.replaceSubrange(place..<place + bytes, with: number(value, bytes))
        }
        let count = narrow.count + wide.count / 2
        put(0xA5EC, 2, at: 0)
        put(0x00C1, 2, at: 2)
        put(count, 4, at: 0x4C)
        let pieces =
            number(0, 4) + number(narrow.count, 4) + number(count, 4) + number(0, 2)
            + number(1024 << 1 | 0x4000_0000, 4) + number(0, 4) + number(1024 + narrow.count, 4) + number(0, 2)
        let table = [2] + number(pieces.count, 4) + pieces
        put(table.count, 4, at: 0x01A6)
        var file = CompoundFixture()
        file.add("WordDocument", document + narrow + wide)
        file.add("0Table", table)
        return file.bytes()
    }
}
