// The part of <gmime/gmime.h> (GMime 3.0 and later, one stable interface) that is used here.
//
// Declared again, because gmime-3.0.pc holds flags that the Swift package manager leaves out with a warning at every
// build, and without them the headers are not found.
#include <glib-object.h>

typedef struct _GMimeStream GMimeStream;
typedef struct _GMimeParser GMimeParser;
typedef struct _GMimeParserOptions GMimeParserOptions;
typedef struct _GMimeFormatOptions GMimeFormatOptions;
typedef struct _GMimeObject GMimeObject;
typedef struct _GMimeMessage GMimeMessage;
typedef struct _GMimeContentType GMimeContentType;
typedef struct _GMimeDataWrapper GMimeDataWrapper;
typedef struct _InternetAddressList InternetAddressList;

typedef enum { GMIME_FORMAT_MESSAGE, GMIME_FORMAT_MBOX, GMIME_FORMAT_MMDF } GMimeFormat;

extern const guint gmime_major_version, gmime_minor_version, gmime_micro_version;
void g_mime_init(void);

GMimeStream *g_mime_stream_fs_new(int fd);
void g_mime_stream_fs_set_owner(GMimeStream *stream, gboolean owner);
GMimeStream *g_mime_stream_mem_new(void);
GByteArray *g_mime_stream_mem_get_byte_array(GMimeStream *stream);
gint64 g_mime_stream_length(GMimeStream *stream);

GMimeParserOptions *g_mime_parser_options_new(void);
void g_mime_parser_options_free(GMimeParserOptions *options);
void g_mime_parser_options_set_fallback_charsets(GMimeParserOptions *options, const char **charsets);
GMimeParser *g_mime_parser_new_with_stream(GMimeStream *stream);
void g_mime_parser_set_persist_stream(GMimeParser *parser, gboolean persist);
void g_mime_parser_set_format(GMimeParser *parser, GMimeFormat format);
GMimeMessage *g_mime_parser_construct_message(GMimeParser *parser, GMimeParserOptions *options);
gboolean g_mime_parser_eos(GMimeParser *parser);

InternetAddressList *g_mime_message_get_from(GMimeMessage *message);
InternetAddressList *g_mime_message_get_sender(GMimeMessage *message);
InternetAddressList *g_mime_message_get_reply_to(GMimeMessage *message);
InternetAddressList *g_mime_message_get_to(GMimeMessage *message);
InternetAddressList *g_mime_message_get_cc(GMimeMessage *message);
InternetAddressList *g_mime_message_get_bcc(GMimeMessage *message);
const char *g_mime_message_get_subject(GMimeMessage *message);
GDateTime *g_mime_message_get_date(GMimeMessage *message);
const char *g_mime_message_get_message_id(GMimeMessage *message);
GMimeObject *g_mime_message_get_mime_part(GMimeMessage *message);
int internet_address_list_length(InternetAddressList *list);
char *internet_address_list_to_string(InternetAddressList *list, GMimeFormatOptions *options, gboolean encode);

GType g_mime_multipart_get_type(void);
int g_mime_multipart_get_count(GMimeObject *multipart);
GMimeObject *g_mime_multipart_get_part(GMimeObject *multipart, int index);
GType g_mime_message_part_get_type(void);
GMimeMessage *g_mime_message_part_get_message(GMimeObject *part);
GType g_mime_part_get_type(void);
const char *g_mime_part_get_filename(GMimeObject *part);
const char *g_mime_part_get_content_location(GMimeObject *part);
GMimeDataWrapper *g_mime_part_get_content(GMimeObject *part);
GMimeStream *g_mime_data_wrapper_get_stream(GMimeDataWrapper *content);
ssize_t g_mime_data_wrapper_write_to_stream(GMimeDataWrapper *content, GMimeStream *stream);

GMimeContentType *g_mime_object_get_content_type(GMimeObject *object);
char *g_mime_content_type_get_mime_type(GMimeContentType *type);
const char *g_mime_object_get_content_type_parameter(GMimeObject *object, const char *name);
const char *g_mime_object_get_disposition(GMimeObject *object);
const char *g_mime_object_get_content_id(GMimeObject *object);
const char *g_mime_object_get_header(GMimeObject *object, const char *name);
