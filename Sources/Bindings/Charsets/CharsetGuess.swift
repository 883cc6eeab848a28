import CUchardet

/// Guesses the character set of text by the frequency of its bytes (libuchardet).
public enum CharsetGuess {
    /// The name of the likeliest character set, as in `SHIFT_JIS`; nil when there is no guess.
    public static func name(of sample: UnsafeRawBufferPointer) -> String? {
        guard let detector = uchardet_new() else { return nil }
        defer { uchardet_delete(detector) }
        guard let start = sample.baseAddress?.assumingMemoryBound(to: CChar.self),
            uchardet_handle_data(detector, start, sample.count) == 0
        else { return nil }
        uchardet_data_end(detector)
        let name = String(cString: uchardet_get_charset(detector))
        return name.isEmpty ? nil : name
    }
}
