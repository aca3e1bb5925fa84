// SPDX-License-Identifier: GPL-2.0
/*
 * EFI variables, in host memory: they last as long as the machine.
 * UEFI, 8.2.
 */
#include <stdlib.h>
#include <string.h>

#include "firmware/firmware_state.h"
#include "firmware/gateway.h"

#define VARIABLE_NON_VOLATILE 0x1u
#define VARIABLE_BOOT_SERVICE 0x2u
#define VARIABLE_RUNTIME 0x4u
#define VARIABLE_ATTRIBUTES 0x7u

#define NAME_BYTES_MAX 1024 /* with the final 0 */
#define DATA_BYTES_MAX 0x8000
#define STORE_BYTES_MAX 0x40000

static int efi_return(struct cpu *cpu, u64 status)
{
	return gateway_return(cpu, status, 0, 0, 0);
}

static struct efi_variable **find(struct firmware *fw, const u8 *name,
				  u64 name_bytes, const struct efi_guid *vendor)
{
	struct efi_variable **p = &fw->efi.variables;

	for (; *p; p = &(*p)->next)
		if ((*p)->name_bytes == name_bytes &&
		    !memcmp((*p)->name, name, name_bytes) &&
		    !memcmp(&(*p)->vendor, vendor, sizeof(*vendor)))
			break;
	return p;
}

static void delete (struct firmware *fw, struct efi_variable **p)
{
	struct efi_variable *v = *p;

	fw->efi.variable_bytes -= v->name_bytes + v->data_size;
	*p = v->next;
	free(v->name);
	free(v->data);
	free(v);
}

void efi_variables_free(struct firmware *fw)
{
	while (fw->efi.variables)
		delete (fw, &fw->efi.variables);
}

/* Set, replace or (with @size 0) delete; the status. */
static u64 store(struct firmware *fw, const u8 *name, u64 name_bytes,
		 const struct efi_guid *vendor, u32 attributes,
		 const void *data, u64 size)
{
	struct efi_variable **p = find(fw, name, name_bytes, vendor);
	u64 used = fw->efi.variable_bytes;
	struct efi_variable *v;

	if (size == 0 ||
	    !(attributes & (VARIABLE_BOOT_SERVICE | VARIABLE_RUNTIME))) {
		if (!*p)
			return EFI_NOT_FOUND;
		delete (fw, p);
		return EFI_SUCCESS;
	}
	if (*p)
		used -= name_bytes + (*p)->data_size;
	if (used + name_bytes + size > STORE_BYTES_MAX)
		return EFI_OUT_OF_RESOURCES;
	v = calloc(1, sizeof(*v));
	if (!v)
		return EFI_OUT_OF_RESOURCES;
	v->name = malloc(name_bytes);
	v->data = malloc(size);
	if (!v->name || !v->data) {
		free(v->name);
		free(v->data);
		free(v);
		return EFI_OUT_OF_RESOURCES;
	}
	v->vendor = *vendor;
	v->attributes = attributes;
	v->name_bytes = name_bytes;
	v->data_size = size;
	memcpy(v->name, name, name_bytes);
	memcpy(v->data, data, size);
	if (*p)
		delete (fw, p);
	/* At the end: GetNextVariableName then sees what is added later. */
	while (*p)
		p = &(*p)->next;
	*p = v;
	fw->efi.variable_bytes += name_bytes + size;
	return EFI_SUCCESS;
}

int efi_variable_set(struct firmware *fw, const char *name,
		     const struct efi_guid *vendor, u32 attributes,
		     const void *data, u64 size)
{
	u8 ucs2[NAME_BYTES_MAX];
	u64 bytes = 2 * (strlen(name) + 1);

	if (bytes > sizeof(ucs2))
		return -EINVAL;
	for (u64 i = 0; i < bytes; i += 2) {
		ucs2[i] = name[i / 2];
		ucs2[i + 1] = 0;
	}
	return store(fw, ucs2, bytes, vendor, attributes, data, size) ?
		       -ENOMEM :
		       0;
}

/*
 * Read the caller's 0-terminated UCS-2 string at @va, a character at a time so
 * that no page behind its end is touched.  0, FAULT_RAISED or an error.
 */
static int read_name(struct cpu *cpu, u64 va, u8 *name, u64 *bytes)
{
	struct guest_buffer buffer;
	u64 n = 0;

	while (n < NAME_BYTES_MAX) {
		int err = guest_map(cpu, va + n, 2, false, &buffer);

		if (err)
			return err;
		guest_read(cpu, &buffer, 0, name + n, 2);
		n += 2;
		if (name[n - 2] == 0 && name[n - 1] == 0) {
			*bytes = n;
			return 0;
		}
	}
	return -E2BIG;
}

static int read_value(struct cpu *cpu, u64 va, void *to, u64 size)
{
	struct guest_buffer buffer;
	int err = guest_map(cpu, va, size, false, &buffer);

	if (!err)
		guest_read(cpu, &buffer, 0, to, size);
	return err;
}

