// The C functions: open, look, read.
#include "include/CPopplerPages.h"

#include "annotations.h"
#include "info.h"
#include "links.h"
#include "reader.h"
#include "structure.h"
#include "targets.h"
#include "versions.h"

#include <Catalog.h>
#include <Error.h>
#include <ErrorCodes.h>

#include <unistd.h>

#include <algorithm>

struct cpoppler_document {
    std::unique_ptr<GooFile> file;
    std::unique_ptr<PDFDoc> document;
    std::unique_ptr<PageReader> reader;
    std::unique_ptr<Targets> targets;
    PageAnnotations annotations;
    PageLinks links;
    OutlineEntries outline;
    DocumentInfo info;
    std::unique_ptr<StructureTree> structure;

    Page *page(int number) const {
        Page *found = number >= 1 && number <= document->getNumPages() ? document->getPage(number) : nullptr;
        return found && found->isOk() ? found : nullptr;
    }
};

namespace {
// A password in Latin-1, in which the older encryptions count; nothing for one with other characters.
std::optional<GooString> latin1(std::string_view utf8) {
    std::string bytes;
    for (size_t index = 0; index < utf8.size(); index++) {
        const unsigned char byte = utf8[index];
        if (byte < 0x80) {
            bytes.push_back(byte);
        } else if ((byte == 0xC2 || byte == 0xC3) && index + 1 < utf8.size()) {
            bytes.push_back(static_cast<char>((byte & 0x03) << 6 | (utf8[++index] & 0x3F)));
        } else {
            return {};
        }
    }
    return GooString(bytes);
}

// poppler's tables: they are counted and would be read from disk for each document anew.
void keepTables() { static const GlobalParamsIniter parameters([](ErrorCategory, Goffset, const char *) {}); }

std::unique_ptr<PDFDoc> openWith(GooFile *file, const std::optional<GooString> &password, cpoppler_status *status) {
    auto document = versions::open(file, password);
    switch (document->isOk() ? errNone : document->getErrorCode()) {
    case errNone: *status = cpoppler_opened; return document;
    case errEncrypted: *status = cpoppler_encrypted; break;
    case errDamaged: *status = cpoppler_damaged; break;
    case errBadCatalog: *status = cpoppler_no_catalog; break;
    default: *status = cpoppler_failed;
    }
    return nullptr;
}
}  // namespace

cpoppler_document *cpoppler_open(int descriptor, const char *password, bool share_fonts,
                                 cpoppler_status *status) try {
    *status = cpoppler_failed;
    keepTables();
    auto opened = std::make_unique<cpoppler_document>();
    opened->file = GooFile::open(descriptor);
    if (!opened->file) {
        close(descriptor);
        return nullptr;
    }
    if (password) {
        // poppler-glib tries them in this order.
        if (const auto bytes = latin1(password)) opened->document = openWith(opened->file.get(), bytes, status);
        if (!opened->document) opened->document = openWith(opened->file.get(), GooString(password), status);
    } else {
        opened->document = openWith(opened->file.get(), {}, status);
    }
    if (!opened->document) return nullptr;
    opened->reader = std::make_unique<PageReader>(opened->document.get(), share_fonts);
    opened->targets = std::make_unique<Targets>(opened->document.get());
    opened->structure = std::make_unique<StructureTree>(opened->document.get(), opened->targets.get());
    return opened.release();
} catch (...) {
    return nullptr;
}

void cpoppler_close(cpoppler_document *document) { delete document; }

bool cpoppler_get_page(cpoppler_document *document, int number, struct cpoppler_page *result) try {
    Page *page = document->page(number);
    if (!page) return false;
    *result = {};
    shownSize(page, &result->width, &result->height);
    const int rotation = page->getRotate();
    result->rotation = rotation % 90 == 0 ? rotation : 0;
    return true;
} catch (...) {
    return false;
}

bool cpoppler_get_content(cpoppler_document *document, int number, struct cpoppler_content *content) try {
    Page *page = document->page(number);
    if (!page) return false;
    document->reader->read(number, page, document->annotations.of(number, page), content);
    return true;
} catch (...) {
    document->reader->forget();
    return false;
}

size_t cpoppler_font_count(const cpoppler_document *document) { return document->reader->fonts().count(); }

bool cpoppler_get_font(const cpoppler_document *document, size_t index, struct cpoppler_font *font) {
    return document->reader->fonts().get(index, font);
}

size_t cpoppler_get_links(cpoppler_document *document, int number, size_t limit, size_t text_limit,
                          const cpoppler_link **links, bool *has_fields) try {
    *has_fields = false;
    Page *page = document->page(number);
    if (!page) return 0;
    const auto &found = document->links.read(document->annotations.of(number, page), page, document->targets.get(),
                                             limit, text_limit);
    *links = found.data();
    *has_fields = document->links.hasFields();
    return found.size();
} catch (...) {
    return 0;
}

size_t cpoppler_get_outline(cpoppler_document *document, size_t limit, int depth, size_t text_limit,
                            const cpoppler_outline_entry **entries) try {
    const auto &found =
        document->outline.read(document->document.get(), document->targets.get(), limit, depth, text_limit);
    *entries = found.data();
    return found.size();
} catch (...) {
    return 0;
}

void cpoppler_get_info(cpoppler_document *document, size_t text_limit, cpoppler_info *info) try {
    document->info.read(document->document.get(), text_limit, info);
} catch (...) {
    *info = {"", "", "", "", "", "", "", -1, -1, 0, 0, false, false};
}

size_t cpoppler_get_elements(cpoppler_document *document, const cpoppler_element **elements) try {
    const auto &found = document->structure->elements();
    *elements = found.data();
    return found.size();
} catch (...) {
    return 0;
}

size_t cpoppler_get_marked(cpoppler_document *document, int number, const cpoppler_marked **contents) try {
    const auto &found = document->structure->contents(number);
    *contents = found.data();
    return found.size();
} catch (...) {
    return 0;
}

int cpoppler_page_count(cpoppler_document *document) try {
    return std::max(0, document->document->getNumPages());
} catch (...) {
    return 0;
}
