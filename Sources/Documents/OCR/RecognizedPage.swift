import Layout

/// The words that were recognised in the picture of a page.
///
/// Boxes are in points of the page turned upright, origin at the top left; `placement` leads to the page as it is.
struct RecognizedPage: Equatable {
    /// One word.
    struct Word: Equatable {
        var text: String
        var box: PageBox
        /// From 0 to 1.
        var confidence: Double
        /// Numbers of the block, paragraph and line the word belongs to, from 0 and growing over the page.
        var block = 0
        var paragraph = 0
        var line = 0
    }

    /// Points of the page as it is.
    var width: Double
    var height: Double
    /// Points of the page turned upright.
    var uprightWidth: Double
    var uprightHeight: Double
    var words: [Word] = []
    /// Degrees clockwise by which the page as it is must be turned to be read: 0, 90, 180 or 270.
    var rotation = 0
    var placement = Placement()

    /// How sure the words are, by their lengths; 0 for a page without words.
    var meanConfidence: Double {
        var sum = 0.0
        var weight = 0
        for word in words {
            let length = word.text.utf8.count
            sum += word.confidence * Double(length)
            weight += length
        }
        return weight > 0 ? sum / Double(weight) : 0
    }

    /// The place of a word or of several on the page as it is.
    func place(of box: PageBox) -> PageBox { placement.box(box, width: width, height: height) }
}
