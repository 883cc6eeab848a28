import Linux
import Model

extension Intake {
    /// Freezes the job and the settings that a batch would have under a saved configuration its folder allows; called
    /// by the thread that starts batches again.
    ///
    /// The configuration stands in the place of the one the batch was dropped with; what its steering files say besides
    /// is read again from the originals.
    public func configure(
        _ batch: Batch, from originals: Directory, configurationID: String
    ) throws(Failure) -> Batch {
        guard let folder = folders.first(where: { $0.settings.name == batch.folder })?.settings else { return batch }
        let allowed = Set(folder.allowConfigurations + [folder.job.configurationID].compactMap(\.self)).sorted()
        let known = allowed.filter { configurations[$0] != nil }
        guard known.contains(configurationID), let configuration = configurations[configurationID] else {
            throw JobFile.refusal(
                "The configuration \(configurationID) is not known here; "
                    + (known.isEmpty ? "this folder allows none." : "known are \(known.joined(separator: ", "))."),
                details: ["configuration_id": .string(configurationID), "known": .strings(known)],
                resolution: "Add it to allow_configurations of the folder, or name another one.")
        }
        var configured = batch
        let desk = SteeringDesk(reader: steering)
        defer { desk.close() }
        let resolution = Resolution(
            folder: folder, configurations: configurations,
            commandLine: CommandLineChoices(configuration: configuration), models: models)
        let listing = try Listing(walking: originals, by: folder)
        try resolution.configure(&configured, from: listing, acceptsKeys: folder.acceptDroppedKeys, desk: desk)
        return configured
    }
}
