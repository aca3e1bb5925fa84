/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A bare guest that loops for ever with interrupts off: a hang.
 */
	.text
	.global _start, spin
_start:
	.proc spin
spin:
	br.cond.sptk	spin
	.endp spin
