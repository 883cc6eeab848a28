// What stands on PDF pages: glyphs, straight lines and rectangles, images; with fonts that are read once and not once
// per page as poppler-glib does.
// Nothing here is for use by two threads at once; no C++ exception leaves these functions.
#ifndef CPOPPLERPAGES_H
#define CPOPPLERPAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

// Bits of cpoppler_glyph.flags.
enum {
    // Not painted: render mode 3 or 7, as the text below a scan.
    cpoppler_hidden = 1,
    // The font does not say which character this is.
    cpoppler_unknown = 2,
    // Filled and stroked, which looks bold.
    cpoppler_outlined = 4,
    // The text was given for the whole of several glyphs (ActualText).
    cpoppler_replaced = 8,
    // Inside marked content of the kind Artifact.
    cpoppler_artifact = 16,
    // Its font runs from top to bottom.
    cpoppler_vertical = 32,
};

// Points from the upper left corner of the page as shown.
struct cpoppler_glyph {
    // Where it starts on its base line.
    float x;
    float y;
    // Where the next one would start, without the spacing that the document adds.
    float dx;
    float dy;
    // Of the font, as shown.
    float size;
    // Offset of its UTF-8 in the content's.
    uint32_t text;
    // 0xRRGGBB.
    uint32_t color;
    // Marked content, -1 for none.
    int32_t content;
    // Position in the document's fonts.
    uint16_t font;
    uint8_t length;
    uint8_t flags;
};

// A straight line along an axis, or a filled or stroked rectangle; the same point twice never.
struct cpoppler_shape {
    float left;
    float top;
    float right;
    float bottom;
    // 0xRRGGBB.
    uint32_t color;
    // Of the stroke in points; 0 for a filled rectangle.
    float width;
    bool is_filled;
    // The box around something that is neither a line along an axis nor a rectangle.
    bool is_drawing;
};

struct cpoppler_image {
    float left;
    float top;
    float right;
    float bottom;
    // Pixels.
    int32_t width;
    int32_t height;
};

// Belongs to the document and lives until its next content.
struct cpoppler_content {
    const char *utf8;
    size_t length;
    // In the order they are painted.
    const struct cpoppler_glyph *glyphs;
    size_t glyph_count;
    const struct cpoppler_shape *shapes;
    size_t shape_count;
    const struct cpoppler_image *images;
    size_t image_count;
    // Shapes were left out because there are too many.
    bool is_cut;
};

// Belongs to the document; more may be known after each page.
struct cpoppler_font {
    const char *name;
    // Parts of the size above and below the base line.
    float ascent;
    float descent;
    // 100 to 900; 0 when not said.
    int weight;
    bool is_bold;
    bool is_italic;
    bool is_fixed;
    bool is_serif;
    bool is_symbolic;
    bool is_type3;
    bool has_unicode;
};

// Opens the file behind a descriptor, which the document closes, when opening fails too. NULL when poppler cannot read
// it. `password` is UTF-8 or NULL; `share_fonts` false reads every page on its own.
cpoppler_document *cpoppler_open(int descriptor, const char *password, bool share_fonts);
void cpoppler_close(cpoppler_document *document);

// False when the page tree has no page with this 1-based number.
bool cpoppler_get_page(cpoppler_document *document, int number, struct cpoppler_page *page);
// False, too, when memory runs out.
bool cpoppler_get_content(cpoppler_document *document, int number, struct cpoppler_content *content);
size_t cpoppler_font_count(const cpoppler_document *document);
// False beyond the last font.
bool cpoppler_get_font(const cpoppler_document *document, size_t index, struct cpoppler_font *font);
// The 1-based page that a named destination leads to; 0 when it leads nowhere.
int cpoppler_find_destination(cpoppler_document *document, const char *name, size_t length);

#ifdef __cplusplus
}
#endif

#endif
