// SPDX-License-Identifier: GPL-2.0
/*
 * One access, translated and checked: physical mode, TLB search, VHPT walk,
 * then the page checks in the order of their priority.  Also the instructions
 * that only ask (probe, tpa, tak) and the entry points of the inserts.
 * Debug registers, alignment and operand checks are not here.
 * SDM vol 2, 4.1.1.5, 4.1.8, 4.2, table 5-6.
 */
#include "cpu/fault.h"
#include "mmu/tlb.h"

#define PHYSICAL_BITS 50
#define PHYSICAL_UC BIT64(63)
#define PHYSICAL_UNIMPLEMENTED (~MASK64(PHYSICAL_BITS) & ~PHYSICAL_UC)

/* NaT Consumption codes; SDM vol 2, chapter 8. */
#define NAT_PAGE_CODE 0x20

#define RIGHT_R 1u
#define RIGHT_W 2u
#define RIGHT_X 4u

/* What TLB.ar and TLB.pl give to code at @pl; SDM vol 2, table 4-2. */
static unsigned int page_rights(unsigned int ar, unsigned int page_pl,
				unsigned int pl)
{
	if (ar == 7)
		return pl == 0 ? RIGHT_X | RIGHT_R : RIGHT_X;
	if (pl > page_pl)
		return 0;
	switch (ar) {
	case 0:
		return RIGHT_R;
	case 1:
		return RIGHT_R | RIGHT_X;
	case 2:
		return RIGHT_R | RIGHT_W;
	case 3:
		return RIGHT_R | RIGHT_W | RIGHT_X;
	case 4:
		return pl < page_pl || pl == 0 ? RIGHT_R | RIGHT_W : RIGHT_R;
	case 5:
		return pl == 0 ? RIGHT_R | RIGHT_W | RIGHT_X :
				 RIGHT_R | RIGHT_X;
	default: /* 6 */
		return pl == page_pl && pl != 0 ? RIGHT_R | RIGHT_W | RIGHT_X :
						  RIGHT_R | RIGHT_W;
	}
}

static u64 isr_bits(enum mmu_access access, unsigned int flags)
{
	u64 isr = 0;

	switch (access) {
	case MMU_READ:
		isr = ISR_R;
		break;
	case MMU_WRITE:
		isr = ISR_W;
		break;
	case MMU_SEMAPHORE:
		isr = ISR_R | ISR_W;
		break;
	case MMU_FETCH:
		isr = ISR_X;
		break;
	}
	if (flags & MMU_F_SPEC)
		isr |= ISR_SP;
	if (flags & MMU_F_RSE)
		isr |= ISR_RS;
	if (flags & MMU_F_NONACCESS)
		isr |= ISR_NA;
	if (flags & MMU_F_IR)
		isr |= ISR_IR;
	return isr;
}

static bool translation_on(const struct cpu *cpu, enum mmu_access access,
			   unsigned int flags)
{
	if (access == MMU_FETCH)
		return cpu->psr & PSR_IT;
	return cpu->psr & (flags & MMU_F_RSE ? PSR_RT : PSR_DT);
}

static int unimplemented(struct cpu *cpu, u64 va, bool fetch, u64 isr)
{
	if (fetch)
		return fault_data(cpu, VECTOR_LOWER_PRIV_TRAP, va, TRAP_UI);
	return fault_data(cpu, VECTOR_GENERAL_EXCEPTION, va,
			  isr | GENEX_UNIMPLEMENTED_ADDRESS);
}

static int translate_physical(struct cpu *cpu, u64 va, bool fetch, u64 isr,
			      struct mmu_result *res)
{
	if (va & PHYSICAL_UNIMPLEMENTED)
		return unimplemented(cpu, va, fetch, isr);
	*res = (struct mmu_result){
		.pa = va & MASK64(PHYSICAL_BITS),
		.ps = 12,
		.ma = va & PHYSICAL_UC ? MA_UC : MA_WB,
		.writable = true,
		.executable = true,
		.readable = true,
	};
	return FAULT_NONE;
}

/*
 * Entry for @va, walking if the walker is on for this access.  FAULT_RAISED
 * with the miss fault; PSR.ic = 0 turns each data miss into Data Nested TLB.
 */
