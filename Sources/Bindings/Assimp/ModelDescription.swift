/// Why a model could not be read.
public struct ModelError: Error, Sendable, Equatable {
    /// The sentence of assimp.
    public let message: String
}

/// A point, or a size, in the units of the model.
public struct ModelPoint: Sendable, Equatable {
    public var x: Double
    public var y: Double
    public var z: Double

    public init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }
}

/// What a model in three dimensions holds.
public struct ModelDescription: Sendable {
    /// One mesh, with the vertices assimp made of it: some formats share them between faces, and assimp does not.
    public struct Mesh: Sendable {
        public let name: String
        public let vertices: Int
        public let faces: Int
        /// The faces as triangles; a polygon of n corners is n - 2 of them.
        public let triangles: Int

        public init(name: String, vertices: Int, faces: Int, triangles: Int) {
            self.name = name
            self.vertices = vertices
            self.faces = faces
            self.triangles = triangles
        }
    }

    /// One animation.
    public struct Animation: Sendable {
        public let name: String
        public let seconds: Double?
    }

    /// Holds nothing.
    public init() {}

    public var meshCount = 0
    public var meshes: [Mesh] = []
    public var vertices = 0
    public var faces = 0
    public var triangles = 0
    public var bones = 0
    public var nodeCount = 0
    public var nodes: [String] = []
    public var materials: [String] = []
    public var animations: [Animation] = []
    /// Names of the image files that materials use; a number after `*` stands for one that is in the model.
    public var textures: [String] = []
    public var embeddedTextures = 0
    public var lights = 0
    public var cameras = 0
    /// The box around everything that the nodes place; nil for a model without points.
    public var bounds: (low: ModelPoint, high: ModelPoint)?
    /// What the file says about itself, such as `UnitScaleFactor`; numbers as text.
    public var properties: [(name: String, value: String)] = []
}

/// Bounds of one look at a model.
public struct ModelBounds: Sendable {
    /// Entries of each list.
    public let listed: Int
    /// Bytes of one name.
    public let nameBytes: Int
    /// Nodes of the tree that are visited.
    public let nodes: Int
    /// Points that are placed to find the box around the model.
    public let points: Int

    public init(listed: Int, nameBytes: Int, nodes: Int, points: Int) {
        self.listed = listed
        self.nameBytes = nameBytes
        self.nodes = nodes
        self.points = points
    }
}
