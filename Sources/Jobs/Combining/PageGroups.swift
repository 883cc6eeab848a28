import Model

/// Which pictures of a batch are pages of one document (`combine: images`): those of one directory, in their order.
///
/// The first picture of a directory stands for the document; the others are its further pages.
struct PageGroups: Sendable {
    /// What an item is.
    enum Part: Equatable {
        /// Not one page among several.
        case alone
        /// The first of several; all of them, itself included.
        case first([SealedItem])
        /// A further page: 1-based number among the pictures, and the path of the first one.
        case further(number: Int, of: BytePath)
    }

    private var groups: [BytePath: [SealedItem]] = [:]

    /// Looks at an item; items come in the order of the batch.
    mutating func add(_ item: SealedItem) {
        guard item.kind == .file, item.signature.size > 0, Self.extensions.contains(item.path.fileExtension) else {
            return
        }
        groups[item.path.parent, default: []].append(item)
    }

    /// What an item is.
    func part(of item: SealedItem) -> Part {
        guard let group = groups[item.path.parent], group.count > 1,
            let place = group.firstIndex(where: { $0.index == item.index })
        else { return .alone }
        return place == 0 ? .first(group) : .further(number: place + 1, of: group[0].path)
    }

    /// Names decide, because the agent looks into no file; what is no picture becomes a failed page.
    private static let extensions: Set<String> = [
        "jpg", "jpeg", "jpe", "png", "apng", "tif", "tiff", "bmp", "gif", "webp", "heic", "heif", "avif", "jp2", "pgm",
        "ppm", "pbm",
    ]
}
