import Linux
import Model
import Store
import Testing

@Suite struct RetentionTests {
    @Test func aRemovedBatchLeavesAndComesBackWhole() throws {
        try Scene.with { scene in
            let batch = try scene.finish("b")
            try scene.remove(batch)
            scene.run()
            #expect(!scene.folder.outbox.contains(BytePath("b")))
            #expect(!scene.folder.archive.contains(BytePath("b")))
            #expect(scene.folder.trash.contains(BytePath("\(batch.id)/outbox/status.json")))
            #expect(scene.folder.trash.contains(BytePath("\(batch.id)/archive/a.txt")))
            #expect(try scene.store.batches(BatchQuery()).isEmpty)
            #expect(scene.told() == ["removed b"])
            try scene.order("RESTORE.\(batch.id)")
            scene.run()
            #expect(scene.folder.outbox.contains(BytePath("b/status.json")))
            #expect(scene.folder.archive.contains(BytePath("b/a.txt")))
            #expect(!scene.folder.trash.contains(BytePath(batch.id)))
            #expect(try scene.store.batches(BatchQuery()).map(\.id) == [batch.id])
            #expect(try scene.store.originals(of: batch.id) == .archive(BytePath("b")))
            #expect(scene.told() == ["removed b", "returned b"])
        }
    }

    @Test func aBatchWhoseNameWasTakenComesBackUnderAnother() throws {
        try Scene.with { scene in
            let first = try scene.finish("b")
            try scene.remove(first)
            scene.run()
            let second = try scene.finish("b")
            try scene.order("RESTORE.\(first.id)")
            scene.run()
            let back = try #require(try scene.store.batch(first.id))
            #expect(back.outboxName == BytePath("b (2)"))
            #expect(try scene.store.originals(of: first.id) == .archive(BytePath("b (2)")))
            #expect(scene.folder.outbox.contains(BytePath("b (2)/status.json")))
            #expect(try scene.store.batch(second.id)?.outboxName == BytePath("b"))
            #expect(scene.folder.outbox.contains(BytePath("b/status.json")))
        }
    }

    @Test func theOrderThatRemovedABatchDoesNotComeBackWithIt() throws {
        try Scene.with { scene in
            let batch = try scene.finish("b")
            let control = try scene.folder.outbox.directory(BytePath("b/control"))
            try control.replace(BytePath("DELETE.txt"), with: [])
            try scene.remove(batch)
            scene.run()
            try scene.order("RESTORE.\(batch.id)")
            scene.run()
            #expect(try control.entries().isEmpty)
        }
    }

    @Test func whatIsPurgedIsGoneForGood() throws {
        try Scene.with { scene in
            let batch = try scene.finish("b")
            try scene.remove(batch)
            scene.run()
            try scene.order("PURGE.\(batch.id)")
            try scene.order("RESTORE.bat-unknown")
            scene.run()
            #expect(!scene.folder.trash.contains(BytePath(batch.id)))
            #expect(try scene.store.trash(of: batch.id).map(\.step) == [.gone, .gone])
            try scene.order("RESTORE.\(batch.id)")
            scene.run()
            let answers = try scene.folder.trash.directory(BytePath("control")).entries().map(\.name.display).sorted()
            #expect(answers == ["RESTORE.\(batch.id).refused", "RESTORE.bat-unknown.refused"].sorted())
            #expect(try scene.store.batch(batch.id) != nil, "the store remembers it")
        }
    }

    @Test func theTrashIsEmptiedWhenItsTimeIsOver() throws {
        try Scene.with(trash: .zero) { scene in
            let batch = try scene.finish("b")
            try scene.remove(batch)
            scene.run()
            #expect(!scene.folder.trash.contains(BytePath(batch.id)))
            #expect(try scene.store.trash(of: batch.id).map(\.step) == [.gone, .gone])
        }
    }

    @Test func anInterruptedRemovalGoesOn() throws {
        for part in TrashEntry.Part.allCases {
            try Scene.with { scene in
                let batch = try scene.finish("b")
                try scene.remove(batch)
                // The agent died after it had moved one half and before the store knew.
                try scene.folder.trash.makeDirectory(BytePath(batch.id))
                let root = part == .outbox ? scene.folder.outbox : scene.folder.archive
                try root.rename(
                    BytePath("b"), to: scene.folder.trash, BytePath("\(batch.id)/\(part.rawValue)"), replacing: true)
                // Meanwhile another batch took the name.
                let next = try scene.finish("b")
                scene.run()
                #expect(scene.folder.trash.contains(BytePath("\(batch.id)/\(part.rawValue)")))
                #expect(try scene.store.trash(of: batch.id).allSatisfy { $0.step == .kept })
                #expect(try scene.store.batch(next.id)?.isRemoved == false)
            }
        }
    }

