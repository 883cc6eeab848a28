import CPoppler
import CPopplerPages

extension PDFTarget {
    /// The target of an action; nil for one that does nothing.
    init?(_ action: UnsafeMutablePointer<PopplerAction>, in destinations: Destinations, nameLimit: Int) {
        switch action.pointee.type {
        case POPPLER_ACTION_NONE, POPPLER_ACTION_UNKNOWN: return nil
        case POPPLER_ACTION_GOTO_DEST:
            guard let page = destinations.page(of: action.pointee.goto_dest.dest) else { return nil }
            self = .page(page)
        case POPPLER_ACTION_GOTO_REMOTE:
            self = .file(borrowedText(action.pointee.goto_remote.file_name, limit: nameLimit) ?? "")
        case POPPLER_ACTION_URI:
            self = .address(borrowedText(action.pointee.uri.uri, limit: nameLimit) ?? "")
        default: self = .action
        }
    }
}

/// The pages that the named destinations of a document lead to, each looked up once.
final class Destinations {
    private let document: OpaquePointer
    private var found: [String: Int] = [:]

    /// Asks the document that reads the pages, which must outlive this object.
    init(pages document: OpaquePointer) { self.document = document }

    /// The 1-based page of a destination; nil when it leads nowhere.
    func page(of destination: UnsafeMutablePointer<PopplerDest>?) -> Int? {
        guard let destination else { return nil }
        guard destination.pointee.type == POPPLER_DEST_NAMED else {
            return destination.pointee.page_num > 0 ? Int(destination.pointee.page_num) : nil
        }
        guard let name = destination.pointee.named_dest else { return nil }
        let key = String(cString: name)
        let number = found[key] ?? look(for: name)
        found[key] = number
        return number > 0 ? number : nil
    }

    private func look(for name: UnsafePointer<CChar>) -> Int {
        var length: gsize = 0
        // poppler-glib escapes what a C string cannot hold.
        guard let bytes = poppler_named_dest_to_bytestring(name, &length) else { return 0 }
        defer { g_free(bytes) }
        return bytes.withMemoryRebound(to: CChar.self, capacity: Int(length)) {
            Int(cpoppler_find_destination(document, $0, Int(length)))
        }
    }
}

extension PDFFile {
    /// The outline, depth first, at most `limit` entries and `depth` levels.
    public func outline(limit: Int, depth: Int, nameLimit: Int) -> [PDFOutlineEntry] {
        var entries: [PDFOutlineEntry] = []
        guard let first = poppler_index_iter_new(document) else { return [] }
        walk(first, level: 1, limit: limit, depth: depth, nameLimit: nameLimit, into: &entries)
        return entries
    }

    private func walk(
        _ iterator: OpaquePointer, level: Int, limit: Int, depth: Int, nameLimit: Int,
        into entries: inout [PDFOutlineEntry]
    ) {
        defer { poppler_index_iter_free(iterator) }
        repeat {
            guard entries.count < limit else { return }
            if let action = poppler_index_iter_get_action(iterator) {
                defer { poppler_action_free(action) }
                let title = borrowedText(action.pointee.any.title, limit: nameLimit) ?? ""
                var page: Int?
                if case .page(let number)? = PDFTarget(action, in: destinations, nameLimit: nameLimit) { page = number }
                entries.append(PDFOutlineEntry(title: title, level: level, page: page))
            }
            if level < depth, let child = poppler_index_iter_get_child(iterator) {
                walk(
                    child, level: level + 1, limit: limit, depth: depth, nameLimit: nameLimit, into: &entries)
            }
        } while poppler_index_iter_next(iterator) != 0
    }
}

extension PDFFormField {
    /// Reads a field of poppler's.
    init(_ field: OpaquePointer, box: PDFBox, nameLimit: Int, valueLimit: Int) {
        var kind = Kind.unknown
        var value = Value.none
        switch poppler_form_field_get_field_type(field) {
        case POPPLER_FORM_FIELD_BUTTON:
            switch poppler_form_field_button_get_button_type(field) {
            case POPPLER_FORM_BUTTON_PUSH: kind = .button
            case POPPLER_FORM_BUTTON_CHECK: kind = .checkbox
            default: kind = .radio
            }
            if kind != .button { value = .truth(poppler_form_field_button_get_state(field) != 0) }
        case POPPLER_FORM_FIELD_TEXT:
            kind = .text
            let isSecret = poppler_form_field_text_is_password(field) != 0
            if !isSecret, let text = ownedText(poppler_form_field_text_get_text(field), limit: valueLimit) {
                value = .text(text)
            }
        case POPPLER_FORM_FIELD_CHOICE:
            kind = .choice
            value = .choices(Self.choices(of: field, limit: valueLimit))
        case POPPLER_FORM_FIELD_SIGNATURE: kind = .signature
        default: break
        }
        self.init(
            kind: kind,
            name: ownedText(poppler_form_field_get_name(field), limit: nameLimit)
                ?? ownedText(poppler_form_field_get_partial_name(field), limit: nameLimit) ?? "",
            value: value, box: box, isReadOnly: poppler_form_field_is_read_only(field) != 0)
    }

    private static func choices(of field: OpaquePointer, limit: Int) -> [String] {
        var chosen: [String] = []
        var room = limit
        for index in 0..<max(0, poppler_form_field_choice_get_n_items(field)) where room > 0 {
            guard poppler_form_field_choice_is_item_selected(field, index) != 0,
                let text = ownedText(poppler_form_field_choice_get_item(field, index), limit: room)
            else { continue }
            chosen.append(text)
            room -= text.utf8.count + 1
        }
        if chosen.isEmpty, poppler_form_field_choice_get_choice_type(field) == POPPLER_FORM_CHOICE_COMBO,
            poppler_form_field_choice_is_editable(field) != 0,
            let text = ownedText(poppler_form_field_choice_get_text(field), limit: limit)
        {
            chosen = [text]
        }
        return chosen
    }
}
