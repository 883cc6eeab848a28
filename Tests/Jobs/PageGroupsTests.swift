import Model
import Testing

@testable import Jobs

/// `combine: images`: which pictures are pages of one document.
struct PageGroupsTests {
    private func item(_ index: Int, _ path: String, size: Int64 = 10, kind: EntryKind = .file) -> SealedItem {
        SealedItem(
            index: index, path: BytePath(path), kind: kind,
            signature: FileSignature(
                device: 1, inode: UInt64(index), size: size, modified: 0, changed: 0),
            fileID: "dfl-\(index)", jobID: "pjb-\(index)")
    }

    private func groups(_ items: [SealedItem]) -> PageGroups {
        var groups = PageGroups()
        for item in items { groups.add(item) }
        return groups
    }

    @Test func picturesOfADirectoryBelongTogetherInTheirOrder() {
        let items = [item(0, "a/note.txt"), item(1, "a/scan2.jpg"), item(2, "a/scan10.PNG"), item(3, "b/scan1.jpg")]
        let groups = groups(items)
        #expect(groups.part(of: items[0]) == .alone)
        #expect(groups.part(of: items[1]) == .first([items[1], items[2]]))
        #expect(groups.part(of: items[2]) == .further(number: 2, of: BytePath("a/scan2.jpg")))
        #expect(groups.part(of: items[3]) == .alone, "a single picture is a document of its own")
    }

    @Test func whatIsNoPictureHasItsOwnFailure() {
        let items = [
            item(0, "empty.jpg", size: 0), item(1, "link.jpg", kind: .symlink), item(2, "one.jpg"), item(3, "two.tif"),
        ]
        let groups = groups(items)
        #expect(groups.part(of: items[0]) == .alone)
        #expect(groups.part(of: items[1]) == .alone)
        #expect(groups.part(of: items[2]) == .first([items[2], items[3]]))
    }
}
