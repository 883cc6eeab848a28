/// Text of scripts that run from right to left: it is painted as it is seen, and read the other way round.
enum RightToLeft {
    /// True for the first two bytes of a Hebrew or Arabic letter; digits run from left to right in both.
    static func isLetter(_ first: UInt8, _ second: UInt8) -> Bool {
        switch first {
        case 0xD6...0xDF:
            !(first == 0xD9 && second >= 0xA0 && second <= 0xA9) && !(first == 0xDB && second >= 0xB0 && second <= 0xB9)
        // Presentation forms.
        case 0xEF: second >= 0xAC && second <= 0xBB && second != 0xB8
        default: false
        }
    }

    /// Turns the order of the characters of UTF-8 around.
    static func reverse(_ text: UnsafeMutableBufferPointer<UInt8>, _ range: Range<Int>) {
        var text = text
        text[range].reverse()
        // The bytes of each character stand the wrong way round now, its first one last.
        var start = range.lowerBound
        for index in range where text[index] & 0xC0 != 0x80 {
            text[start...index].reverse()
            start = index + 1
        }
    }

    /// Puts the words of a line, which stand from left to right, in the order they are read when most of them run from
    /// right to left. Words of other scripts and numbers among them stay as they are to each other.
    static func order(_ line: Line, _ page: inout PageDraft) {
        var bytes = 0
        for position in line.words {
            let word = page.words[Int(page.order[position])]
            if word.traits.contains(.rightToLeft) { bytes += Int(word.length) }
        }
        guard bytes * 2 > line.bytes else { return }
        let words = Array(page.order[line.words])
        let joins = words.map { page.words[Int($0)].joinsPrevious }
        var order: [Int] = []
        var end = words.count
        while end > 0 {
            var start = end - 1
            while start > 0, !isRightToLeft(words[start], page), !isRightToLeft(words[start - 1], page) { start -= 1 }
            order += start..<end
            end = start
        }
        for (offset, place) in order.enumerated() {
            page.order[line.words.lowerBound + offset] = words[place]
            let before = offset > 0 ? order[offset - 1] : nil
            // Neighbours that touched touch still, whichever comes first now.
            page.words[Int(words[place])].joinsPrevious =
                before.map { $0 == place + 1 ? joins[$0] : $0 == place - 1 && joins[place] } ?? false
        }
    }

    private static func isRightToLeft(_ index: Int32, _ page: PageDraft) -> Bool {
        page.words[Int(index)].traits.contains(.rightToLeft)
    }
}
