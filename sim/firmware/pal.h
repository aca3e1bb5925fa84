/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Constants of the processor that PAL reports; SDM vol 2, chapter 11.
 */
#ifndef SIM_FIRMWARE_PAL_H
#define SIM_FIRMWARE_PAL_H

/* Return statuses; SDM vol 2, 11.10.3. */
#define PAL_SUCCESS 0
#define PAL_UNIMPLEMENTED (-1)
#define PAL_INVALID_ARGUMENT (-2)
#define PAL_ERROR (-3)
#define PAL_NO_INFORMATION (-6)
#define PAL_NO_FEATURE_SET (-8) /* nor one with a greater number */

#define PAL_PHYSICAL_BITS 50ULL

#define PAL_CPU_HZ 1600000000ULL
#define PAL_BUS_HZ 400000000ULL

#define PAL_MIN_STATE_BYTES 4096ULL

#endif
