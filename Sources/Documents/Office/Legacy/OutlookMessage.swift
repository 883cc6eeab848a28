import Layout
import Model

/// A message of Outlook ([MS-OXMSG]): its properties, recipients and attachments.
struct OutlookMessage {
    /// Somebody the message goes to.
    struct Recipient {
        let address: String
        /// 1 to, 2 copy, 3 blind copy.
        let kind: Int
    }

    /// A file that came with the message.
    struct Attachment {
        let name: String
        let mimeType: String?
        let size: Int64
        /// Where its bytes are; nil for a message or a link.
        fileprivate let place: Int?
    }

    /// Identifiers of properties ([MS-OXPROPS]).
    enum Property: Int {
        case messageClass = 0x001A, subject = 0x0037, submitTime = 0x0039, sentRepresentingName = 0x0042
        case sentRepresentingAddress = 0x0065, headers = 0x007D, recipientType = 0x0C15, senderName = 0x0C1A
        case senderAddress = 0x0C1F, displayCopies = 0x0E03, displayTo = 0x0E04, deliveryTime = 0x0E06, body = 0x1000
        case compressedRTF = 0x1009, html = 0x1013, messageIdentifier = 0x1035, displayName = 0x3001
        case address = 0x3003, attachmentData = 0x3701, attachmentName = 0x3704, attachmentLongName = 0x3707
        case attachmentType = 0x370E, smtpAddress = 0x39FE, codePage = 0x3FFD, internetCodePage = 0x3FDE
        case senderSMTPAddress = 0x5D01
    }

    private let file: CompoundFile
    private let streams: [String: Int]
    private let fixed: [Int: UInt64]
    private let codePage: Int
    private(set) var recipients: [Recipient] = []
    private(set) var attachments: [Attachment] = []

    private static let prefix = "__substg1.0_"
    private static let headerBytes = 32
    private static let partHeaderBytes = 8

    init(_ file: CompoundFile) throws(Failure) {
        self.file = file
        streams = Self.streams(file, below: 0)
        fixed = try Self.fixedProperties(file, streams, headerBytes: Self.headerBytes)
        let pages = [Property.codePage, .internetCodePage].compactMap { [fixed] in fixed[$0.rawValue] }
        codePage = pages.first.map { Int(truncatingIfNeeded: $0 & 0xFFFF_FFFF) } ?? 1252
        for place in file.children(of: 0).prefix(Limits.documentAttachments) where file[place].isStorage {
            let name = file[place].name.lowercased()
            if name.hasPrefix("__recip_version1.0_") { try addRecipient(place) }
            if name.hasPrefix("__attach_version1.0_") { try addAttachment(place) }
        }
    }

    /// The first of some properties that is there as text.
    func text(_ properties: Property...) throws(Failure) -> [UInt8]? {
        try Self.first(properties, file, streams, codePage)
    }

    /// A property that is bytes.
    func binary(_ property: Property) throws(Failure) -> [UInt8]? {
        guard let place = streams[Self.key(property, "0102")] else { return nil }
        return try file.content(of: place)
    }

    /// The bytes of an attachment; nil for a message or a link, and for one that is too large.
    func content(of attachment: Attachment) throws(Failure) -> [UInt8]? {
        guard let place = attachment.place, attachment.size <= Int64(Limits.attachmentBytes) else { return nil }
        return try file.content(of: place)
    }

    /// When the message was sent, else when it came.
    var date: String? {
        for property in [Property.submitTime, .deliveryTime] {
            // Units of 100 nanoseconds since 1601.
            guard let ticks = fixed[property.rawValue], ticks > 0 else { continue }
            let milliseconds = Int64(ticks / 10_000) - 11_644_473_600_000
            // Years before 1970 and after 9999 are no dates of a message.
            guard (0..<253_402_300_800_000).contains(milliseconds) else { continue }
            return Timestamp(milliseconds: milliseconds).description
        }
        return nil
    }

    private mutating func addRecipient(_ place: Int) throws(Failure) {
        let streams = Self.streams(file, below: place)
        let fixed = try Self.fixedProperties(file, streams, headerBytes: Self.partHeaderBytes)
        let name = try Self.first([.displayName], file, streams, codePage)
        let address = try Self.first([.smtpAddress, .address], file, streams, codePage)
        let shown = Self.person(name ?? [], address ?? [])
        let kind = fixed[Property.recipientType.rawValue].map { Int(truncatingIfNeeded: $0 & 0xF) } ?? 1
        if !shown.isEmpty { recipients.append(Recipient(address: shown, kind: kind)) }
    }

    private mutating func addAttachment(_ place: Int) throws(Failure) {
        let streams = Self.streams(file, below: place)
        let names = [Property.attachmentLongName, .attachmentName, .displayName]
        let name = try Self.first(names, file, streams, codePage)
        let type = try Self.first([.attachmentType], file, streams, codePage)
        let data = streams[Self.key(.attachmentData, "0102")]
        attachments.append(
            Attachment(
                name: String(decoding: name ?? [], as: UTF8.self).trimmingBlanks,
                mimeType: type.map { String(decoding: $0, as: UTF8.self).trimmingBlanks },
                size: data.map { file[$0].size } ?? 0, place: data))
    }

    /// A name with its address, where it is an address of the Internet and not in the name already.
    static func person(_ name: [UInt8], _ address: [UInt8]) -> String {
        let name = String(decoding: name, as: UTF8.self).trimmingBlanks
        let address = String(decoding: address, as: UTF8.self).trimmingBlanks
        guard address.utf8.contains(UInt8(ascii: "@")), address != name else { return name.isEmpty ? address : name }
        return name.isEmpty ? address : "\(name) <\(address)>"
    }

    private static func streams(_ file: CompoundFile, below place: Int) -> [String: Int] {
        var streams: [String: Int] = [:]
        for child in file.children(of: place) where !file[child].isStorage {
            streams[file[child].name.uppercased()] = child
        }
        return streams
    }

    private static func key(_ property: Property, _ type: String) -> String {
        let id = String(property.rawValue, radix: 16).uppercased()
        return prefix.uppercased() + String(repeating: "0", count: 4 - id.count) + id + type
    }

    private static func first(
        _ properties: [Property], _ file: CompoundFile, _ streams: [String: Int], _ codePage: Int
    ) throws(Failure) -> [UInt8]? {
        for property in properties {
            if let text = try text(property, file, streams, codePage), !text.isEmpty { return text }
        }
        return nil
    }

    private static func text(
        _ property: Property, _ file: CompoundFile, _ streams: [String: Int], _ codePage: Int
    ) throws(Failure) -> [UInt8]? {
        if let place = streams[key(property, "001F")] {
            let bytes = LittleEndian(try file.content(of: place))
            return bytes.text16(0, units: bytes.bytes.count / 2).filter { $0 != 0 }
        }
        guard let place = streams[key(property, "001E")] else { return nil }
        return CodePage(codePage).decode(try file.content(of: place).filter { $0 != 0 })
    }

    /// Numbers and times, by their identifiers; eight bytes each.
    private static func fixedProperties(
        _ file: CompoundFile, _ streams: [String: Int], headerBytes: Int
    ) throws(Failure) -> [Int: UInt64] {
        guard let place = streams["__PROPERTIES_VERSION1.0"] else { return [:] }
        let bytes = LittleEndian(try file.content(of: place))
        var fixed: [Int: UInt64] = [:]
        for entry in stride(from: headerBytes, to: bytes.bytes.count - 15, by: 16) {
            fixed[Int(bytes.word(entry + 2))] = bytes.quad(entry + 8)
        }
        return fixed
    }
}