static int find_entry(struct cpu *cpu, u64 va, enum mmu_access access,
		      unsigned int flags, u64 isr, struct tlb_entry **entry)
{
	bool fetch = access == MMU_FETCH;
	struct tlb *tlb = fetch ? &cpu->itlb : &cpu->dtlb;
	u16 vector;

	*entry = tlb_lookup(tlb, rr_rid(cpu->rr[va >> VA_OFFSET_BITS]),
			    va & VA_OFFSET_MASK);
	if (likely(*entry))
		return FAULT_NONE;
	cpu->stats.tlb_misses++;
	if (!vhpt_enabled(cpu, va, access, flags)) {
		vector = fetch ? VECTOR_ALT_INST_TLB : VECTOR_ALT_DATA_TLB;
	} else {
		switch (vhpt_walk(cpu, va, !fetch, entry)) {
		case VHPT_FOUND:
			return FAULT_NONE;
		case VHPT_NO_TRANSLATION:
			vector = VECTOR_VHPT_TRANSLATION;
			break;
		default:
			vector = fetch ? VECTOR_INST_TLB : VECTOR_DATA_TLB;
			break;
		}
	}
	if (!fetch && !(cpu->psr & PSR_IC))
		vector = VECTOR_DATA_NESTED_TLB;
	return fault_data(cpu, vector, va, isr);
}

static int check_fetch(struct cpu *cpu, u64 va, const struct tlb_entry *e,
		       enum key_result key, unsigned int rights, u64 isr)
{
	if (!e->p)
		return fault_data(cpu, VECTOR_PAGE_NOT_PRESENT, va, isr);
	if (e->ma == MA_NATPAGE)
		return fault_data(cpu, VECTOR_NAT_CONSUMPTION, va,
				  isr | NAT_PAGE_CODE);
	if (key == KEY_MISS)
		return fault_data(cpu, VECTOR_INST_KEY_MISS, va, isr);
	if (key == KEY_PERMISSION)
		return fault_data(cpu, VECTOR_KEY_PERMISSION, va, isr);
	if (!(rights & RIGHT_X))
		return fault_data(cpu, VECTOR_INST_ACCESS_RIGHTS, va, isr);
	if (!e->a && !(cpu->psr & PSR_IA))
		return fault_data(cpu, VECTOR_INST_ACCESS_BIT, va, isr);
	return FAULT_NONE;
}

static int check_data(struct cpu *cpu, u64 va, const struct tlb_entry *e,
		      enum key_result key, bool allowed, bool write,
		      bool use_da, u64 isr)
{
	if (!e->p)
		return fault_data(cpu, VECTOR_PAGE_NOT_PRESENT, va, isr);
	if (e->ma == MA_NATPAGE)
		return fault_data(cpu, VECTOR_NAT_CONSUMPTION, va,
				  isr | NAT_PAGE_CODE);
	if (key == KEY_MISS)
		return fault_data(cpu, VECTOR_DATA_KEY_MISS, va, isr);
	if (key == KEY_PERMISSION)
		return fault_data(cpu, VECTOR_KEY_PERMISSION, va, isr);
	if (!allowed)
		return fault_data(cpu, VECTOR_DATA_ACCESS_RIGHTS, va, isr);
	if (use_da && cpu->psr & PSR_DA)
		return FAULT_NONE;
	if (write && !e->d)
		return fault_data(cpu, VECTOR_DIRTY_BIT, va, isr);
	if (!e->a)
		return fault_data(cpu, VECTOR_DATA_ACCESS_BIT, va, isr);
	return FAULT_NONE;
}

/*
 * The page checks of a speculative load: a deferred condition does not hide
 * those below it, so the fault is the first that is not deferred, and the
 * first of all if every one is (SDM vol 2, 5.5.5).
 */
static int check_speculative(struct cpu *cpu, u64 va, const struct tlb_entry *e,
			     enum key_result key, bool allowed, u64 isr)
{
	u16 found[3];
	unsigned int n = 0;

	if (!e->p || e->ma == MA_NATPAGE)
		return check_data(cpu, va, e, key, allowed, false, true, isr);
	if (key == KEY_MISS)
		found[n++] = VECTOR_DATA_KEY_MISS;
	else if (key == KEY_PERMISSION)
		found[n++] = VECTOR_KEY_PERMISSION;
	if (!allowed)
		found[n++] = VECTOR_DATA_ACCESS_RIGHTS;
	if (!e->a && !(cpu->psr & PSR_DA))
		found[n++] = VECTOR_DATA_ACCESS_BIT;
	for (unsigned int i = 0; i < n; i++) {
		fault_data(cpu, found[i], va, isr);
		if (!mmu_defers(cpu, &cpu->fault))
			return FAULT_RAISED;
	}
	return n ? fault_data(cpu, found[0], va, isr) : FAULT_NONE;
}

