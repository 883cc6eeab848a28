import Folders
import Linux
import Model

/// The head of `claim.json`: enough to put a claim back that the store does not know.
struct ClaimRecord: Sendable, Equatable {
    var id: String
    var folder: String
    var source: Batch.Source
    var name: String
    /// Relative to the inbox; for a group the directory its files lay in.
    var entry: BytePath
    var outboxName: BytePath
    var configurationSHA256: String
    /// Partial names that were there at the seal and were not taken for documents.
    var ignored: [BytePath]

    init(_ batch: Batch, ignored: [BytePath]) {
        id = batch.id
        folder = batch.folder
        source = batch.source
        name = batch.name
        entry = batch.entry
        outboxName = batch.outboxName
        configurationSHA256 = batch.configuration?.sha256 ?? ""
        self.ignored = Array(ignored.prefix(Limits.claimIgnoredNames))
    }

    /// Reads the head of a record and leaves the list of items alone, however long it is.
    init?(in claim: Directory) {
        guard let file = try? claim.openForReading(FolderDirectories.claimName),
            let head = try? file.read(Self.headBytes), let end = Self.end(of: head),
            let json = try? JSONParser.parse(Array(head[..<end]) + [UInt8(ascii: "}")]),
            let id = json["id"]?.string, let folder = json["folder"]?.string, let name = json["name"]?.string,
            let source = json["source"]?.string.flatMap(Batch.Source.init(rawValue:)),
            let entry = Self.path(json, "entry"), let outboxName = Self.path(json, "outbox_name"),
            let sha256 = json["configuration_sha256"]?.string, let ignored = json["ignored"]?.array
        else { return nil }
        self.id = id
        self.folder = folder
        self.source = source
        self.name = name
        self.entry = entry
        self.outboxName = outboxName
        configurationSHA256 = sha256
        self.ignored = ignored.compactMap { Self.path($0, "path") }
    }

    /// Writes the record with its items into a new directory of work, durably.
    func write(items: some Sequence<WalkEntry>, into claim: Directory) throws(SystemError) {
        try? claim.unlink(FolderDirectories.claimName)
        let file = try claim.create(FolderDirectories.claimName, mode: 0o600)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("schema_version", 1)
        writer.member("id", id)
        writer.member("folder", folder)
        writer.member("source", source.rawValue)
        writer.member("name", name)
        Self.member(&writer, "entry", entry)
        Self.member(&writer, "outbox_name", outboxName)
        writer.member("configuration_sha256", configurationSHA256)
        writer.key("ignored")
        writer.beginArray()
        for path in ignored {
            writer.beginObject()
            Self.member(&writer, "path", path)
            writer.endObject()
        }
        writer.endArray()
        writer.key(Self.itemsKey)
        writer.beginArray()
        for item in items {
            writer.beginObject()
            Self.member(&writer, "path", item.path)
            writer.member("kind", item.kind.rawValue)
            writer.member("size", item.signature.size)
            writer.member("modified_ns", item.signature.modified)
            writer.member("inode", item.signature.inode)
            writer.endObject()
            if writer.bytes.count >= Limits.claimChunkBytes { try file.write(writer.drain()) }
        }
        writer.endArray()
        writer.endObject()
        writer.newline()
        try file.write(writer.drain())
        try file.sync()
        try claim.sync()
    }

    private static let itemsKey = "items"
    // A thousand of the longest paths the kernel knows fit.
    private static let headBytes = 16 << 20

    private static func end(of head: [UInt8]) -> Int? {
        let mark = Array(",\"\(itemsKey)\":[".utf8)
        guard head.count >= mark.count else { return nil }
        return (0...(head.count - mark.count)).first { head[$0..<($0 + mark.count)].elementsEqual(mark) }
    }

    private static func member(_ writer: inout JSONWriter, _ key: String, _ path: BytePath) {
        writer.member(key, path.display)
        if path.utf8 == nil { writer.member(key + "_b64", Base64.encode(path.bytes)) }
    }

    private static func path(_ json: JSONValue, _ key: String) -> BytePath? {
        if let text = json[key + "_b64"]?.string { return Base64.decode(text).map(BytePath.init(bytes:)) }
        return json[key]?.string.map { BytePath($0) }
    }
}
