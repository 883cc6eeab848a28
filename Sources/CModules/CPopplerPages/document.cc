// The C functions: open, look, read.
#include "include/CPopplerPages.h"

#include "reader.h"
#include "versions.h"

#include <Catalog.h>
#include <Error.h>
#include <Link.h>

#include <unistd.h>

#include <algorithm>
#include <unordered_map>

struct cpoppler_document {
    std::unique_ptr<GooFile> file;
    std::unique_ptr<PDFDoc> document;
    std::unique_ptr<PageReader> reader;
    // Page numbers by the number of the page object; empty until the first question.
    std::unordered_map<int, int> pageNumbers;

    Page *page(int number) const {
        Page *found = number >= 1 && number <= document->getNumPages() ? document->getPage(number) : nullptr;
        return found && found->isOk() ? found : nullptr;
    }

    // poppler's findPage() walks through all pages for every question.
    int number(Ref page) {
        if (pageNumbers.empty()) {
            for (int number = 1; number <= document->getNumPages(); number++) {
                if (const Ref *reference = document->getCatalog()->getPageRef(number)) {
                    pageNumbers.emplace(reference->num, number);
                }
            }
        }
        const auto found = pageNumbers.find(page.num);
        return found == pageNumbers.end() ? 0 : found->second;
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

std::unique_ptr<PDFDoc> openWith(GooFile *file, const std::optional<GooString> &password) {
    auto document = versions::open(file, password);
    return document->isOk() ? std::move(document) : nullptr;
}
}  // namespace

cpoppler_document *cpoppler_open(int descriptor, const char *password, bool share_fonts) try {
    keepTables();
    auto opened = std::make_unique<cpoppler_document>();
    opened->file = GooFile::open(descriptor);
    if (!opened->file) {
        close(descriptor);
        return nullptr;
    }
    if (password) {
        // poppler-glib tries them in this order.
        if (const auto bytes = latin1(password)) opened->document = openWith(opened->file.get(), bytes);
        if (!opened->document) opened->document = openWith(opened->file.get(), GooString(password));
    } else {
        opened->document = openWith(opened->file.get(), {});
    }
    if (!opened->document) return nullptr;
    opened->reader = std::make_unique<PageReader>(opened->document.get(), share_fonts);
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
    const Object annotations = page->getAnnotsObject();
    result->has_annotations = annotations.isArray() && annotations.arrayGetLength() > 0;
    return true;
} catch (...) {
    return false;
}

bool cpoppler_get_content(cpoppler_document *document, int number, struct cpoppler_content *content) try {
    Page *page = document->page(number);
    if (!page) return false;
    document->reader->read(number, page, content);
    return true;
} catch (...) {
    document->reader->forget();
    return false;
}

size_t cpoppler_font_count(const cpoppler_document *document) { return document->reader->fonts().count(); }

bool cpoppler_get_font(const cpoppler_document *document, size_t index, struct cpoppler_font *font) {
    return document->reader->fonts().get(index, font);
}

int cpoppler_find_destination(cpoppler_document *document, const char *name, size_t length) try {
    const GooString wanted(std::string(name, length));
    const auto found = document->document->findDest(&wanted);
    if (!found || !found->isOk()) return 0;
    return found->isPageRef() ? document->number(found->getPageRef()) : std::max(0, found->getPageNum());
} catch (...) {
    return 0;
}
