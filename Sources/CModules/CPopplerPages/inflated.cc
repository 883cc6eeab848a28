#include "inflated.h"

#include <Dict.h>
#include <Stream.h>

#include <zlib.h>

#include <algorithm>
#include <cstring>

namespace {
// Content beyond these is read piece by piece, which takes no memory.
constexpr size_t mostUnpacked = 32 << 20;
constexpr size_t mostPacked = 8 << 20;
constexpr size_t pieceBytes = 16 << 10;
// Memory that stays reserved for the next page.
constexpr size_t mostKept = 1 << 20;

// An entry of a dictionary, or the only one of a list that stands there.
Object onlyOne(Dict *dictionary, const char *key) {
    Object value = dictionary->lookup(key);
    return value.isArray() && value.arrayGetLength() == 1 ? value.arrayGet(0) : std::move(value);
}

// True for data that was deflated and nothing else; encryption, which lies below, does not matter.
bool isOnlyDeflated(Stream *stream) {
    Dict *dictionary = stream->getDict();
    if (stream->getKind() != strFlate || !dictionary) return false;
    const Object filter = onlyOne(dictionary, "Filter");
    const Object parameters = onlyOne(dictionary, "DecodeParms");
    return (filter.isName("FlateDecode") || filter.isName("Fl")) && dictionary->lookup("DP").isNull() &&
           (parameters.isNull() || (parameters.isDict() && parameters.dictGetLength() == 0));
}

// True for data without a filter.
bool isPlain(Stream *stream) {
    const Dict *dictionary = stream->getDict();
    return (stream->getKind() == strFile || stream->getKind() == strCrypt) && dictionary &&
           dictionary->lookupNF("Filter").isNull() && dictionary->lookupNF("F").isNull();
}
}  // namespace

void ByteBuffer::reserve(size_t more) {
    if (room() >= more) return;
    const size_t wanted = std::max(count + more, capacity * 2);
    std::unique_ptr<unsigned char[]> larger(new unsigned char[wanted]);
    if (count > 0) std::memcpy(larger.get(), bytes.get(), count);
    bytes = std::move(larger);
    capacity = wanted;
}

bool ContentInflater::unpack(const Object &content) {
    unpacked.resize(0);
    if (content.isStream()) return add(content);
    if (!content.isArray()) return false;
    // poppler, too, reads the parts without a blank between them.
    for (int index = 0; index < content.arrayGetLength(); index++) {
        if (!add(content.arrayGet(index))) return false;
    }
    return true;
}

void ContentInflater::shrink() {
    if (unpacked.size() + unpacked.room() > mostKept) unpacked.release();
    if (packed.size() + packed.room() > mostKept) packed.release();
}

bool ContentInflater::add(const Object &part) {
    if (!part.isStream()) return false;
    Stream *stream = part.getStream();
    if (isPlain(stream)) return read(stream, &unpacked, mostUnpacked);
    packed.resize(0);
    return isOnlyDeflated(stream) && read(stream->getNextStream(), &packed, mostPacked) && inflatePacked();
}

bool ContentInflater::read(Stream *stream, ByteBuffer *bytes, size_t most) {
    stream->reset();
    while (bytes->size() <= most) {
        bytes->reserve(pieceBytes);
        const int count = stream->doGetChars(pieceBytes, bytes->data() + bytes->size());
        bytes->resize(bytes->size() + std::max(0, count));
        if (count < static_cast<int>(pieceBytes)) return true;
    }
    return false;
}

// False for data that is damaged: poppler makes of it what it can.
bool ContentInflater::inflatePacked() {
    z_stream state;
    std::memset(&state, 0, sizeof state);
    if (inflateInit(&state) != Z_OK) return false;
    state.next_in = packed.data();
    state.avail_in = static_cast<uInt>(packed.size());
    int status = Z_OK;
    while (status == Z_OK && unpacked.size() < mostUnpacked) {
        unpacked.reserve(std::max(pieceBytes, packed.size()));
        state.next_out = unpacked.data() + unpacked.size();
        state.avail_out = static_cast<uInt>(unpacked.room());
        status = inflate(&state, Z_NO_FLUSH);
        unpacked.resize(static_cast<size_t>(state.next_out - unpacked.data()));
    }
    inflateEnd(&state);
    return status == Z_STREAM_END;
}
