/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The --stats file.
 */
#ifndef SIM_DEBUG_STATS_JSON_H
#define SIM_DEBUG_STATS_JSON_H

struct machine;

/* 0, or -errno after one line on stderr; no half file remains. */
int stats_write(struct machine *m, const char *path);

#endif
