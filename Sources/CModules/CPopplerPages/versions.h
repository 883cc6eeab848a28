// What differs between the versions of poppler from 22.12 on: mostly raw pointers that became unique_ptr.
#ifndef VERSIONS_H
#define VERSIONS_H

#include <GlobalParams.h>
#include <Object.h>
#include <PDFDoc.h>
#include <Stream.h>
#include <TextOutputDev.h>
#include <goo/GooString.h>
#include <goo/gfile.h>

#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace versions {

// A document over a file that must outlive it.
template <class Document = PDFDoc>
std::unique_ptr<Document> open(GooFile *file, const std::optional<GooString> &password) {
    auto stream = std::make_unique<FileStream>(file, 0, false, file->size(), Object(objNull));
    if constexpr (std::is_constructible_v<Document, std::unique_ptr<BaseStream>, std::optional<GooString>,
                                          std::optional<GooString>>) {
        return std::make_unique<Document>(std::move(stream), password, password);
    } else {
        return std::make_unique<Document>(stream.release(), password, password);
    }
}

// Page content that stands in the program.
template <class Value = Object>
Value content(std::string_view operators) {
    auto stream = std::make_unique<MemStream>(operators.data(), 0, operators.size(), Object(objNull));
    if constexpr (std::is_constructible_v<Value, std::unique_ptr<Stream>>) {
        return Value(std::unique_ptr<Stream>(std::move(stream)));
    } else {
        return Value(static_cast<Stream *>(stream.release()));
    }
}

using Words = std::vector<std::unique_ptr<TextWordSelection>>;

// The words of a page, line by line.
template <class Text>
std::vector<Words> words(Text *text, const PDFRectangle &selection) {
    int count = 0;
    if constexpr (std::is_pointer_v<decltype(text->getSelectionWords(&selection, selectionStyleGlyph, &count))>) {
        std::vector<Words> lines;
        auto **taken = text->getSelectionWords(&selection, selectionStyleGlyph, &count);
        if (!taken) return lines;
        for (int line = 0; line < count; line++) {
            Words &words = lines.emplace_back();
            for (TextWordSelection *word : *taken[line]) words.emplace_back(word);
            delete taken[line];
        }
        gfree(taken);
        return lines;
    } else {
        return text->getSelectionWords(&selection, selectionStyleGlyph);
    }
}

// Owned by the caller in every version.
inline std::unique_ptr<GooString> owned(GooString *text) { return std::unique_ptr<GooString>(text); }
inline std::unique_ptr<GooString> owned(std::unique_ptr<GooString> &&text) { return std::move(text); }
inline std::unique_ptr<GooString> owned(GooString &&text) { return std::make_unique<GooString>(std::move(text)); }

}  // namespace versions

#endif
