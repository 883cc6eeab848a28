import Layout
import Model

/// Where paragraphs, entries, quotes and notes go when they end.
extension HTMLBlocks {
    mutating func endParagraph() {
        let text = run.take()
        guard !text.isEmpty else { return }
        if let heading {
            endList()
            blocks.append(Block(.heading(text, level: heading)))
        } else if let note {
            addToNote(text, note)
        } else if !lists.isEmpty {
            addToList(text)
        } else if quotes > 0 {
            addToQuote(text)
        } else {
            endList()
            blocks.append(Block(.paragraph(text)))
        }
    }

    private mutating func addToList(_ text: StyledText) {
        if entryIsOpen, !entries.isEmpty {
            entries[entries.count - 1].text.append("\n")
            entries[entries.count - 1].text.append(text)
        } else {
            entries.append(ListEntry(text, level: lists.count - 1, number: entryNumber))
            entryIsOpen = true
        }
    }

    private mutating func addToNote(_ text: StyledText, _ mark: String) {
        if joinsNote, case .footnote(var note, _) = blocks.last?.kind {
            note.append("\n")
            note.append(text)
            blocks[blocks.count - 1].kind = .footnote(note, mark: mark)
        } else {
            blocks.append(Block(.footnote(text, mark: mark)))
            joinsNote = true
        }
    }

    private mutating func addToQuote(_ text: StyledText) {
        endList()
        if joinsQuote, case .quote(var quote) = blocks.last?.kind {
            quote.append("\n\n")
            quote.append(text)
            blocks[blocks.count - 1].kind = .quote(quote)
        } else {
            blocks.append(Block(.quote(text)))
            joinsQuote = true
        }
    }

    mutating func endList() {
        entryIsOpen = false
        guard !entries.isEmpty else { return }
        // A list that goes on after a table or heading begins where it left off, at its own depth.
        let least = entries.map(\.level).min() ?? 0
        if least > 0 { for index in entries.indices { entries[index].level -= least } }
        blocks.append(Block(.list(entries)))
        entries = []
    }
}
