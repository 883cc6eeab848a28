#include <leptonica/allheaders.h>
// Since 1.83 the structures stand in headers of their own; Swift wants to see the same types with all versions.
#if LIBLEPT_MAJOR_VERSION > 1 || LIBLEPT_MINOR_VERSION >= 83
#include <leptonica/pix_internal.h>
#endif
