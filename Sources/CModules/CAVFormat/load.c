#define _GNU_SOURCE
#include "CAVFormat.h"

#include <dlfcn.h>
#include <libavutil/avutil.h>
#include <stdbool.h>

#define SONAME(name, major) "lib" name ".so." AV_STRINGIFY(major)

static struct cavformat_calls calls;
static bool is_loaded, is_missing;

static bool find(void *library, void **call, const char *name) {
    *call = dlsym(library, name);
    return *call != NULL;
}

// The version in the name of a library promises the layout of the structures in its headers.
static bool load(void) {
    void *util = dlopen(SONAME("avutil", LIBAVUTIL_VERSION_MAJOR), RTLD_NOW | RTLD_LOCAL);
    void *codec = dlopen(SONAME("avcodec", LIBAVCODEC_VERSION_MAJOR), RTLD_NOW | RTLD_LOCAL);
    void *format = dlopen(SONAME("avformat", LIBAVFORMAT_VERSION_MAJOR), RTLD_NOW | RTLD_LOCAL);
    if (!util || !codec || !format) return false;
    return find(util, (void **)&calls.log_set_level, "av_log_set_level")
        && find(util, (void **)&calls.strerror, "av_strerror")
        && find(util, (void **)&calls.malloc, "av_malloc")
        && find(util, (void **)&calls.free, "av_free")
        && find(util, (void **)&calls.strdup, "av_strdup")
        && find(util, (void **)&calls.dict_get, "av_dict_get")
        && find(codec, (void **)&calls.codec_name, "avcodec_get_name")
        && find(codec, (void **)&calls.packet_alloc, "av_packet_alloc")
        && find(codec, (void **)&calls.packet_unref, "av_packet_unref")
        && find(codec, (void **)&calls.packet_free, "av_packet_free")
        && find(format, (void **)&calls.find_input_format, "av_find_input_format")
        && find(format, (void **)&calls.io_alloc, "avio_alloc_context")
        && find(format, (void **)&calls.io_free, "avio_context_free")
        && find(format, (void **)&calls.alloc, "avformat_alloc_context")
        && find(format, (void **)&calls.open_input, "avformat_open_input")
        && find(format, (void **)&calls.find_stream_info, "avformat_find_stream_info")
        && find(format, (void **)&calls.read_frame, "av_read_frame")
        && find(format, (void **)&calls.close_input, "avformat_close_input");
}

const struct cavformat_calls *cavformat_load(void) {
    if (!is_loaded && !is_missing) {
        is_loaded = load();
        is_missing = !is_loaded;
    }
    return is_loaded ? &calls : NULL;
}

// Playlists and files of references would name others.
static int refuse(AVFormatContext *context, AVIOContext **io, const char *url, int flags, AVDictionary **options) {
    return AVERROR(EACCES);
}

void cavformat_restrict(const struct cavformat_calls *calls, AVFormatContext *context, const char *formats) {
    context->io_open = refuse;
    context->format_whitelist = calls->strdup(formats);
    context->codec_whitelist = calls->strdup("none");
    context->protocol_whitelist = calls->strdup("none");
}
