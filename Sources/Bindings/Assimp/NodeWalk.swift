import CAssimp

/// Walks through the tree of nodes for their names and for the box around what they place.
struct NodeWalk {
    private(set) var count = 0
    private(set) var names: [String] = []
    private let scene: aiScene
    private let bounds: ModelBounds
    private var pointsLeft: Int
    private var low = ModelPoint(x: .infinity, y: .infinity, z: .infinity)
    private var high = ModelPoint(x: -.infinity, y: -.infinity, z: -.infinity)

    init(_ scene: aiScene, _ bounds: ModelBounds) {
        self.scene = scene
        self.bounds = bounds
        pointsLeft = bounds.points
    }

    /// The box; nil without points, and when there were too many to place.
    var box: (low: ModelPoint, high: ModelPoint)? {
        guard pointsLeft >= 0, low.x <= high.x, low.y <= high.y, low.z <= high.z else { return nil }
        return (low, high)
    }

    /// Visits every node below one.
    mutating func run(from root: UnsafeMutablePointer<aiNode>?) {
        var waiting: [(node: UnsafeMutablePointer<aiNode>, placing: Placing)] = []
        if let root { waiting.append((root, Placing())) }
        while let (node, outer) = waiting.popLast(), count < bounds.nodes {
            count += 1
            let placing = outer.followed(by: node.pointee.mTransformation)
            let name = text(of: node.pointee.mName, limit: bounds.nameBytes)
            if !name.isEmpty, names.count < bounds.listed { names.append(name) }
            for index in 0..<Int(node.pointee.mNumMeshes) {
                let mesh = Int(node.pointee.mMeshes[index])
                if mesh < Int(scene.mNumMeshes), let mesh = scene.mMeshes[mesh] { place(mesh.pointee, placing) }
            }
            for index in (0..<Int(node.pointee.mNumChildren)).reversed() {
                if let child = node.pointee.mChildren[index] { waiting.append((child, placing)) }
            }
        }
    }

    private mutating func place(_ mesh: aiMesh, _ placing: Placing) {
        // One mesh may be placed any number of times.
        pointsLeft -= Int(mesh.mNumVertices)
        guard pointsLeft >= 0, mesh.mVertices != nil else { return }
        for point in UnsafeBufferPointer(start: mesh.mVertices, count: Int(mesh.mNumVertices)) {
            let placed = placing.place(point)
            guard placed.x.isFinite, placed.y.isFinite, placed.z.isFinite else { continue }
            low = ModelPoint(x: min(low.x, placed.x), y: min(low.y, placed.y), z: min(low.z, placed.z))
            high = ModelPoint(x: max(high.x, placed.x), y: max(high.y, placed.y), z: max(high.z, placed.z))
        }
    }
}

/// An affine map: three rows of four numbers.
struct Placing {
    private var rows: [Double] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]

    /// The map that does `inner` first.
    func followed(by inner: aiMatrix4x4) -> Placing {
        let inner = [
            inner.a1, inner.a2, inner.a3, inner.a4, inner.b1, inner.b2, inner.b3, inner.b4, inner.c1, inner.c2,
            inner.c3,
            inner.c4,
        ].map(Double.init)
        var product = Placing()
        for row in 0..<3 {
            for column in 0..<4 {
                var sum = column == 3 ? rows[row * 4 + 3] : 0
                for step in 0..<3 { sum += rows[row * 4 + step] * inner[step * 4 + column] }
                product.rows[row * 4 + column] = sum
            }
        }
        return product
    }

    func place(_ point: aiVector3D) -> ModelPoint {
        let (x, y, z) = (Double(point.x), Double(point.y), Double(point.z))
        func row(_ at: Int) -> Double { rows[at] * x + rows[at + 1] * y + rows[at + 2] * z + rows[at + 3] }
        return ModelPoint(x: row(0), y: row(4), z: row(8))
    }
}