    @Test func anInterruptedReturnGoesOn() throws {
        try Scene.with { scene in
            let batch = try scene.finish("b")
            try scene.remove(batch)
            scene.run()
            try scene.store.bringBack(batch.id)
            try scene.folder.trash.rename(
                BytePath("\(batch.id)/outbox"), to: scene.folder.outbox, BytePath("b"), replacing: false)
            scene.run()
            #expect(try scene.store.batch(batch.id)?.isRemoved == false)
            #expect(try scene.store.trash(of: batch.id).isEmpty)
            #expect(scene.folder.archive.contains(BytePath("b/a.txt")))
        }
    }

    @Test func aNameThatALaterBatchTookIsLeftAlone() throws {
        try Scene.with { scene in
            let first = try scene.finish("b")
            // Somebody took the directories away, and a new batch got their names.
            try scene.folder.outbox.removeTree(BytePath("b"))
            try scene.folder.archive.removeTree(BytePath("b"))
            _ = try scene.finish("b")
            try scene.remove(first)
            scene.run()
            #expect(scene.folder.outbox.contains(BytePath("b/status.json")))
            #expect(scene.folder.archive.contains(BytePath("b/a.txt")))
            #expect(try scene.store.trash(of: first.id).map(\.step) == [.gone, .gone])
        }
    }

    @Test(arguments: [Duration.seconds(3600), .zero]) func whatNobodyKnowsGoesWithTime(keeps: Duration) throws {
        try Scene.with(trash: keeps) { scene in
            let known = try scene.reserve("b")
            for name in ["bat-lost", "bat-1-source", known.id] {
                try scene.folder.trash.makeDirectories(BytePath("\(name)/inner"))
            }
            try scene.settleClock()
            scene.run()
            let left = try scene.folder.trash.entries().map(\.name.display).sorted()
            let expected = ["control", known.id] + (keeps == .zero ? [] : ["bat-lost", "bat-1-source"])
            #expect(left == expected.sorted())
        }
    }

    @Test func linksAreNeitherMovedNorFollowed() throws {
        try Scene.with { scene in
            let batch = try scene.finish("b")
            try scene.folder.outbox.removeTree(BytePath("b"))
            try scene.folder.outbox.makeDirectory(BytePath("other"))
            try link("other", scene.folder.settings.outbox + "/b")
            try scene.remove(batch)
            scene.run()
            #expect(scene.folder.outbox.contains(BytePath("b")))
            #expect(scene.folder.outbox.contains(BytePath("other")))
        }
    }

    @Test func agesRemoveTheOldAndLeaveTheRest() throws {
        try Scene.with(retention: WatchFolder.Retention(outbox: .init(age: .seconds(3600)))) { scene in
            let old = try scene.finish("old", ago: 3_700_000)
            let young = try scene.finish("young", ago: 100_000)
            _ = try scene.reserve("open")
            scene.run()
            #expect(!scene.folder.outbox.contains(BytePath("old")))
            #expect(scene.folder.archive.contains(BytePath("old")), "the archive has a rule of its own")
            #expect(scene.folder.outbox.contains(BytePath("young")))
            #expect(scene.folder.outbox.contains(BytePath("open")))
            let trash = try scene.store.trash(of: old.id)
            #expect(trash.map(\.reason) == [.retention])
            #expect(try scene.store.batch(young.id)?.isRemoved == false)
        }
    }

    @Test func sizesRemoveTheOldestFirst() throws {
        let rule = WatchFolder.Retention(archive: .init(bytes: 250))
        try Scene.with(retention: rule) { scene in
            for number in 1...4 { try scene.finish("b\(number)", ago: Int64(10_000 - number), bytes: 100) }
            scene.run()
            let left = try scene.folder.archive.entries().map(\.name.display).sorted()
            #expect(left == ["b3", "b4"])
            #expect(try scene.store.batches(BatchQuery()).count == 4, "the results stay")
            try scene.finish("b5", bytes: 1000)
            scene.run()
            #expect(try scene.folder.archive.entries().map(\.name.display) == ["b5"], "the newest stays")
        }
    }

    @Test func nothingIsDueWhereNothingIsKeptForATime() throws {
        try Scene.with { scene in
            try scene.finish("b")
            scene.run()
            #expect(try scene.store.nextTrashExpiry() == nil)
        }
    }
}
