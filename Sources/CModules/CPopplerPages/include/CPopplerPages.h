// Text of PDF pages by poppler's own analysis, with fonts that are read once and not once per page as poppler-glib does.
// The text and the boxes are those of poppler_page_get_text() and poppler_page_get_text_layout().
// Nothing here is for use by two threads at once; no C++ exception leaves these functions.
#ifndef CPOPPLERPAGES_H
#define CPOPPLERPAGES_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cpoppler_document cpoppler_document;

// Points, rotation applied.
struct cpoppler_page {
    double width;
    double height;
    // Degrees clockwise: 0, 90, 180 or 270.
    int rotation;
    // Links, form fields, comments.
    bool has_annotations;
};

// Points from the upper left corner of the page as shown.
struct cpoppler_box {
    double left;
    double top;
    double right;
    double bottom;
};

// Belongs to the document and lives until its next text.
struct cpoppler_text {
    const char *utf8;
    size_t length;
    // In the order of the text: one for each character, spaces and line breaks included.
    const struct cpoppler_box *boxes;
    size_t box_count;
};

// Opens the file behind a descriptor, which the document closes, when opening fails too. NULL when poppler cannot read
// it. `password` is UTF-8 or NULL; `share_fonts` false reads every page on its own.
cpoppler_document *cpoppler_open(int descriptor, const char *password, bool share_fonts);
void cpoppler_close(cpoppler_document *document);

// False when the page tree has no page with this 1-based number.
bool cpoppler_get_page(cpoppler_document *document, int number, struct cpoppler_page *page);
// False, too, when memory runs out.
bool cpoppler_get_text(cpoppler_document *document, int number, struct cpoppler_text *text);
// The 1-based page that a named destination leads to; 0 when it leads nowhere.
int cpoppler_find_destination(cpoppler_document *document, const char *name, size_t length);

#ifdef __cplusplus
}
#endif

#endif
