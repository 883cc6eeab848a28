// What differs between the versions of poppler from 22.12 on: mostly raw pointers that became unique_ptr.
#ifndef VERSIONS_H
#define VERSIONS_H

#include <GfxState.h>
#include <GlobalParams.h>
#include <Object.h>
#include <PDFDoc.h>
#include <Stream.h>
#include <goo/GooString.h>
#include <goo/gfile.h>

#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace versions {

// True for a setter of a color space that takes it over as a unique_ptr.
template <class Setter>
constexpr bool requiresOwner = !std::is_same_v<Setter, void (GfxState::*)(GfxColorSpace *)>;

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

// The bytes of a string, whose class derives from std::string in later versions.
template <class Text>
const std::string &bytes(const Text *text) {
    if constexpr (std::is_convertible_v<const Text *, const std::string *>) {
        return *text;
    } else {
        return text->toStr();
    }
}

// The color space of what is filled, which the state takes over.
template <class State>
void setFillSpace(State *state, GfxColorSpace *space) {
    if constexpr (requiresOwner<decltype(&State::setFillColorSpace)>) {
        state->setFillColorSpace(std::unique_ptr<GfxColorSpace>(space));
    } else {
        state->setFillColorSpace(space);
    }
}

// The same for what is stroked.
template <class State>
void setStrokeSpace(State *state, GfxColorSpace *space) {
    if constexpr (requiresOwner<decltype(&State::setStrokeColorSpace)>) {
        state->setStrokeColorSpace(std::unique_ptr<GfxColorSpace>(space));
    } else {
        state->setStrokeColorSpace(space);
    }
}

}  // namespace versions

#endif
