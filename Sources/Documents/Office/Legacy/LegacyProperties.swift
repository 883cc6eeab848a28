import Model

/// What documents in compound files say about themselves ([MS-OLEPS], [MS-OSHARED] 2.3.3).
enum LegacyProperties {
    private static let names: [UInt32: String] = [
        2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "description", 8: "modified_by", 18: "producer",
    ]
    private static let times: [UInt32: String] = [12: "created_at", 13: "modified_at"]
    private static let most = 100

    static func read(_ file: CompoundFile) throws(Failure) -> OfficeProperties {
        var properties = OfficeProperties()
        guard let bytes = try file.stream("\u{5}SummaryInformation") else { return properties }
        let data = LittleEndian(bytes)
        let section = Int(data.long(44))
        let count = min(Int(data.long(section + 4)), most)
        var codePage = 1252
        var found: [(id: UInt32, place: Int)] = []
        for index in 0..<count {
            let id = data.long(section + 8 + 8 * index)
            let place = section + Int(data.long(section + 12 + 8 * index))
            if id == 1 { codePage = Int(data.word(place + 4)) } else { found.append((id, place)) }
        }
        for (id, place) in found {
            if let name = names[id], let text = text(data, place, codePage) { properties.set(name, text) }
            if let name = times[id], data.long(place) == 0x40 {
                let milliseconds = Int64(clamping: data.quad(place + 4) / 10_000) - 11_644_473_600_000
                guard (0..<253_402_300_800_000).contains(milliseconds) else { continue }
                properties.set(name, Array(Timestamp(milliseconds: milliseconds).description.utf8))
            }
        }
        return properties
    }

    private static func text(_ data: LittleEndian, _ place: Int, _ codePage: Int) -> [UInt8]? {
        let count = Int(data.long(place + 4))
        switch data.long(place) {
        case 0x1E:
            let bytes = Array(data.slice(place + 8, count).prefix { $0 != 0 })
            if codePage == 1200 { return data.text16(place + 8, units: count / 2).filter { $0 != 0 } }
            return CodePage(codePage).decode(bytes)
        case 0x1F: return data.text16(place + 8, units: count).filter { $0 != 0 }
        default: return nil
        }
    }
}
