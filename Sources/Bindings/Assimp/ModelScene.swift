import CAssimp

/// A model that assimp has read (assimp 5 C interface), as it is stored: nothing is merged, divided or checked.
///
/// Owns the scene. Not for use by two threads at once.
public struct ModelScene: ~Copyable {
    let scene: UnsafePointer<aiScene>
    let bounds: ModelBounds

    /// Reads a model; `format` is the extension of its format, as in `stl`, and decides which importer reads it. Make
    /// sure that the bytes begin like one: for those that do not, assimp would try all its importers.
    public init(_ bytes: [UInt8], format: String, bounds: ModelBounds) throws(ModelError) {
        guard let properties = aiCreatePropertyStore() else { throw ModelError(message: "no memory") }
        defer { aiReleasePropertyStore(properties) }
        for (name, value) in Self.settings { aiSetImportPropertyInteger(properties, name, value) }
        let scene = bytes.withUnsafeBytes { bytes in
            let input = ModelInput(bytes, name: "document.\(format)")
            return input.withFileSystem { aiImportFileExWithProperties(input.name, 0, $0, properties) }
        }
        guard let scene else {
            throw ModelError(message: aiGetErrorString().map { String(cString: $0) } ?? "no reason")
        }
        self.scene = scene
        self.bounds = bounds
    }

    deinit { aiReleaseImport(scene) }

    /// No meshes that only show bones, no nodes that only hold pivots, and the names people gave (config.h).
    private static let settings: [(String, Int32)] = [
        ("IMPORT_NO_SKELETON_MESHES", 1), ("IMPORT_FBX_PRESERVE_PIVOTS", 0), ("IMPORT_COLLADA_USE_COLLADA_NAMES", 1),
    ]

    /// The version of the library, as in `5.2`.
    public static var version: String { "\(aiGetVersionMajor()).\(aiGetVersionMinor())" }

    /// What the model holds.
    public func describe() -> ModelDescription {
        var description = ModelDescription()
        describeMeshes(&description)
        var walk = NodeWalk(scene.pointee, bounds)
        walk.run(from: scene.pointee.mRootNode)
        description.nodeCount = walk.count
        description.nodes = walk.names
        description.bounds = walk.box
        describeMaterials(&description)
        let listed = min(Int(scene.pointee.mNumAnimations), bounds.listed)
        for index in 0..<listed {
            guard let animation = scene.pointee.mAnimations[index]?.pointee else { continue }
            let rate = animation.mTicksPerSecond
            let seconds = rate > 0 ? animation.mDuration / rate : nil
            description.animations.append(
                ModelDescription.Animation(name: text(of: animation.mName, limit: bounds.nameBytes), seconds: seconds))
        }
        description.embeddedTextures = Int(scene.pointee.mNumTextures)
        description.lights = Int(scene.pointee.mNumLights)
        description.cameras = Int(scene.pointee.mNumCameras)
        if let metadata = scene.pointee.mMetaData { description.properties = properties(metadata.pointee) }
        return description
    }

    private func describeMeshes(_ description: inout ModelDescription) {
        description.meshCount = Int(scene.pointee.mNumMeshes)
        for index in 0..<description.meshCount {
            guard let mesh = scene.pointee.mMeshes[index]?.pointee else { continue }
            let faces = UnsafeBufferPointer(start: mesh.mFaces, count: Int(mesh.mNumFaces))
            let triangles = faces.reduce(0) { $0 + max(0, Int($1.mNumIndices) - 2) }
            description.vertices += Int(mesh.mNumVertices)
            description.faces += faces.count { $0.mNumIndices > 2 }
            description.triangles += triangles
            description.bones += Int(mesh.mNumBones)
            guard index < bounds.listed else { continue }
            description.meshes.append(
                ModelDescription.Mesh(
                    name: text(of: mesh.mName, limit: bounds.nameBytes), vertices: Int(mesh.mNumVertices),
                    faces: faces.count, triangles: triangles))
        }
    }

    private func describeMaterials(_ description: inout ModelDescription) {
        for index in 0..<min(Int(scene.pointee.mNumMaterials), bounds.listed) {
            guard let material = scene.pointee.mMaterials[index] else { continue }
            var name = aiString()
            let isNamed = aiGetMaterialString(material, "?mat.name", 0, 0, &name) == aiReturn_SUCCESS
            description.materials.append(isNamed ? text(of: name, limit: bounds.nameBytes) : "")
            for place in 0..<Int(material.pointee.mNumProperties) {
                guard let property = material.pointee.mProperties[place]?.pointee, property.mType == aiPTI_String,
                    text(of: property.mKey, limit: 64) == "$tex.file"
                else { continue }
                var file = aiString()
                let found = aiGetMaterialString(material, "$tex.file", property.mSemantic, property.mIndex, &file)
                guard found == aiReturn_SUCCESS, description.textures.count < bounds.listed else { continue }
                let path = text(of: file, limit: bounds.nameBytes)
                if !path.isEmpty, !description.textures.contains(path) { description.textures.append(path) }
            }
        }
    }

    private func properties(_ metadata: aiMetadata) -> [(name: String, value: String)] {
        var properties: [(name: String, value: String)] = []
        for index in 0..<min(Int(metadata.mNumProperties), bounds.listed) {
            let entry = metadata.mValues[index]
            guard let data = entry.mData else { continue }
            let value: String
            switch entry.mType {
            case AI_AISTRING: value = text(of: data.load(as: aiString.self), limit: bounds.nameBytes)
            case AI_DOUBLE: value = "\(data.load(as: Double.self))"
            case AI_FLOAT: value = "\(data.load(as: Float.self))"
            case AI_INT32: value = "\(data.load(as: Int32.self))"
            default: continue
            }
            properties.append((text(of: metadata.mKeys[index], limit: bounds.nameBytes), value))
        }
        return properties
    }
}

/// The text of a string of assimp, cut at `limit` bytes.
func text(of string: aiString, limit: Int) -> String {
    withUnsafeBytes(of: string.data) { bytes in
        String(decoding: bytes.prefix(min(Int(string.length), limit)).prefix { $0 != 0 }, as: UTF8.self)
    }
}
