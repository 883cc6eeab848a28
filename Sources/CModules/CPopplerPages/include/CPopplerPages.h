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
};

enum cpoppler_status { cpoppler_opened, cpoppler_encrypted, cpoppler_damaged, cpoppler_no_catalog, cpoppler_failed };

// Bits of cpoppler_glyph.flags.
enum {
    // Not painted: render mode 3 or 7, as the text below a scan.
    cpoppler_hidden = 1,
    // The font does not say which character this is; its text is U+FFFD then.
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
    // The page has more glyphs or operators than are read of one; the rest was left out.
    bool is_endless;
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

struct cpoppler_area {
    float left;
    float top;
    float right;
    float bottom;
};

enum cpoppler_target_kind {
    cpoppler_no_target,
    cpoppler_page_target,
    // Text is the address.
    cpoppler_address_target,
    // Text is the name of another file.
    cpoppler_file_target,
    // A script, a launch or another action.
    cpoppler_action_target,
};

struct cpoppler_link {
    struct cpoppler_area area;
    // The parts of it that are sensitive; none when all of it is.
    const struct cpoppler_area *parts;
    size_t part_count;
    int kind;
    // 1-based; 0 for none.
    int page;
    const char *text;
};

struct cpoppler_outline_entry {
    const char *title;
    // 1 at the top.
    int level;
    // 1-based; 0 for none.
    int page;
};

// Kinds of cpoppler_element, after the standard structure types.
enum cpoppler_kind {
    cpoppler_other,
    cpoppler_group,
    cpoppler_inline,
    cpoppler_paragraph,
    // Whose level its depth says.
    cpoppler_heading,
    cpoppler_heading_1,
    cpoppler_heading_2,
    cpoppler_heading_3,
    cpoppler_heading_4,
    cpoppler_heading_5,
    cpoppler_heading_6,
    cpoppler_list,
    cpoppler_list_entry,
    cpoppler_label,
    cpoppler_list_body,
    cpoppler_table,
    cpoppler_row,
    cpoppler_header_cell,
    cpoppler_cell,
    cpoppler_figure,
    cpoppler_formula,
    cpoppler_caption,
    cpoppler_note,
    cpoppler_code,
    cpoppler_quote,
    cpoppler_contents,
    cpoppler_contents_entry,
    // Marked as no content.
    cpoppler_no_content,
};

// An element of the structure tree.
struct cpoppler_element {
    // Position of the element around it, which comes before; -1 for none.
    int32_t parent;
    int32_t kind;
    int32_t row_span;
    int32_t column_span;
    // In place of a picture; empty when there is none.
    const char *description;
    // In place of what the element holds; empty when there is none.
    const char *text;
};

// A piece of the content of a page.
struct cpoppler_marked {
    // Position of the element that holds it.
    int32_t element;
    // As in cpoppler_glyph.
    int32_t content;
};

// What a document says about itself; texts are UTF-8, empty when there is none.
struct cpoppler_info {
    const char *title;
    const char *author;
    const char *subject;
    const char *keywords;
    const char *creator;
    const char *producer;
    // As in `en-US`.
    const char *language;
    // Seconds since 1970-01-01T00:00:00Z; -1 when not said.
    int64_t created;
    int64_t modified;
    int major;
    int minor;
    bool has_attachments;
    // Its pages are made by a program of Adobe from a form of the kind XFA; what is on them asks for that program.
    bool needs_rendering;
};

// Opens the file behind a descriptor, which the document closes, when opening fails too. NULL when poppler cannot read
// it, for the reason that `status` says. `password` is UTF-8 or NULL; `share_fonts` false reads every page on its own.
cpoppler_document *cpoppler_open(int descriptor, const char *password, bool share_fonts, enum cpoppler_status *status);
void cpoppler_close(cpoppler_document *document);

// False when the page tree has no page with this 1-based number.
bool cpoppler_get_page(cpoppler_document *document, int number, struct cpoppler_page *page);
// False, too, when memory runs out.
bool cpoppler_get_content(cpoppler_document *document, int number, struct cpoppler_content *content);
size_t cpoppler_font_count(const cpoppler_document *document);
// False beyond the last font.
bool cpoppler_get_font(const cpoppler_document *document, size_t index, struct cpoppler_font *font);

// What these hand out belongs to the document and lives until the same is asked again; texts are cut at `text_limit`
// bytes, lists at `limit` entries.
// `has_fields` is set when fields of a form are among the annotations of the page.
size_t cpoppler_get_links(cpoppler_document *document, int number, size_t limit, size_t text_limit,
                          const struct cpoppler_link **links, bool *has_fields);
size_t cpoppler_get_outline(cpoppler_document *document, size_t limit, int depth, size_t text_limit,
                            const struct cpoppler_outline_entry **entries);
void cpoppler_get_info(cpoppler_document *document, size_t text_limit, struct cpoppler_info *info);
// The structure of a tagged document, parents before their children; 0 for a document without one.
size_t cpoppler_get_elements(cpoppler_document *document, const struct cpoppler_element **elements);
// The content of a page in the order of the structure.
size_t cpoppler_get_marked(cpoppler_document *document, int number, const struct cpoppler_marked **contents);
int cpoppler_page_count(cpoppler_document *document);

#ifdef __cplusplus
}
#endif

#endif
