#define _GNU_SOURCE
#include "CAVFormat.h"

#include <dlfcn.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libswresample/swresample.h>

#define SONAME(name, major) "lib" name ".so." AV_STRINGIFY(major)

// The calls that decoding needs beyond those of load.c.
static struct {
    __typeof__(avcodec_find_decoder) *find_decoder;
    __typeof__(avcodec_alloc_context3) *decoder_alloc;
    __typeof__(avcodec_free_context) *decoder_free;
    __typeof__(avcodec_parameters_to_context) *parameters;
    __typeof__(avcodec_open2) *decoder_open;
    __typeof__(avcodec_send_packet) *send;
    __typeof__(avcodec_receive_frame) *receive;
    __typeof__(av_frame_alloc) *frame_alloc;
    __typeof__(av_frame_free) *frame_free;
    __typeof__(av_channel_layout_default) *default_layout;
    __typeof__(av_channel_layout_compare) *compare_layouts;
    __typeof__(av_channel_layout_copy) *copy_layout;
    __typeof__(av_channel_layout_uninit) *drop_layout;
    __typeof__(swr_alloc_set_opts2) *resampler_alloc;
    __typeof__(swr_init) *resampler_init;
    __typeof__(swr_free) *resampler_free;
    __typeof__(swr_get_out_samples) *resampled_most;
    __typeof__(swr_convert) *resample;
} calls;

