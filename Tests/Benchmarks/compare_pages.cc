// Reads the pages of PDFs twice, the fast way and each page by poppler alone, and names those that differ.
#include "CPopplerPages.h"

#include <fcntl.h>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

namespace {
struct Page {
    bool isRead = false;
    std::string text;
    std::vector<cpoppler_glyph> glyphs;
    std::vector<cpoppler_shape> shapes;
    std::vector<cpoppler_image> images;
};

double processorSeconds() {
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// The seconds it took.
double read(cpoppler_document *document, int number, Page *page) {
    const double began = processorSeconds();
    cpoppler_content found;
    page->isRead = cpoppler_get_content(document, number, &found);
    const double seconds = processorSeconds() - began;
    if (!page->isRead) return seconds;
    page->text.assign(found.utf8, found.length);
    page->glyphs.assign(found.glyphs, found.glyphs + found.glyph_count);
    page->shapes.assign(found.shapes, found.shapes + found.shape_count);
    page->images.assign(found.images, found.images + found.image_count);
    return seconds;
}

std::string fontName(cpoppler_document *document, size_t index) {
    cpoppler_font font;
    return cpoppler_get_font(document, index, &font) ? font.name : "";
}

const char *differenceOfGlyphs(const cpoppler_glyph &one, const cpoppler_glyph &other) {
    if (one.x != other.x || one.y != other.y || one.dx != other.dx || one.dy != other.dy) return "place of a glyph";
    if (one.size != other.size) return "size of a glyph";
    if (one.color != other.color) return "color of a glyph";
    if (one.content != other.content || one.flags != other.flags) return "marks of a glyph";
    return one.text != other.text || one.length != other.length ? "text of a glyph" : nullptr;
}

// Null when there is none.
const char *difference(const Page &one, const Page &other) {
    if (one.isRead != other.isRead) return "one was not read";
    if (one.text != other.text) return "text";
    if (one.glyphs.size() != other.glyphs.size()) return "number of glyphs";
    if (one.shapes.size() != other.shapes.size()) return "number of shapes";
    if (one.images.size() != other.images.size()) return "number of images";
    for (size_t index = 0; index < one.glyphs.size(); index++) {
        if (const char *found = differenceOfGlyphs(one.glyphs[index], other.glyphs[index])) return found;
    }
    for (size_t index = 0; index < one.shapes.size(); index++) {
        const cpoppler_shape &a = one.shapes[index], &b = other.shapes[index];
        if (a.left != b.left || a.top != b.top || a.right != b.right || a.bottom != b.bottom || a.color != b.color ||
            a.width != b.width || a.is_filled != b.is_filled || a.is_drawing != b.is_drawing) {
            return "a shape";
        }
    }
    for (size_t index = 0; index < one.images.size(); index++) {
        if (std::memcmp(&one.images[index], &other.images[index], sizeof(cpoppler_image)) != 0) return "an image";
    }
    return nullptr;
}
}  // namespace

int main(int count, char **paths) {
    long files = 0, pages = 0, glyphs = 0, different = 0;
    double fast = 0, slow = 0;
    for (int index = 1; index < count; index++) {
        cpoppler_status status;
        cpoppler_document *together = cpoppler_open(open(paths[index], O_RDONLY), nullptr, true, &status);
        cpoppler_document *alone = cpoppler_open(open(paths[index], O_RDONLY), nullptr, false, &status);
        if (together && alone) files++;
        for (int number = 1; together && alone && number <= cpoppler_page_count(together); number++) {
            Page one, other;
            fast += read(together, number, &one);
            slow += read(alone, number, &other);
            const char *found = difference(one, other);
            for (size_t at = 0; !found && at < one.glyphs.size(); at++) {
                const uint16_t font = one.glyphs[at].font, otherFont = other.glyphs[at].font;
                if (font != otherFont && fontName(together, font) != fontName(alone, otherFont)) found = "a font";
            }
            pages++;
            glyphs += static_cast<long>(one.glyphs.size());
            if (!found) continue;
            different++;
            std::printf("%s page %d: %s\n", paths[index], number, found);
        }
        if (together) cpoppler_close(together);
        if (alone) cpoppler_close(alone);
    }
    std::printf("%ld files, %ld pages, %ld glyphs: %ld pages differ; %.2f s of processor instead of %.2f s\n", files,
                pages, glyphs, different, fast, slow);
    return different == 0 ? 0 : 1;
}