/* (Name, Vendor, Attributes or 0, DataSize, Data) */
int efi_get_variable(struct cpu *cpu)
{
	struct firmware *fw = cpu->machine->firmware;
	u64 name_va = gateway_argument(cpu, 0);
	u64 vendor_va = gateway_argument(cpu, 1);
	u64 attributes_va = gateway_argument(cpu, 2);
	u64 size_va = gateway_argument(cpu, 3);
	u64 data_va = gateway_argument(cpu, 4);
	struct guest_buffer attributes, size_buffer, data;
	u8 name[NAME_BYTES_MAX];
	const struct efi_variable *v;
	struct efi_guid vendor;
	u64 name_bytes, size;
	int err;

	if (!name_va || !vendor_va || !size_va || gateway_arguments_nat(cpu, 5))
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	err = read_name(cpu, name_va, name, &name_bytes);
	if (!err)
		err = read_value(cpu, vendor_va, &vendor, sizeof(vendor));
	if (!err)
		err = guest_map(cpu, size_va, 8, true, &size_buffer);
	if (!err && attributes_va)
		err = guest_map(cpu, attributes_va, 4, true, &attributes);
	if (err == FAULT_RAISED)
		return FAULT_RAISED;
	if (err)
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	v = *find(fw, name, name_bytes, &vendor);
	if (!v)
		return efi_return(cpu, EFI_NOT_FOUND);
	guest_read(cpu, &size_buffer, 0, &size, 8);
	if (size >= v->data_size) {
		if (!data_va)
			return efi_return(cpu, EFI_INVALID_PARAMETER);
		err = guest_map(cpu, data_va, v->data_size, true, &data);
		if (err == FAULT_RAISED)
			return FAULT_RAISED;
		if (err)
			return efi_return(cpu, EFI_INVALID_PARAMETER);
		guest_write(cpu, &data, 0, v->data, v->data_size);
	}
	if (attributes_va)
		guest_write(cpu, &attributes, 0, &v->attributes, 4);
	guest_write(cpu, &size_buffer, 0, &v->data_size, 8);
	return efi_return(cpu, size >= v->data_size ? EFI_SUCCESS :
						      EFI_BUFFER_TOO_SMALL);
}

/* (NameSize, Name, Vendor): the variable after the named one; "" starts. */
int efi_get_next_variable_name(struct cpu *cpu)
{
	struct firmware *fw = cpu->machine->firmware;
	u64 size_va = gateway_argument(cpu, 0);
	u64 name_va = gateway_argument(cpu, 1);
	u64 vendor_va = gateway_argument(cpu, 2);
	struct guest_buffer size_buffer, name_buffer, vendor_buffer;
	u8 name[NAME_BYTES_MAX];
	const struct efi_variable *v;
	struct efi_guid vendor;
	u64 name_bytes, size;
	int err;

	if (!size_va || !name_va || !vendor_va || gateway_arguments_nat(cpu, 3))
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	err = guest_map(cpu, size_va, 8, true, &size_buffer);
	if (!err)
		err = read_name(cpu, name_va, name, &name_bytes);
	if (!err)
		err = guest_map(cpu, vendor_va, sizeof(vendor), true,
				&vendor_buffer);
	if (err == FAULT_RAISED)
		return FAULT_RAISED;
	if (err)
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	guest_read(cpu, &size_buffer, 0, &size, 8);
	guest_read(cpu, &vendor_buffer, 0, &vendor, sizeof(vendor));
	if (name_bytes == 2) {
		v = fw->efi.variables;
	} else {
		v = *find(fw, name, name_bytes, &vendor);
		if (!v)
			return efi_return(cpu, EFI_INVALID_PARAMETER);
		v = v->next;
	}
	if (!v)
		return efi_return(cpu, EFI_NOT_FOUND);
	if (size < v->name_bytes) {
		guest_write(cpu, &size_buffer, 0, &v->name_bytes, 8);
		return efi_return(cpu, EFI_BUFFER_TOO_SMALL);
	}
	err = guest_map(cpu, name_va, v->name_bytes, true, &name_buffer);
	if (err == FAULT_RAISED)
		return FAULT_RAISED;
	if (err)
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	guest_write(cpu, &size_buffer, 0, &v->name_bytes, 8);
	guest_write(cpu, &name_buffer, 0, v->name, v->name_bytes);
	guest_write(cpu, &vendor_buffer, 0, &v->vendor, sizeof(v->vendor));
	return efi_return(cpu, EFI_SUCCESS);
}

/* (Name, Vendor, Attributes, DataSize, Data) */
int efi_set_variable(struct cpu *cpu)
{
	struct firmware *fw = cpu->machine->firmware;
	u64 name_va = gateway_argument(cpu, 0);
	u64 vendor_va = gateway_argument(cpu, 1);
	u32 attributes = gateway_argument(cpu, 2);
	u64 size = gateway_argument(cpu, 3);
	u64 data_va = gateway_argument(cpu, 4);
	u8 name[NAME_BYTES_MAX];
	struct efi_guid vendor;
	u64 name_bytes, status;
	u8 *data = NULL;
	int err;

	if (!name_va || !vendor_va || (size && !data_va) ||
	    gateway_arguments_nat(cpu, 5) ||
	    (attributes & ~VARIABLE_ATTRIBUTES) ||
	    /* Run-time access without boot-service access makes no sense. */
	    (attributes & (VARIABLE_RUNTIME | VARIABLE_BOOT_SERVICE)) ==
		    VARIABLE_RUNTIME)
		return efi_return(cpu, EFI_INVALID_PARAMETER);
	if (size > DATA_BYTES_MAX)
		return efi_return(cpu, EFI_OUT_OF_RESOURCES);
	err = read_name(cpu, name_va, name, &name_bytes);
	if (!err)
		err = read_value(cpu, vendor_va, &vendor, sizeof(vendor));
	if (!err && size) {
		data = malloc(size);
		err = data ? read_value(cpu, data_va, data, size) : -ENOMEM;
	}
	if (err || name_bytes == 2)
		status = EFI_INVALID_PARAMETER;
	else
		status = store(fw, name, name_bytes, &vendor, attributes, data,
			       size);
	free(data);
	if (err == FAULT_RAISED)
		return FAULT_RAISED;
	return efi_return(cpu, err == -ENOMEM ? EFI_OUT_OF_RESOURCES : status);
}
