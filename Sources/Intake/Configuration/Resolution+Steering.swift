import Linux
import Model

extension Resolution {
    /// Reads the steering files of a tree and freezes job and settings into the batch.
    func configure(
        _ batch: inout Batch, from listing: Listing, acceptsKeys: Bool, desk: SteeringDesk
    ) throws(Failure) {
        let files = listing.steering
        let jobs = files.filter(\.isJob)
        guard jobs.count < 2 else {
            throw JobFile.refusal("Both job.json and job.yaml are there.", resolution: "Keep one of the two.")
        }
        var file: JobFile?
        if let name = jobs.first?.rawValue {
            let body = try desk.read(BytePath(name), in: listing.root)
            file = try JobFile(body, named: name, acceptsKeys: acceptsKeys)
        }
        batch.warnings = files.filter { !$0.isJob && $0 != .manifest }.map { "\($0.rawValue) is not read by this version." }
        batch.checkedAt = Clock.now()
        try apply(file, to: &batch)
    }
}
