#include "info.h"

#include "text.h"

#include <Catalog.h>
#include <DateInfo.h>
#include <PDFDoc.h>

namespace {
int64_t seconds(const Object &date) {
    return date.isString() ? static_cast<int64_t>(dateStringToTime(date.getString())) : -1;
}
}  // namespace

void DocumentInfo::read(PDFDoc *document, size_t textLimit, cpoppler_info *info) {
    *info = {};
    info->created = info->modified = -1;
    const Object entries = document->getDocInfo();
    const auto text = [&](const char *key) {
        return entries.isDict() ? utf8(entries.dictLookup(key), textLimit) : std::string();
    };
    title = text("Title");
    author = text("Author");
    subject = text("Subject");
    keywords = text("Keywords");
    creator = text("Creator");
    producer = text("Producer");
    if (entries.isDict()) {
        info->created = seconds(entries.dictLookup("CreationDate"));
        info->modified = seconds(entries.dictLookup("ModDate"));
    }
    const Object catalog = document->getXRef()->getCatalog();
    if (catalog.isDict()) {
        language = utf8(catalog.dictLookup("Lang"), textLimit);
        const Object rendering = catalog.dictLookup("NeedsRendering");
        info->needs_rendering = rendering.isBool() && rendering.getBool();
    }
    info->has_attachments = document->getCatalog()->numEmbeddedFiles() > 0;
    info->major = document->getPDFMajorVersion();
    info->minor = document->getPDFMinorVersion();
    info->title = title.c_str();
    info->author = author.c_str();
    info->subject = subject.c_str();
    info->keywords = keywords.c_str();
    info->creator = creator.c_str();
    info->producer = producer.c_str();
    info->language = language.c_str();
}
