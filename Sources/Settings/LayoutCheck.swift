import Model

/// Finds directories that would get into each other's way, by their paths alone.
struct LayoutCheck {
    let settings: AgentSettings
    let source: SourceValue
    let log: ProblemLog

    private struct Place {
        let key: String
        let path: String
        /// The part of the file to blame: the key where it is set, else the folder's root.
        let source: SourcePlace
    }

    /// Notes every clash.
    func run() {
        // Folders that could not be read are missing from the settings; the check waits until all of them are there.
        guard case .list(let written) = source.members?.first(where: { $0.key == "folders" })?.value.content,
            written.count == settings.folders.count
        else { return }
        let folders = settings.folders.enumerated().map { places(of: $1, index: $0) }
        for (index, places) in folders.enumerated() {
            checkName(index)
            checkWithin(places)
            checkState(against: places)
            for earlier in 0..<index {
                checkBetween(places, folders[earlier], other: settings.folders[earlier].name)
            }
        }
    }

    private func places(of folder: WatchFolder, index: Int) -> [Place] {
        let root = source.place(of: "folders[\(index)].root")
        let members = source.member("folders[\(index)]")?.members ?? []
        return [("root", folder.root), ("inbox", folder.inbox), ("outbox", folder.outbox), ("archive", folder.archive)]
            .map { key, path in
                Place(key: key, path: path, source: members.first { $0.key == key }?.place ?? root)
            }
    }

    private func checkName(_ index: Int) {
        let name = settings.folders[index].name
        guard settings.folders[..<index].contains(where: { $0.name == name }) else { return }
        log.report(
            .conflict, "two folders are named `\(name)`", at: source.place(of: "folders[\(index)].name"))
    }

    private func checkWithin(_ places: [Place]) {
        let directories = places.dropFirst()
        for (index, place) in directories.enumerated() {
            for other in directories.dropFirst(index + 1) where overlap(place.path, other.path) {
                let blamed = max(place.source, other.source)
                log.report(
                    .conflict,
                    "`\(other.key)` (\(shown(other.path))) and `\(place.key)` (\(shown(place.path))) overlap; "
                        + "neither may lie inside the other", at: blamed)
            }
        }
    }

    private func checkState(against places: [Place]) {
        guard !settings.stateDirectory.isEmpty else { return }
        for place in places.dropFirst() where overlap(settings.stateDirectory, place.path) {
            log.report(
                .conflict,
                "`state_dir` (\(shown(settings.stateDirectory))) and `\(place.key)` (\(shown(place.path))) "
                    + "overlap; neither may lie inside the other", at: source.place(of: "state_dir"))
        }
    }

    private func checkBetween(_ places: [Place], _ others: [Place], other name: String) {
        for place in places {
            if let clash = others.first(where: { overlap(place.path, $0.path) }) {
                return log.report(
                    .conflict,
                    "`\(place.key)` (\(shown(place.path))) overlaps `\(clash.key)` (\(shown(clash.path))) "
                        + "of folder `\(name)`", at: place.source)
            }
        }
        // Claimed and staged batches lie in .dropmill beside inbox and outbox.
        for place in places.dropFirst().prefix(2) {
            let beside = SettingsText.directory(of: place.path)
            for clash in others.dropFirst().prefix(2) where SettingsText.directory(of: clash.path) == beside {
                return log.report(
                    .conflict,
                    "`\(place.key)` and `\(clash.key)` of folder `\(name)` share the directory "
                        + "\(shown(beside)); every folder needs one of its own", at: place.source)
            }
        }
    }

    private func overlap(_ left: String, _ right: String) -> Bool {
        left == right || left.hasPrefix(right + "/") || right.hasPrefix(left + "/")
    }

    private func shown(_ path: String) -> String { printable(path) }
}
