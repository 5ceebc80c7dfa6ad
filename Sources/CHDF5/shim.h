#ifndef CHDF5_SHIM_H
#define CHDF5_SHIM_H

#include <hdf5.h>
#include <hdf5_hl.h>

#define CHDF5_INLINE static inline __attribute__((__always_inline__))

/* HDF5 spells these as comma expressions `(H5OPEN ...)` or casts, which Swift cannot import. */

/* Types in memory. */
CHDF5_INLINE hid_t chdf5_native_int8(void) { return H5T_NATIVE_INT8; }
CHDF5_INLINE hid_t chdf5_native_int32(void) { return H5T_NATIVE_INT32; }
CHDF5_INLINE hid_t chdf5_native_int64(void) { return H5T_NATIVE_INT64; }
CHDF5_INLINE hid_t chdf5_native_uint64(void) { return H5T_NATIVE_UINT64; }
CHDF5_INLINE hid_t chdf5_native_float(void) { return H5T_NATIVE_FLOAT; }
CHDF5_INLINE hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }

/* Types in files: little-endian on every host. */
CHDF5_INLINE hid_t chdf5_std_i8le(void) { return H5T_STD_I8LE; }
CHDF5_INLINE hid_t chdf5_std_i32le(void) { return H5T_STD_I32LE; }
CHDF5_INLINE hid_t chdf5_std_i64le(void) { return H5T_STD_I64LE; }
CHDF5_INLINE hid_t chdf5_std_u64le(void) { return H5T_STD_U64LE; }
CHDF5_INLINE hid_t chdf5_ieee_f32le(void) { return H5T_IEEE_F32LE; }
CHDF5_INLINE hid_t chdf5_ieee_f64le(void) { return H5T_IEEE_F64LE; }
CHDF5_INLINE hid_t chdf5_c_s1(void) { return H5T_C_S1; }
CHDF5_INLINE size_t chdf5_variable(void) { return H5T_VARIABLE; }

/* Classes of property lists. */
CHDF5_INLINE hid_t chdf5_file_create(void) { return H5P_FILE_CREATE; }
CHDF5_INLINE hid_t chdf5_file_access(void) { return H5P_FILE_ACCESS; }
CHDF5_INLINE hid_t chdf5_group_create(void) { return H5P_GROUP_CREATE; }
CHDF5_INLINE hid_t chdf5_dataset_create(void) { return H5P_DATASET_CREATE; }
CHDF5_INLINE hid_t chdf5_link_access(void) { return H5P_LINK_ACCESS; }

/* Flags and defaults. */
CHDF5_INLINE hid_t chdf5_default_properties(void) { return H5P_DEFAULT; }
CHDF5_INLINE hid_t chdf5_default_error_stack(void) { return H5E_DEFAULT; }
CHDF5_INLINE hid_t chdf5_all(void) { return H5S_ALL; }
CHDF5_INLINE unsigned chdf5_acc_excl(void) { return H5F_ACC_EXCL; }
CHDF5_INLINE unsigned chdf5_acc_trunc(void) { return H5F_ACC_TRUNC; }
CHDF5_INLINE unsigned chdf5_acc_rdonly(void) { return H5F_ACC_RDONLY; }

/* The kind of a link, an H5L_type_t, or -1. A link to elsewhere has `*byte_count` bytes to say where. Structure and
 * function have other names from 1.12 on, behind macros. */
CHDF5_INLINE int chdf5_link_type(hid_t location, const char *name, size_t *byte_count) {
  H5L_info_t information;
  if (H5Lget_info(location, name, &information, H5P_DEFAULT) < 0) return -1;
  *byte_count = information.type == H5L_TYPE_HARD ? 0 : information.u.val_size;
  return information.type;
}

static herr_t chdf5_refuse_link(const char *parent_file, const char *parent_group, const char *file, const char *object,
                                unsigned *flags, hid_t access, void *data) {
  (void)parent_file, (void)parent_group, (void)file, (void)object, (void)flags, (void)access, (void)data;
  return -1;
}

/* External links are errors from now on, before any other file is opened. */
CHDF5_INLINE herr_t chdf5_refuse_external_links(hid_t list) {
  return H5Pset_elink_cb(list, chdf5_refuse_link, NULL);
}

/* The library prints no errors of the calling thread from now on. It remembers that itself; asking it once a
 * thread spares as much time as many a call takes. */
CHDF5_INLINE void chdf5_silence_thread(void) {
  static _Thread_local int is_silent = 0;
  if (!is_silent) is_silent = H5Eset_auto2(H5E_DEFAULT, NULL, NULL) >= 0;
}

#endif