int mmu_translate(struct cpu *cpu, u64 va, enum mmu_access access,
		  unsigned int pl, unsigned int flags, struct mmu_result *res)
{
	bool fetch = access == MMU_FETCH;
	bool read = access == MMU_READ || access == MMU_SEMAPHORE;
	bool write = access == MMU_WRITE || access == MMU_SEMAPHORE;
	u64 isr = isr_bits(access, flags);
	enum key_result key = KEY_OK;
	struct tlb_entry *e;
	unsigned int rights, need;
	int fault;

	if (!translation_on(cpu, access, flags))
		return translate_physical(cpu, va, fetch, isr, res);
	if (find_entry(cpu, va, access, flags, isr, &e))
		return FAULT_RAISED;
	if (!(flags & MMU_F_NOKEYS))
		key = key_check(cpu, e->key, read, write, fetch);
	rights = page_rights(e->ar, e->pl, pl);
	need = (read ? RIGHT_R : 0) | (write ? RIGHT_W : 0);
	if (fetch)
		fault = check_fetch(cpu, va, e, key, rights, isr);
	else if (flags & MMU_F_SPEC)
		fault = check_speculative(cpu, va, e, key,
					  (rights & need) == need, isr);
	else
		fault = check_data(cpu, va, e, key, (rights & need) == need,
				   write, !(flags & MMU_F_RSE), isr);
	if (fault)
		return FAULT_RAISED;
	*res = (struct mmu_result){
		.pa = e->pa | (va & MASK64(e->ps)),
		.ps = e->ps,
		.ma = e->ma,
		.readable = rights & RIGHT_R &&
			    key_check(cpu, e->key, true, false, false) ==
				    KEY_OK,
		.writable = rights & RIGHT_W && e->d &&
			    key_check(cpu, e->key, false, true, false) ==
				    KEY_OK,
		.executable = rights & RIGHT_X &&
			      key_check(cpu, e->key, false, false, true) ==
				      KEY_OK,
		.once = !e->a || (write && !e->d),
	};
	return FAULT_NONE;
}

/*
 * SDM vol 2, 5.5.5, table 5-5.  cpu->ip is the bundle of the load.  PSR.ed is
 * not looked at: it makes the load give a NaT without asking for the address.
 */
bool mmu_defers(const struct cpu *cpu, const struct fault_info *fault)
{
	struct tlb_entry *code;
	u64 need;

	if (!(cpu->psr & PSR_IC))
		return true;
	switch (fault->vector) {
	case VECTOR_NAT_CONSUMPTION:
	case VECTOR_GENERAL_EXCEPTION:
		return true;
	case VECTOR_ALT_DATA_TLB:
	case VECTOR_VHPT_TRANSLATION:
	case VECTOR_DATA_TLB:
		need = DCR_DM;
		break;
	case VECTOR_PAGE_NOT_PRESENT:
		need = DCR_DP;
		break;
	case VECTOR_DATA_KEY_MISS:
		need = DCR_DK;
		break;
	case VECTOR_KEY_PERMISSION:
		need = DCR_DX;
		break;
	case VECTOR_DATA_ACCESS_RIGHTS:
		need = DCR_DR;
		break;
	case VECTOR_DATA_ACCESS_BIT:
		need = DCR_DA;
		break;
	case VECTOR_DEBUG:
		need = DCR_DD;
		break;
	case VECTOR_UNALIGNED:
	case VECTOR_UNSUPPORTED_DATA_REF:
		need = 0;
		break;
	default:
		return false;
	}
	if (!(cpu->psr & PSR_IT) || (cpu->cr_dcr & need) != need)
		return false;
	code = mmu_code_entry(cpu, cpu->ip);
	return code && code->ed;
}

struct tlb_entry *mmu_code_entry(const struct cpu *cpu, u64 ip)
{
	return tlb_lookup((struct tlb *)&cpu->itlb,
			  rr_rid(cpu->rr[ip >> VA_OFFSET_BITS]),
			  ip & VA_OFFSET_MASK);
}

void mmu_insert_tc(struct cpu *cpu, bool data, u64 pte, u64 itir, u64 ifa)
{
	struct tlb_entry e = tlb_make_entry(
		pte, itir, ifa, rr_rid(cpu->rr[ifa >> VA_OFFSET_BITS]));

	tlb_insert_tc(cpu, data, &e);
}

