/* Numbers and words in the text files that other programs read: UTF-8, a decimal point in every locale. */
#pragma once

#include <glib.h>

/* As few digits from 15 on as read back the same; NAN and infinity give an empty text. Returns text. */
#define ISO_NUMBER_TEXT_SIZE 40
const char *iso_number_text (char text[ISO_NUMBER_TEXT_SIZE], double value);

/* Appends "word", quoted and escaped as JSON wants it, what is no UTF-8 made so; null for NULL. */
void iso_append_quoted (GString *text, const char *word);
