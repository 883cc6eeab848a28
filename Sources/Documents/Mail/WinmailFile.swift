import Model

/// What Outlook puts into a `winmail.dat` (MS-OXTNEF): subject, text and attachments of a message.
///
/// Reads the attributes and the properties in them, nothing else; whatever does not fit its length ends the reading.
struct WinmailFile {
    /// A file in it.
    struct Attachment {
        var name = ""
        var mediaType: String?
        var contentID: String?
        var content: [UInt8] = []
    }

    private(set) var subject: [UInt8]?
    private(set) var text: [UInt8]?
    private(set) var html: [UInt8]?
    /// Compressed as MS-OXRTFCP says.
    private(set) var richText: [UInt8]?
    private(set) var sender: [UInt8]?
    private(set) var attachments: [Attachment] = []
    /// True when the file breaks off.
    private(set) var isCut = false
    private(set) var codePage = 1252

    static let signature: [UInt8] = [0x78, 0x9F, 0x3E, 0x22]

    private enum Attribute {
        static let subject = 0x18004
        static let body = 0x2800C
        static let codePage = 0x69007
        static let properties = 0x69003
        static let attachmentBegins = 0x69002
        static let attachmentTitle = 0x18010
        static let attachmentData = 0x6800F
        static let attachmentProperties = 0x69005
    }

    /// Nil when the bytes are no such file.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: Self.signature) else { return nil }
        var place = 6
        while place + 9 <= bytes.count {
            let name = Self.number(bytes, place + 1, 4)
            let length = Self.number(bytes, place + 5, 4)
            place += 9
            guard length <= bytes.count - place - 2 else {
                isCut = true
                return
            }
            take(name, bytes[place..<place + length])
            place += length + 2
        }
        isCut = place < bytes.count
    }

    private mutating func take(_ name: Int, _ data: ArraySlice<UInt8>) {
        switch name {
        case Attribute.subject: subject = subject ?? Self.line(data)
        case Attribute.body: text = text ?? Self.line(data)
        case Attribute.codePage: codePage = Self.number(Array(data.prefix(4)), 0, 4)
        case Attribute.properties: for (id, value) in WinmailProperties(data) { note(id, value) }
        case Attribute.attachmentBegins where attachments.count < Limits.documentAttachments:
            attachments.append(Attachment())
        case Attribute.attachmentTitle:
            change { if $0.name.isEmpty { $0.name = String(decoding: Self.line(data), as: UTF8.self) } }
        case Attribute.attachmentData: change { $0.content = Array(data) }
        case Attribute.attachmentProperties:
            for (id, value) in WinmailProperties(data) { change { Self.note(id, value, of: &$0) } }
        default: break
        }
    }

    private mutating func change(_ body: (inout Attachment) -> Void) {
        if !attachments.isEmpty { body(&attachments[attachments.count - 1]) }
    }

    private mutating func note(_ id: Int, _ value: [UInt8]) {
        switch id {
        case 0x0037: subject = value
        case 0x1000: text = value
        case 0x1013: html = value
        case 0x1009: richText = value
        case 0x5D01, 0x0C1F: if sender == nil || id == 0x5D01 { sender = value }
        default: break
        }
    }

    private static func note(_ id: Int, _ value: [UInt8], of attachment: inout Attachment) {
        switch id {
        case 0x3707: attachment.name = String(decoding: value, as: UTF8.self)
        case 0x3704: if attachment.name.isEmpty { attachment.name = String(decoding: value, as: UTF8.self) }
        case 0x370E: attachment.mediaType = String(decoding: value, as: UTF8.self)
        case 0x3712: attachment.contentID = String(decoding: value, as: UTF8.self)
        case 0x3701: if attachment.content.isEmpty { attachment.content = value }
        default: break
        }
    }

    /// Text up to its end mark.
    private static func line(_ data: ArraySlice<UInt8>) -> [UInt8] { Array(data.prefix { $0 != 0 }) }

    static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        guard place >= 0, place + count <= bytes.count else { return 0 }
        return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// The properties in one attribute, by their number (MS-OXTNEF section 2.1.3.4); only texts and bytes are handed out,
/// texts as UTF-8.
struct WinmailProperties: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var place = 4
    private var left: Int

    init(_ data: ArraySlice<UInt8>) {
        bytes = Array(data)
        left = Swift.min(WinmailFile.number(bytes, 0, 4), Limits.winmailProperties)
    }

    mutating func next() -> (id: Int, value: [UInt8])? {
        while left > 0, place + 4 <= bytes.count {
            left -= 1
            let type = WinmailFile.number(bytes, place, 2)
            let id = WinmailFile.number(bytes, place + 2, 2)
            place += 4
            if id >= 0x8000 { skipName() }
            guard let value = take(type) else { continue }
            return (id, value)
        }
        return nil
    }

    private mutating func skipName() {
        let kind = WinmailFile.number(bytes, place + 16, 4)
        place += 20
        let length = WinmailFile.number(bytes, place, 4)
        place += kind == 0 ? 4 : 4 + Self.padded(length)
    }

    /// The value at the place; nil for those that are neither text nor bytes, or several.
    private mutating func take(_ type: Int) -> [UInt8]? {
        let isMultiple = type & 0x1000 != 0
        let kind = type & 0x0FFF
        let fixed = [2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16][kind]
        if let fixed {
            var count = 1
            if isMultiple {
                count = WinmailFile.number(bytes, place, 4)
                place += 4
            }
            guard count <= (bytes.count - place) / fixed else { return end() }
            place += count * fixed
            return nil
        }
        guard [0x0D, 0x1E, 0x1F, 0x102].contains(kind) else { return end() }
        let count = WinmailFile.number(bytes, place, 4)
        place += 4
        var first: [UInt8]?
        for index in 0..<Swift.min(count, bytes.count) {
            let length = WinmailFile.number(bytes, place, 4)
            guard length <= bytes.count - place - 4 else { return end() }
            place += 4
            if index == 0, !isMultiple { first = value(kind, bytes[place..<place + length]) }
            place += Self.padded(length)
        }
        return first
    }

    private mutating func end() -> [UInt8]? {
        left = 0
        return nil
    }

    private func value(_ kind: Int, _ data: ArraySlice<UInt8>) -> [UInt8] {
        switch kind {
        case 0x1F:
            var decoder = TextDecoder(.utf16LittleEndian)
            return (decoder.decode(data) + decoder.finish()).filter { $0 != 0 }
        case 0x1E: return Array(data.prefix { $0 != 0 })
        // The identifier of an interface stands before an object.
        case 0x0D: return Array(data.dropFirst(16))
        default: return Array(data)
        }
    }

    private static func padded(_ length: Int) -> Int { (length + 3) / 4 * 4 }
}
