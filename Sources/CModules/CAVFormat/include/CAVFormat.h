// libavformat, loaded when the first recording comes: with the 130 libraries it is linked with it would cost every
// start of a worker 34 ms and 19 MB (measured), whatever it reads.
#ifndef CAVFORMAT_H
#define CAVFORMAT_H

#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <stdbool.h>

// The calls that are used, by their names without the prefix.
struct cavformat_calls {
    __typeof__(av_log_set_level) *log_set_level;
    __typeof__(av_strerror) *strerror;
    __typeof__(av_malloc) *malloc;
    __typeof__(av_free) *free;
    __typeof__(av_strdup) *strdup;
    __typeof__(av_dict_get) *dict_get;
    __typeof__(avcodec_get_name) *codec_name;
    __typeof__(av_packet_alloc) *packet_alloc;
    __typeof__(av_packet_unref) *packet_unref;
    __typeof__(av_packet_free) *packet_free;
    __typeof__(av_find_input_format) *find_input_format;
    __typeof__(avio_alloc_context) *io_alloc;
    __typeof__(avio_context_free) *io_free;
    __typeof__(avformat_alloc_context) *alloc;
    __typeof__(avformat_open_input) *open_input;
    __typeof__(avformat_find_stream_info) *find_stream_info;
    __typeof__(av_read_frame) *read_frame;
    __typeof__(avformat_close_input) *close_input;
};

// Loads the libraries whose headers this was built with, once per process; not for two threads at once. NULL when
// they are not installed.
const struct cavformat_calls *cavformat_load(void);

// The constants of the headers that Swift does not see.
enum { cavformat_end_of_file = AVERROR_EOF, cavformat_refused = AVERROR_EXIT };
static const int64_t cavformat_no_time = AV_NOPTS_VALUE;

// Makes a context refuse every decoder, every other format than the listed ones, and every file but its own.
void cavformat_restrict(const struct cavformat_calls *calls, AVFormatContext *context, const char *formats);

// Decodes the first stream of sound of a context and hands it over as samples of 16 bits, one channel, `rate` a second.
// `take` gets `owner`, samples and their number, and returns false to end the work. Frames that cannot be decoded are
// left out and counted in `damaged`. Returns 0 at the end of the file, else an AVERROR: ENOSYS when the libraries are
// not installed, ENOENT when there is no sound, EPERM when its codec is none of those that may run, EXIT when `take` ended
// the work. Not for two threads at once.
int cavformat_convert(
    AVFormatContext *context, int rate, void *owner, bool (*take)(void *owner, const int16_t *samples, int count),
    int64_t *damaged);

enum {
    cavformat_no_libraries = AVERROR(ENOSYS), cavformat_no_sound = AVERROR(ENOENT),
    cavformat_codec_refused = AVERROR(EPERM)
};

#endif
