import Model
import Testing

@testable import Store

/// Rows of a manifest are kept with their items, and their bytes beside them.
@Suite struct ManifestTests {
    private static let form = ManifestForm(
        name: "manifest.csv", encoding: .windowsLatin, delimiter: 0x3B, lineEnd: [0x0D, 0x0A], columns: ["title"],
        rows: 3, setsParameters: true)

    private func item(_ index: Int) -> SealedItem {
        var item = Array(sampleItems(index + 1))[index]
        item.row = ManifestRow(line: index + 2, title: "T\(index)", filePath: "x", source: .url("https://e.com/x"))
        return item
    }

    private func text(_ index: Int) -> ManifestText { ManifestText(cells: [0xFF, UInt8(index)], tail: [0x0A]) }

    private func seal(_ id: String, in store: Store) throws {
        var batch = sampleBatch(id)
        batch.manifest = Self.form
        let slices = store.layDown(of: id)
        slices.add(header: ManifestText(cells: [0x74], tail: [0x0D, 0x0A]))
        for index in 0..<3 { _ = try slices.add(item(index), text: text(index)) }
        try store.seal(batch, laidDown: try slices.end(), at: at(2))
    }

    @Test func rowsAndTheirBytesComeBack() throws {
        try withStore { store in
            try store.reserve(sampleBatch("bat-1"))
            try seal("bat-1", in: store)
            #expect(try store.present("bat-1").manifest == Self.form)
            #expect(try store.items(of: "bat-1", from: 0, limit: 9).map(\.sealed) == [0, 1, 2].map(item))
            #expect(try store.claimItems(of: "bat-1", limit: 1, at: at(3)).first?.item.sealed.row?.title == "T0")
            #expect(try store.manifestHeader(of: "bat-1")?.cells == [0x74])
            #expect(try store.manifestTexts(of: "bat-1", from: 1, limit: 1) == [text(1)])
            try store.checkInvariants(of: "bat-1")
        }
    }

    @Test func anInterruptedSealLeavesNothingBehind() throws {
        try withStore { store in
            try store.reserve(sampleBatch("bat-1"))
            let slices = store.layDown(of: "bat-1")
            for index in 0..<3 { _ = try slices.add(item(index), text: text(index)) }
            _ = try slices.end()
            try store.discardItems(of: "bat-1")
            #expect(try store.items(of: "bat-1", from: 0, limit: 9).isEmpty)
            #expect(try store.manifestTexts(of: "bat-1", from: -1, limit: 9).isEmpty)
            try seal("bat-1", in: store)
            #expect(try store.manifestTexts(of: "bat-1", from: 0, limit: 9).count == 3)
        }
    }

    @Test func aNewBatchOfTheSameDocumentsHasTheSameRows() throws {
        try withStore { store in
            try store.reserve(sampleBatch("bat-1"))
            try seal("bat-1", in: store)
            try store.reserve(sampleBatch("bat-2"))
            try store.copyManifest(of: "bat-1", to: "bat-2")
            #expect(
                try store.manifestTexts(of: "bat-2", from: -1, limit: 9)
                    == store.manifestTexts(of: "bat-1", from: -1, limit: 9))
        }
    }
}