void mmu_insert_tr(struct cpu *cpu, bool data, unsigned int slot, u64 pte,
		   u64 itir, u64 ifa)
{
	struct tlb_entry e = tlb_make_entry(
		pte, itir, ifa, rr_rid(cpu->rr[ifa >> VA_OFFSET_BITS]));

	tlb_insert_tr(cpu, data, slot, &e);
}

static void purge_both(struct cpu *cpu, u32 rid, u64 va, unsigned int ps)
{
	tlb_purge(cpu, false, rid, va & VA_OFFSET_MASK, ps, false);
	tlb_purge(cpu, true, rid, va & VA_OFFSET_MASK, ps, false);
}

void mmu_purge_tc_local(struct cpu *cpu, u64 va, u64 ps)
{
	purge_both(cpu, rr_rid(cpu->rr[va >> VA_OFFSET_BITS]), va, ps);
}

void mmu_purge_tc_remote(struct cpu *cpu, u64 va, u32 rid, unsigned int ps)
{
	cpu->stats.purges_remote++;
	purge_both(cpu, rid, va, ps);
}

void mmu_purge_tc_entries(struct cpu *cpu)
{
	tlb_purge_all_tc(cpu, false);
	tlb_purge_all_tc(cpu, true);
}

void mmu_purge_tr(struct cpu *cpu, bool data, u64 va, unsigned int ps)
{
	tlb_purge(cpu, data, rr_rid(cpu->rr[va >> VA_OFFSET_BITS]),
		  va & VA_OFFSET_MASK, ps, true);
}

int mmu_tpa(struct cpu *cpu, u64 va, u64 *pa)
{
	u64 isr = ISR_NA | ISR_CODE_TPA;
	struct tlb_entry *e;

	if (find_entry(cpu, va, MMU_READ, MMU_F_NONACCESS, isr, &e))
		return FAULT_RAISED;
	if (!e->p)
		return fault_data(cpu, VECTOR_PAGE_NOT_PRESENT, va, isr);
	if (e->ma == MA_NATPAGE)
		return fault_data(cpu, VECTOR_NAT_CONSUMPTION, va,
				  isr | NAT_PAGE_CODE);
	*pa = e->pa | (va & MASK64(e->ps));
	return FAULT_NONE;
}

u64 mmu_tak(struct cpu *cpu, u64 va)
{
	struct tlb_entry *e;

	e = tlb_lookup(&cpu->dtlb, rr_rid(cpu->rr[va >> VA_OFFSET_BITS]),
		       va & VA_OFFSET_MASK);
	if (!e && vhpt_enabled(cpu, va, MMU_READ, MMU_F_NONACCESS) &&
	    vhpt_walk(cpu, va, true, &e) != VHPT_FOUND)
		return 1;
	return e && e->p ? (u64)e->key << 8 : 1;
}

/*
 * The regular form looks the address up as virtual even with PSR.dt = 0, and
 * then in the DTLB only (vhpt_enabled() says no).
 */
int mmu_probe(struct cpu *cpu, u64 va, bool write, unsigned int pl, bool *ok)
{
	u64 isr = ISR_NA | ISR_CODE_PROBE | (write ? ISR_W : ISR_R);
	struct tlb_entry *e;
	enum key_result key;

	if (find_entry(cpu, va, write ? MMU_WRITE : MMU_READ, MMU_F_NONACCESS,
		       isr, &e))
		return FAULT_RAISED;
	if (!e->p)
		return fault_data(cpu, VECTOR_PAGE_NOT_PRESENT, va, isr);
	if (e->ma == MA_NATPAGE)
		return fault_data(cpu, VECTOR_NAT_CONSUMPTION, va,
				  isr | NAT_PAGE_CODE);
	key = key_check(cpu, e->key, !write, write, false);
	if (key == KEY_MISS)
		return fault_data(cpu, VECTOR_DATA_KEY_MISS, va, isr);
	*ok = key == KEY_OK &&
	      page_rights(e->ar, e->pl, pl) & (write ? RIGHT_W : RIGHT_R);
	return FAULT_NONE;
}

int mmu_probe_fault(struct cpu *cpu, u64 va, bool read, bool write,
		    unsigned int pl)
{
	struct mmu_result res;

	if (!mmu_translate(cpu, va,
			   read && write ? MMU_SEMAPHORE :
			   write	 ? MMU_WRITE :
					   MMU_READ,
			   pl, MMU_F_NONACCESS, &res))
		return FAULT_NONE;
	cpu->fault.isr |= ISR_CODE_PROBE_FAULT;
	return FAULT_RAISED;
}
