import CPoppler

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
