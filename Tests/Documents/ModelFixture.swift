/// One cube of side 2 around the origin in several formats.
enum ModelFixture {
    static let corners: [[Int]] = (0..<8).map { [$0 & 1, $0 >> 1 & 1, $0 >> 2].map { $0 * 2 - 1 } }
    /// Two triangles a side, by corner.
    static let triangles: [[Int]] = [
        [0, 2, 1], [1, 2, 3], [4, 5, 6], [5, 7, 6], [0, 1, 4], [1, 5, 4], [2, 6, 3], [3, 6, 7], [0, 4, 2], [2, 4, 6],
        [1, 3, 5], [3, 7, 5],
    ]

    static var obj: String {
        let vertices = corners.map { "v \(words($0))\n" }.joined()
        let faces = triangles.map { "f \(words($0.map { $0 + 1 }))\n" }.joined()
        return "# a cube\nmtllib /etc/passwd\no Cube\n\(vertices)usemtl Red paint\n\(faces)"
    }

    static var textSTL: String {
        let facets = triangles.map { triangle in
            let points = triangle.map { "vertex \(words(corners[$0]))\n" }.joined()
            return "facet normal 0 0 0\nouter loop\n\(points)endloop\nendfacet\n"
        }
        return "solid cube\n\(facets.joined())endsolid cube\n"
    }

    static var binarySTL: [UInt8] {
        var facets: [UInt8] = []
        for triangle in triangles {
            facets += [UInt8](repeating: 0, count: 12)
            for corner in triangle { facets += corners[corner].flatMap(float) }
            facets += [0, 0]
        }
        let header = Array("solid, so it says".utf8) + [UInt8](repeating: 0, count: 63)
        return header + MediaFixture.little(12, 4) + facets
    }

    static var textPLY: String {
        header("ascii") + corners.map { words($0) + "\n" }.joined() + triangles.map { "3 \(words($0))\n" }.joined()
    }

    static var binaryPLY: [UInt8] {
        let points: [UInt8] = corners.flatMap { corner -> [UInt8] in
            corner.flatMap { value -> [UInt8] in float(value).reversed() }
        }
        let faces: [UInt8] = triangles.flatMap { triangle -> [UInt8] in
            [3] + triangle.flatMap { MediaFixture.big($0, 4) }
        }
        return Array(header("binary_big_endian").utf8) + points + faces
    }

    static var dae: String {
        let points = corners.map(words).joined(separator: " ")
        let faces = triangles.map(words).joined(separator: " ")
        return """
            <?xml version="1.0"?>
            <COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1"><asset>
            <unit name="centimeter" meter="0.01"/><up_axis>Z_UP</up_axis></asset><library_geometries>
            <geometry id="cube" name="Cube"><mesh><source id="p"><float_array id="a" count="24">\(points)</float_array>
            <technique_common><accessor source="#a" count="8" stride="3"><param name="X" type="float"/>
            <param name="Y" type="float"/><param name="Z" type="float"/></accessor></technique_common></source>
            <vertices id="v"><input semantic="POSITION" source="#p"/></vertices><triangles count="12">
            <input semantic="VERTEX" source="#v" offset="0"/><p>\(faces)</p></triangles></mesh></geometry>
            </library_geometries><library_visual_scenes><visual_scene id="s"><node name="Crate">
            <instance_geometry url="#cube"/></node></visual_scene></library_visual_scenes>
            <scene><instance_visual_scene url="#s"/></scene></COLLADA>
            """
    }

    static var threeMF: [UInt8] {
        let vertices = corners.map { "<vertex x=\"\($0[0])\" y=\"\($0[1])\" z=\"\($0[2])\"/>" }.joined()
        let faces = triangles.map { "<triangle v1=\"\($0[0])\" v2=\"\($0[1])\" v3=\"\($0[2])\"/>" }.joined()
        let model = """
            <?xml version="1.0"?><model unit="inch" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">
            <metadata name="Title">A crate</metadata><resources><object id="1" type="model"><mesh>
            <vertices>\(vertices)</vertices><triangles>\(faces)</triangles></mesh></object></resources>
            <build><item objectid="1"/></build></model>
            """
        let relations = """
            <?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Target="/3D/3dmodel.model" Id="rel0"
            Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>
            """
        return ZipFixture([
            ("[Content_Types].xml", "<x/>"), ("_rels/.rels", relations), ("3D/3dmodel.model", model),
        ]).bytes()
    }

    static var glb: [UInt8] {
        let points = corners.flatMap { $0.flatMap(float) }
        let indices = triangles.flatMap { $0.flatMap { MediaFixture.little($0, 2) } }
        let json = """
            {"asset":{"version":"2.0","generator":"by hand"},"scene":0,"scenes":[{"nodes":[0]}],
            "nodes":[{"name":"Crate","mesh":0}],"materials":[{"name":"Blue"}],
            "meshes":[{"name":"Cube","primitives":[{"attributes":{"POSITION":0},"indices":1,"material":0}]}],
            "accessors":[{"bufferView":0,"componentType":5126,"count":8,"type":"VEC3","min":[-1,-1,-1],"max":[1,1,1]},
            {"bufferView":1,"componentType":5123,"count":36,"type":"SCALAR"}],
            "bufferViews":[{"buffer":0,"byteLength":96},{"buffer":0,"byteOffset":96,"byteLength":72}],
            "buffers":[{"byteLength":168}]}
            """
        var text = Array(json.utf8)
        while text.count % 4 != 0 { text.append(0x20) }
        let content = points + indices
        let chunks =
            MediaFixture.little(text.count, 4) + Array("JSON".utf8) + text + MediaFixture.little(content.count, 4)
            + Array("BIN\0".utf8) + content
        return Array("glTF".utf8) + MediaFixture.little(2, 4) + MediaFixture.little(chunks.count + 12, 4) + chunks
    }

    static var fbx: String {
        let points = corners.map { $0.map(String.init).joined(separator: ",") }.joined(separator: ",")
        let faces = triangles.map { "\($0[0]),\($0[1]),\(-$0[2] - 1)" }.joined(separator: ",")
        return """
            ; FBX 7.4.0 project file
            FBXHeaderExtension:  {
            \tFBXHeaderVersion: 1003
            \tFBXVersion: 7400
            }
            GlobalSettings:  {
            \tProperties70:  {
            \t\tP: "UnitScaleFactor", "double", "Number", "",100
            \t}
            }
            Objects:  {
            \tGeometry: 1, "Geometry::Cube", "Mesh" {
            \t\tVertices: *24 {
            \t\t\ta: \(points)
            \t\t}
            \t\tPolygonVertexIndex: *36 {
            \t\t\ta: \(faces)
            \t\t}
            \t}
            \tModel: 2, "Model::Crate", "Mesh" {
            \t}
            }
            Connections:  {
            \tC: "OO",2,0
            \tC: "OO",1,2
            }

            """
    }

    private static func header(_ format: String) -> String {
        """
        ply
        format \(format) 1.0
        comment by hand
        element vertex 8
        property float x
        property float y
        property float z
        element face 12
        property list uchar int vertex_indices
        end_header

        """
    }

    private static func words(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: " ") }
    private static func float(_ value: Int) -> [UInt8] { MediaFixture.little(Int(Float(value).bitPattern), 4) }
}
