import Linux
import Model

extension Resolution {
    /// Reads the steering files of a tree and freezes job and settings into the batch.
    func configure(
        _ batch: inout Batch, from listing: Listing, acceptsKeys: Bool, desk: SteeringDesk
    ) throws(Failure) {
        var dropped = DroppedSteering()
        for name in try files(of: listing) {
            let value = try desk.read(BytePath(name), in: listing.root)
            try dropped.take(value, from: name, acceptsKeys: acceptsKeys)
        }
        batch.warnings = []
        batch.checkedAt = Clock.now()
        try apply(dropped, to: &batch) { type, parameters throws(Failure) in
            try Self.prepare(parameters, for: type, at: desk)
        }
    }

    /// The steering files to read; two that say the same thing are refused.
    private func files(of listing: Listing) throws(Failure) -> [String] {
        let found = listing.steering.filter { $0 != .manifest }
        for pair in [[SteeringFile.jobJSON, .jobYAML], [.exclusions, .exclusionsPDF]]
        where pair.allSatisfy(found.contains) {
            throw JobFile.refusal(
                "Both \(pair[0].rawValue) and \(pair[1].rawValue) are there.", resolution: "Keep one of the two.")
        }
        return found.map(\.rawValue).sorted()
    }

    /// Has a worker check the parameters of an extraction and bring the schema into its one form.
    private static func prepare(
        _ parameters: JSONObject, for type: JobType, at desk: SteeringDesk
    ) throws(Failure) -> JSONObject {
        guard type == .extract else { return parameters }
        guard let schema = parameters["schema"], !schema.isNull else {
            throw JobFile.refusal(
                "extract_v2 needs a schema.",
                resolution: "Put schema.json beside the documents, or `schema` into the job file or configuration.")
        }
        let checked = try desk.prepare(["type": .string(type.rawValue), "parameters": .object(parameters)])
        guard let prepared = checked["parameters"]?.object else {
            throw Failure(.processingError, "The parameters of the job could not be checked.", stage: .intake)
        }
        return prepared
    }
}

extension DroppedSteering {
    /// Takes over what a worker read in one file.
    fileprivate mutating func take(
        _ value: JSONValue, from name: String, acceptsKeys: Bool
    ) throws(Failure) {
        switch SteeringFile(rawValue: name) {
        case .jobJSON, .jobYAML: job = try JobFile(value, named: name, acceptsKeys: acceptsKeys)
        case .schema: schema = Named(value, from: name)
        case .prompt: prompt = Named(value, from: name)
        case .exclusions, .exclusionsPDF: exclusions = Named(value, from: name)
        case .manifest, nil: break
        }
    }
}
