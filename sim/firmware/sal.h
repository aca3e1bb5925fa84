/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Statuses of SAL procedures and choices of this SAL.
 * SAL specification 3.2, chapter 9.
 */
#ifndef SIM_FIRMWARE_SAL_H
#define SIM_FIRMWARE_SAL_H

#define SAL_SUCCESS 0
#define SAL_UNIMPLEMENTED (-1)
#define SAL_INVALID_ARGUMENT (-2)
#define SAL_ERROR (-3)
#define SAL_NO_INFORMATION (-5)

/* Room an operating system shall have for one error record. */
#define SAL_ERROR_RECORD_BYTES 0x4000

/* ITR 0 maps the first 4 MiB one to one when a kernel is entered. */
#define SAL_BOOT_ITR 0
#define SAL_BOOT_ITR_SHIFT 22

#endif
