/* Which threads go first when there are more than cores. */
#pragma once

/* Lets the calling thread, and those that it makes from now on, give way to others: `steps` lower than it was (of 40 in all; 5 leave it
 * about a quarter of a core that another thread wants too, 10 a tenth). It cannot be raised again. Where the system has no such thing
 * for single threads nothing happens. */
void iso_thread_lower_priority (int steps);
