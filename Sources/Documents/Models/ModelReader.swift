import Assimp
import Layout
import Model
import WorkerProtocol
import XML

/// Reads models in three dimensions: figures, bounds, units and names; nothing is drawn.
struct ModelReader: DocumentReader {
    private let format: ModelFormat

    /// Nil for types that are no model.
    init?(mimeType: String) {
        guard let format = ModelFormat(mimeType: mimeType) else { return nil }
        self.format = format
    }

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        guard source.size <= Limits.modelBytes else {
            throw Failure(
                .fileTooLarge, "\(source.name) has \(source.size) bytes; models of up to \(Limits.modelBytes) are read",
                stage: .parse,
                details: ["max_allowed": .integer(Limits.modelBytes), "requested": .integer(source.size)],
                resolution: "Divide or simplify the model and drop the parts.")
        }
        var bytes = try source.read(Int(source.size), at: 0)
        if format == .dae { bytes = Self.asUTF8(bytes) }
        guard format.isBegun(by: bytes, size: source.size) else { throw damaged(source, "it does not begin like one") }
        let (description, figures) = try describe(bytes, source)
        let sheet = ModelSheet(description, figures, format: format, name: source.name)
        output.expectPages(1)
        var page = PageComposer()
        for block in sheet.blocks { page.add(block) }
        output.page(page.finish(number: 1))
        if description.bounds == nil { output.warn("the size of the model is not known") }
        output.end(DocumentSummary(metadata: sheet.metadata, pageCount: 1, title: sheet.title))
    }

    private func describe(
        _ bytes: [UInt8], _ source: DocumentSource
    ) throws(Failure) -> (ModelDescription, StoredFigures) {
        switch format {
        case .ply:
            guard var ply = PLYFile(bytes) else { throw damaged(source, "its header is damaged") }
            guard let description = ply.describe() else { throw damaged(source, "it breaks off") }
            return (description, StoredFigures())
        case .threeMF:
            let file = try ThreeMFFile(source)
            return (file.description, StoredFigures(unit: file.unit))
        case .stl, .obj, .fbx, .glb, .dae:
            let figures = try figures(bytes, source)
            return (try imported(bytes, source), figures)
        }
    }

    private func imported(_ bytes: [UInt8], _ source: DocumentSource) throws(Failure) -> ModelDescription {
        let bounds = ModelBounds(
            listed: Limits.modelNames, nameBytes: Limits.documentNameBytes, nodes: Limits.modelNodes,
            points: Limits.modelPoints)
        do throws(ModelError) {
            return try ModelScene(bytes, format: format.rawValue, bounds: bounds).describe()
        } catch {
            throw damaged(source, error.message)
        }
    }

    private func figures(_ bytes: [UInt8], _ source: DocumentSource) throws(Failure) -> StoredFigures {
        switch format {
        case .obj: return StoredFigures(obj: bytes)
        // glTF 2.0, 3.5: lengths are metres.
        case .glb: return StoredFigures(unit: StoredFigures.Unit(name: "meter", meters: 1))
        case .fbx:
            var records = FBXRecords(bytes)
            return StoredFigures(vertices: records?.vertexCount() ?? FBXRecords.vertexCount(ofText: bytes))
        case .dae:
            do throws(XMLError) {
                return try StoredFigures(dae: bytes)
            } catch {
                throw damaged(source, error.description)
            }
        case .stl, .ply, .threeMF: return StoredFigures()
        }
    }

    private func damaged(_ source: DocumentSource, _ words: String) -> Failure {
        Failure(
            .corruptDocument, "\(source.name) could not be read as \(format.title): \(printable(words))", stage: .parse,
            resolution: "Check that it opens in its own program, save it there and drop it again.")
    }

    /// assimp reads XML as UTF-8 whatever it declares.
    private static func asUTF8(_ bytes: [UInt8]) -> [UInt8] {
        let encoding = TextEncoding(detecting: Array(bytes.prefix(Limits.detectionBytes)), isWhole: false)
        guard let encoding, [.utf16LittleEndian, .utf16BigEndian].contains(encoding) else { return bytes }
        var decoder = TextDecoder(encoding)
        let text = decoder.decode(bytes[...]) + decoder.finish()
        // A declaration of UTF-16 would be wrong now.
        guard text.starts(with: "<?xml"), let end = text.firstRange(of: Array("?>".utf8)) else { return text }
        return Array(text[end.upperBound...])
    }
}
