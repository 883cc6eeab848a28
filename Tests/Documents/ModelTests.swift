import Model
import TestSupport
import Testing
import WorkerProtocol

@Suite struct ModelTests {
    private static let cubes: [(name: String, bytes: [UInt8], type: String, vertices: Int64, unit: String?)] = [
        ("a.obj", Array(ModelFixture.obj.utf8), "model/obj", 8, nil),
        ("text.stl", Array(ModelFixture.textSTL.utf8), "model/stl", 36, nil),
        ("binary.stl", ModelFixture.binarySTL, "model/stl", 36, nil),
        ("text.ply", Array(ModelFixture.textPLY.utf8), "application/x-ply", 8, nil),
        ("binary.ply", ModelFixture.binaryPLY, "application/x-ply", 8, nil),
        ("a.dae", Array(ModelFixture.dae.utf8), "model/vnd.collada+xml", 8, "centimeter"),
        ("a.3mf", ModelFixture.threeMF, "model/3mf", 8, "inch"),
        ("a.glb", ModelFixture.glb, "model/gltf-binary", 8, "meter"),
        ("a.fbx", Array(ModelFixture.fbx.utf8), "application/vnd.autodesk.fbx", 8, "meter"),
    ]

    @Test(arguments: cubes.indices)
    func oneCubeIsTheSameInEveryFormat(index: Int) throws {
        let cube = Self.cubes[index]
        let result = try process(cube.bytes, name: cube.name)
        #expect(result.report.failure == nil, "\(cube.name)")
        #expect(result.report.mimeType == cube.type)
        let metadata = try #require(try result.json["metadata"])
        #expect(metadata["vertices"]?.integer == cube.vertices, "\(cube.name)")
        #expect(metadata["faces"]?.integer == 12)
        #expect(metadata["triangles"]?.integer == 12)
        #expect(metadata["unit"]?.string == cube.unit)
        #expect(metadata["bounds"]?["min"]?.array?.compactMap(\.number) == [-1, -1, -1], "\(cube.name)")
        #expect(metadata["bounds"]?["size"]?.array?.compactMap(\.number) == [2, 2, 2], "\(cube.name)")
        #expect(result.markdown.contains("| Vertices | \(cube.vertices) |"))
        #expect(result.markdown.contains("| Size | 2 × 2 × 2"))
    }

    @Test func namesAreListed() throws {
        let glb = try process(ModelFixture.glb, name: "a.glb")
        #expect(glb.markdown.contains("## Materials\n\n- Blue\n"))
        #expect(try glb.json["metadata"]?["parts"]?.array?.compactMap(\.string) == ["Crate", "Cube"])
        // The file of materials is never opened; the name stands in the model itself.
        let obj = try process(ModelFixture.obj, name: "a.obj")
        #expect(try obj.json["metadata"]?["materials"]?.array?.compactMap(\.string) == ["Red paint"])
        #expect(!obj.markdown.contains("root:"))
        let threeMF = try process(ModelFixture.threeMF, name: "a.3mf")
        #expect(threeMF.report.title == "A crate")
    }

    @Test func aModelInUTF16IsRead() throws {
        let units = ModelFixture.dae.replacing("version=\"1.0\"", with: "version=\"1.0\" encoding=\"utf-16\"").utf16
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in units { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(try process(bytes, name: "a.dae").json["metadata"]?["vertices"]?.integer == 8)
    }

    /// assimp 5.2 never comes to an end with some of the first, and aborts on some of the last.
    @Test func damagedPolygonFilesEndInAnOutcome() throws {
        try damage(Array(ModelFixture.textPLY.utf8), name: "a.ply", mimeType: "application/x-ply")
        try damage(ModelFixture.binaryPLY, name: "a.ply", mimeType: "application/x-ply")
        try damage(ModelFixture.threeMF, name: "a.3mf", mimeType: "model/3mf")
        let endless = ModelFixture.textPLY.replacing("element vertex 8", with: "element vertex 4000000000")
        #expect(try process(endless, name: "a.ply").report.failure?.code == .corruptDocument)
    }

    @Test func whatDoesNotBeginLikeAModelReachesNoImporter() throws {
        for type in Self.cubes.map(\.type) where type != "model/obj" {
            let failure = try process(Array("xof 0303txt 0032".utf8), name: "a", mimeType: type).report.failure
            #expect(failure?.code == .corruptDocument, "\(type)")
        }
    }
}
