#include "engine/base/error.h"

G_DEFINE_QUARK (iso-error-quark, iso_error)
