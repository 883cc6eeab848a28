import Model
import Store
import Testing

@Suite struct IntakeTests {
    @Test func everyFieldOfABatchComesBack() throws {
        try withStore { store in
            var batch = sampleBatch("bat-1")
            batch.entry = BytePath(bytes: [0x66, 0xFF, 0x2F, 0x0A])
            batch.projectID = "prj-1"
            batch.intake = Batch.IntakeNote(backend: "inotify", ignored: [".DS_Store"], blockedBy: ["a.part: partial"])
            batch.failure = sampleFailure
            batch.metadata = ["owner": "Ölaf", "nested": ["a": [1, 2.5, .null, true]]]
            batch.warnings = ["The key \"x\" is ignored."]
            batch.counts.total = 7
            try store.reserve(batch)
            batch.seq = 1
            #expect(try store.present() == batch)

            batch.job.configurationID = "cfg-1"
            batch.configuration = FrozenConfiguration(
                job: batch.job, parameters: ["pages": "1-3"], origins: ["pages": "folder"], settings: [:], sha256: "ab")
            batch.maxConcurrency = 2
            batch.priority = -3
            batch.rerunOf = "bat-0"
            batch.collectionID = "col-1"
            batch.forceOverwrite = true
            batch.checkedAt = at(1)
            batch.sealedAt = at(2)
            try store.seal(batch, items: sampleItems(2), at: at(3))
            batch.phase = .work
            batch.status = .pending
            batch.failure = nil
            batch.counts.total = 2
            batch.seq = 3
            batch.updatedAt = at(3)
            #expect(try store.present() == batch)
            #expect(try store.items(of: "bat-1", from: 0, limit: 9).map(\.sealed) == Array(sampleItems(2)))
        }
    }

    @Test func anOpenBatchIsShownAsItChanges() throws {
        try withStore { store in
            var batch = sampleBatch("bat-1")
            try store.reserve(batch)
            #expect(try !store.updateOpen(batch, at: at(1)))
            batch.name = "April"
            batch.counts.total = 4
            #expect(try store.updateOpen(batch, at: at(2)))
            batch.status = .stalled
            batch.failure = sampleFailure
            #expect(try store.updateOpen(batch, at: at(3)))
            #expect(try !store.updateOpen(batch, at: at(4)))
            batch.status = .uploading
            batch.failure = nil
            try store.updateOpen(batch, at: at(5))
            #expect(try store.story() == ["seen", "stalled"])
            let event = try #require(try store.events(of: "bat-1", after: 1, limit: 1).first)
            #expect(event.status == .stalled)
            #expect(event.errorCode == .corruptDocument)
            let shown = try store.present()
            #expect(shown.name == "April")
            #expect(shown.counts.total == 4)
            #expect(shown.updatedAt == at(5))
        }
    }

    @Test func aRefusedBatchIsLookedAtAgain() throws {
        try withStore { store in
            try store.reserve(sampleBatch("bat-1"))
            try store.refuse("bat-1", sampleFailure, at: at(1))
            try store.refuse("bat-1", sampleFailure, at: at(2))
            let refused = try store.present()
            #expect(refused.statusV2 == "FAILED")
            #expect(refused.phase == .open)
            #expect(refused.finishedAt == at(1))
            #expect(refused.failure == sampleFailure)
            try store.reopen("bat-1", at: at(3))
            let open = try store.present()
            #expect(open.status == .uploading)
            #expect(open.failure == nil && open.finishedAt == nil && !open.refused)
            try store.refuse("bat-1", sampleFailure, at: at(4))
            try store.seal(sampleBatch("bat-1"), items: sampleItems(1), at: at(5))
            #expect(try store.present().status == .pending)
            #expect(try store.story() == ["seen", "completed", "completed", "uploaded", "claimed"])
        }
    }

    @Test(arguments: [false, true]) func aWithdrawnBatchIsKeptButListedNoMore(isRefused: Bool) throws {
        try withStore { store in
            try store.reserve(sampleBatch("bat-1"))
            if isRefused { try store.refuse("bat-1", sampleFailure, at: at(1)) }
            try store.withdraw("bat-1", at: at(2))
            try store.withdraw("bat-1", at: at(3))
            let batch = try store.present()
            #expect(batch.phase == .done)
            #expect(batch.status == .cancelled)
            #expect(batch.finishedAt == at(2))
            #expect(try store.story().last == "withdrawn")
            #expect(try store.batches(BatchQuery()).isEmpty)
            #expect(try store.takeOver(at: at(4)).isEmpty)
        }
    }

    @Test func aBatchWithoutItemsGoesStraightToPublish() throws {
        try withStore { store in
            let batch = try store.sealSample(items: 0)
            #expect(batch.phase == .publish)
            #expect(batch.counts.finalStatus == .failed)
        }
    }

    @Test func anInPlaceBatchIsNotClaimed() throws {
        try withTemporaryStore { store in
            var batch = sampleBatch("bat-1")
            batch.source = .inPlace
            try store.reserve(batch)
            try store.seal(batch, items: sampleItems(1), at: at(1))
            #expect(try store.story() == ["seen", "uploaded"])
        }
    }

    @Test func itemsMustStandInOrder() throws {
        try withStore { store in
            try store.reserve(sampleBatch("bat-1"))
            let gap = sampleItems(3).filter { $0.index != 1 }
            let error = #expect(throws: StoreError.self) {
                try store.seal(sampleBatch("bat-1"), items: gap, at: at(1))
            }
            #expect(error?.code == .refused)
            #expect(try store.items(of: "bat-1", from: 0, limit: 9).isEmpty, "nothing of it stays")
            #expect(try store.story() == ["seen"])
        }
    }
}
