import CYaml

/// Why a text is not acceptable YAML, and where.
public struct YAMLError: Error, Sendable, Equatable {
    /// What is wrong, without the place.
    public let message: String
    public let place: YAMLPlace

    public init(message: String, place: YAMLPlace) {
        self.message = message
        self.place = place
    }
}

/// A place in a text.
public struct YAMLPlace: Sendable, Equatable {
    /// 1-based line.
    public let line: Int
    /// 1-based column, in characters.
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// One event of a YAML stream, as libyaml (YAML 1.1, yaml.h) reports it.
public struct YAMLEvent: Sendable, Equatable {
    /// What begins, ends or stands here.
    public enum Kind: Sendable, Equatable {
        case streamStart, streamEnd, documentStart, documentEnd
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
        /// Text; `isPlain` is true without quotes and outside block scalars.
        case scalar(String, isPlain: Bool)
        /// A reference to an anchor.
        case alias
    }

    public let kind: Kind
    /// True when the node defines an anchor.
    public let hasAnchor: Bool
    /// True when the node carries a tag of its own.
    public let hasTag: Bool
    public let place: YAMLPlace
}

/// Reads the events of a YAML text one by one, so that nothing is ever expanded.
///
/// Owns the parser and the text. Composing nodes, as the Yams types do, follows aliases while it compares keys: a few
/// kilobytes of nested aliases keep it busy for ever. Events do not.
public struct YAMLEvents: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    /// Starts at the beginning of a UTF-8 text.
    public init(_ bytes: [UInt8]) {
        text = .allocate(capacity: max(1, bytes.count))
        _ = text.initialize(from: bytes)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        text.deallocate()
    }

    /// The next event; not to be called after `streamEnd`.
    public mutating func next() throws(YAMLError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw error() }
        defer { yaml_event_delete(&event) }
        let place = YAMLPlace(line: event.start_mark.line + 1, column: event.start_mark.column + 1)
        let data = event.data
        func made(_ kind: YAMLEvent.Kind, anchor: Bool = false, tag: Bool = false) -> YAMLEvent {
            YAMLEvent(kind: kind, hasAnchor: anchor, hasTag: tag, place: place)
        }
        switch event.type {
        case YAML_STREAM_START_EVENT: return made(.streamStart)
        case YAML_DOCUMENT_START_EVENT: return made(.documentStart)
        case YAML_DOCUMENT_END_EVENT: return made(.documentEnd)
        case YAML_ALIAS_EVENT: return made(.alias)
        case YAML_SCALAR_EVENT:
            let text = String(
                decoding: UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length), as: UTF8.self)
            return made(
                .scalar(text, isPlain: data.scalar.style == YAML_PLAIN_SCALAR_STYLE),
                anchor: data.scalar.anchor != nil, tag: data.scalar.tag != nil)
        case YAML_SEQUENCE_START_EVENT:
            let start = data.sequence_start
            return made(.sequenceStart, anchor: start.anchor != nil, tag: start.tag != nil)
        case YAML_SEQUENCE_END_EVENT: return made(.sequenceEnd)
        case YAML_MAPPING_START_EVENT:
            let start = data.mapping_start
            return made(.mappingStart, anchor: start.anchor != nil, tag: start.tag != nil)
        case YAML_MAPPING_END_EVENT: return made(.mappingEnd)
        default: return made(.streamEnd)
        }
    }

    private func error() -> YAMLError {
        let state = parser.pointee
        let message = state.problem.map { String(cString: $0) } ?? "unreadable text"
        // The reader counts bytes instead of lines when the text is not UTF-8.
        let mark = state.error == YAML_READER_ERROR ? state.mark : state.problem_mark
        return YAMLError(message: message, place: YAMLPlace(line: mark.line + 1, column: mark.column + 1))
    }
}
