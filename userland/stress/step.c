// SPDX-License-Identifier: GPL-2.0
/*
 * ptrace: a traced child stops after every instruction of a function whose
 * instructions are known (arch_ia64.S).
 */
#include <asm/ptrace_offsets.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch.h"
#include "stress.h"

#define PSR_RI_SHIFT 41 /* SDM vol 2, 3.3.2 */

static void traced_child(void)
{
	if (ptrace(PTRACE_TRACEME, 0, 0, 0))
		_exit(1);
	raise(SIGSTOP);
	_exit(step_target() == STEP_RESULT ? 7 : 8);
}

/* The instruction's address: that of its bundle, with the slot added. */
static uint64_t stopped_at(int pid)
{
	uint64_t bundle = ptrace(PTRACE_PEEKUSER, pid, PT_CR_IIP, 0);
	uint64_t psr = ptrace(PTRACE_PEEKUSER, pid, PT_CR_IPSR, 0);

	return bundle + (psr >> PSR_RI_SHIFT & 3);
}

const char *stress_step(unsigned int scale)
{
	uint64_t first = code_address(step_target);
	uint64_t end = code_address(step_target_end);
	unsigned int round;

	for (round = 0; round < scale; round++) {
		uint64_t next = first, steps = 0, at;
		int status, pid = fork();

		if (pid == 0)
			traced_child();
		if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
			return "the child did not stop";
		for (;;) {
			if (ptrace(PTRACE_SINGLESTEP, pid, 0, 0))
				return failure("PTRACE_SINGLESTEP: %s",
					       strerror(errno));
			if (waitpid(pid, &status, 0) != pid)
				return failure("waitpid: %s", strerror(errno));
			if (!WIFSTOPPED(status))
				break;
			if (WSTOPSIG(status) != SIGTRAP)
				return failure("stopped by signal %d",
					       WSTOPSIG(status));
			steps++;
			at = stopped_at(pid);
			if (at < first || at >= end)
				continue;
			if (at != next)
				return failure("stopped at %#llx, not %#llx",
					       (unsigned long long)at,
					       (unsigned long long)next);
			next = (at & 15) == 2 ? at + 14 : at + 1;
		}
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 7)
			return failure("the child ended with status 0x%x",
				       status);
		if (next != end)
			return failure(
				"after %llu steps the last stop was before %#llx",
				(unsigned long long)steps,
				(unsigned long long)next);
	}
	return NULL;
}