static bool load(void) {
    static bool is_tried, is_loaded;
    if (is_tried) return is_loaded;
    is_tried = true;
    void *util = dlopen(SONAME("avutil", LIBAVUTIL_VERSION_MAJOR), RTLD_NOW | RTLD_LOCAL);
    void *codec = dlopen(SONAME("avcodec", LIBAVCODEC_VERSION_MAJOR), RTLD_NOW | RTLD_LOCAL);
    void *resample = dlopen(SONAME("swresample", LIBSWRESAMPLE_VERSION_MAJOR), RTLD_NOW | RTLD_LOCAL);
    if (!util || !codec || !resample) return false;
    const struct { void *library; void *call; const char *name; } wanted[] = {
        {codec, &calls.find_decoder, "avcodec_find_decoder"},
        {codec, &calls.decoder_alloc, "avcodec_alloc_context3"},
        {codec, &calls.decoder_free, "avcodec_free_context"},
        {codec, &calls.parameters, "avcodec_parameters_to_context"},
        {codec, &calls.decoder_open, "avcodec_open2"},
        {codec, &calls.send, "avcodec_send_packet"},
        {codec, &calls.receive, "avcodec_receive_frame"},
        {util, &calls.frame_alloc, "av_frame_alloc"},
        {util, &calls.frame_free, "av_frame_free"},
        {util, &calls.default_layout, "av_channel_layout_default"},
        {util, &calls.compare_layouts, "av_channel_layout_compare"},
        {util, &calls.copy_layout, "av_channel_layout_copy"},
        {util, &calls.drop_layout, "av_channel_layout_uninit"},
        {resample, &calls.resampler_alloc, "swr_alloc_set_opts2"},
        {resample, &calls.resampler_init, "swr_init"},
        {resample, &calls.resampler_free, "swr_free"},
        {resample, &calls.resampled_most, "swr_get_out_samples"},
        {resample, &calls.resample, "swr_convert"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!(*(void **)wanted[i].call = dlsym(wanted[i].library, wanted[i].name))) return false;
    return is_loaded = true;
}

// Decoders of sound that people record with; each is code that reads foreign bytes.
static bool is_allowed(enum AVCodecID codec) {
    if (codec >= AV_CODEC_ID_FIRST_AUDIO && codec < AV_CODEC_ID_ADPCM_IMA_QT) return true;
    switch (codec) {
    case AV_CODEC_ID_ADPCM_MS: case AV_CODEC_ID_ADPCM_IMA_WAV: case AV_CODEC_ID_ADPCM_IMA_QT:
    case AV_CODEC_ID_AMR_NB: case AV_CODEC_ID_AMR_WB:
    case AV_CODEC_ID_MP2: case AV_CODEC_ID_MP3: case AV_CODEC_ID_AAC: case AV_CODEC_ID_AC3: case AV_CODEC_ID_EAC3:
    case AV_CODEC_ID_VORBIS: case AV_CODEC_ID_OPUS: case AV_CODEC_ID_FLAC: case AV_CODEC_ID_ALAC:
    case AV_CODEC_ID_WMAV1: case AV_CODEC_ID_WMAV2: case AV_CODEC_ID_WMAPRO: case AV_CODEC_ID_WMAVOICE:
        return true;
    default:
        return false;
    }
}

// One conversion: everything that is to be freed.
struct work {
    const struct cavformat_calls *base;
    AVCodecContext *decoder;
    AVPacket *packet;
    AVFrame *frame;
    SwrContext *resampler;
    // What the resampler was made for.
    AVChannelLayout layout;
    int format, sample_rate;
    int rate;
    void *owner;
    bool (*take)(void *, const int16_t *, int);
};

static int hand_over(struct work *work, const AVFrame *frame) {
    int most = calls.resampled_most(work->resampler, frame ? frame->nb_samples : 0);
    if (most < 0 || most > 1 << 24) return AVERROR_INVALIDDATA;
    int16_t *samples = work->base->malloc((size_t)most * sizeof *samples + 64);
    if (!samples) return AVERROR(ENOMEM);
    uint8_t *out = (uint8_t *)samples;
    int count = calls.resample(
        work->resampler, &out, most, frame ? (const uint8_t **)frame->extended_data : NULL,
        frame ? frame->nb_samples : 0);
    int result = count < 0 ? count : 0;
    if (count > 0 && !work->take(work->owner, samples, count)) result = AVERROR_EXIT;
    work->base->free(samples);
    return result;
}

// A stream may change its form in the middle.
static int follow(struct work *work, AVFrame *frame) {
    if (frame->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        calls.default_layout(&frame->ch_layout, frame->ch_layout.nb_channels);
    if (work->resampler && work->format == frame->format && work->sample_rate == frame->sample_rate
        && calls.compare_layouts(&work->layout, &frame->ch_layout) == 0)
        return 0;
    if (work->resampler) {
        int result = hand_over(work, NULL);
        if (result < 0) return result;
        calls.resampler_free(&work->resampler);
    }
    calls.drop_layout(&work->layout);
    AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
    int result = calls.copy_layout(&work->layout, &frame->ch_layout);
    if (result >= 0)
        result = calls.resampler_alloc(
            &work->resampler, &mono, AV_SAMPLE_FMT_S16, work->rate, &frame->ch_layout, frame->format,
            frame->sample_rate, 0, NULL);
    if (result >= 0) result = calls.resampler_init(work->resampler);
    if (result < 0) calls.resampler_free(&work->resampler);
    work->format = frame->format;
    work->sample_rate = frame->sample_rate;
    return result;
}

// A damaged packet is left out; the recording goes on behind it.
static int decode(struct work *work, const AVPacket *packet, int64_t *damaged) {
    if (calls.send(work->decoder, packet) < 0) {
        *damaged += packet != NULL;
        return 0;
    }
    while (calls.receive(work->decoder, work->frame) >= 0) {
        int result = follow(work, work->frame);
        if (result >= 0) result = hand_over(work, work->frame);
        if (result == AVERROR_EXIT || result == AVERROR(ENOMEM)) return result;
        *damaged += result < 0;
    }
    return 0;
}

static int run(struct work *work, AVFormatContext *context, int stream, int64_t *damaged) {
    int result;
    while ((result = work->base->read_frame(context, work->packet)) >= 0) {
        if (work->packet->stream_index == stream) result = decode(work, work->packet, damaged);
        work->base->packet_unref(work->packet);
        if (result < 0) return result;
    }
    if (result != AVERROR_EOF) return result;
    result = decode(work, NULL, damaged);
    return result >= 0 && work->resampler ? hand_over(work, NULL) : result;
}

int cavformat_convert(
    AVFormatContext *context, int rate, void *owner, bool (*take)(void *owner, const int16_t *samples, int count),
    int64_t *damaged) {
    const struct cavformat_calls *base = cavformat_load();
    if (!base || !load()) return cavformat_no_libraries;
    int stream = -1;
    for (unsigned i = 0; i < context->nb_streams; i++) {
        bool is_sound = context->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
        if (is_sound && stream < 0) stream = (int)i;
        context->streams[i]->discard = (int)i == stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    if (stream < 0) return cavformat_no_sound;
    AVCodecParameters *parameters = context->streams[stream]->codecpar;
    const AVCodec *codec = is_allowed(parameters->codec_id) ? calls.find_decoder(parameters->codec_id) : NULL;
    if (!codec) return cavformat_codec_refused;

    struct work work = {.base = base, .rate = rate, .owner = owner, .take = take};
    work.decoder = calls.decoder_alloc(codec);
    work.packet = base->packet_alloc();
    work.frame = calls.frame_alloc();
    int result = work.decoder && work.packet && work.frame ? 0 : AVERROR(ENOMEM);
    if (result >= 0) result = calls.parameters(work.decoder, parameters);
    if (result >= 0) {
        work.decoder->thread_count = 1;
        work.decoder->pkt_timebase = context->streams[stream]->time_base;
        result = calls.decoder_open(work.decoder, codec, NULL);
    }
    if (result >= 0) result = run(&work, context, stream, damaged);
    if (work.resampler) calls.resampler_free(&work.resampler);
    calls.drop_layout(&work.layout);
    calls.frame_free(&work.frame);
    base->packet_free(&work.packet);
    calls.decoder_free(&work.decoder);
    return result;
}
