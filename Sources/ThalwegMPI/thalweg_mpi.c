/* The table of cmpi.h over the MPI this file is compiled against. No logic lives here. */
#include "thalweg_mpi.h"

#include <mpi.h>
#include <string.h>

_Static_assert(sizeof(MPI_Request) <= sizeof(void *), "requests travel as void *");

static int any_or(int value, int any) { return value == CMPI_ANY ? any : value; }

static void *from_request(MPI_Request request) {
  void *handle = NULL;
  memcpy(&handle, &request, sizeof request);
  return handle;
}

static int init(int threading, int *provided) {
  int level = MPI_THREAD_SINGLE;
  int wanted = threading == CMPI_THREAD_SERIALIZED ? MPI_THREAD_SERIALIZED : MPI_THREAD_FUNNELED;
  int error = MPI_Init_thread(NULL, NULL, wanted, &level);
  if (error != MPI_SUCCESS) return error;
  *provided = level >= MPI_THREAD_SERIALIZED ? CMPI_THREAD_SERIALIZED
              : level >= MPI_THREAD_FUNNELED ? CMPI_THREAD_FUNNELED
                                             : 0;
  return MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
}

static int finalize(void) { return MPI_Finalize(); }
static int initialized(int *flag) { return MPI_Initialized(flag); }
static int finalized(int *flag) { return MPI_Finalized(flag); }

static int rank(int *value) { return MPI_Comm_rank(MPI_COMM_WORLD, value); }
static int size(int *value) { return MPI_Comm_size(MPI_COMM_WORLD, value); }

static int copy_text(const char *from, int length, char *to, int capacity, int *copied) {
  *copied = length < capacity ? length : capacity;
  memcpy(to, from, (size_t)*copied);
  return MPI_SUCCESS;
}

static int processor_name(char *name, int capacity, int *length) {
  char text[MPI_MAX_PROCESSOR_NAME];
  int error = MPI_Get_processor_name(text, length);
  return error == MPI_SUCCESS ? copy_text(text, *length, name, capacity, length) : error;
}

static int send_begin(const void *bytes, int count, int destination, int tag, void **request) {
  MPI_Request handle = MPI_REQUEST_NULL;
  int error = MPI_Isend(bytes, count, MPI_BYTE, destination, tag, MPI_COMM_WORLD, &handle);
  *request = from_request(handle);
  return error;
}

static int receive_begin(void *bytes, int count, int source, int tag, void **request) {
  MPI_Request handle = MPI_REQUEST_NULL;
  int error = MPI_Irecv(bytes, count, MPI_BYTE, source, tag, MPI_COMM_WORLD, &handle);
  *request = from_request(handle);
  return error;
}

static int test(void **request, int *is_complete) {
  MPI_Request handle;
  memcpy(&handle, request, sizeof handle);
  int error = MPI_Test(&handle, is_complete, MPI_STATUS_IGNORE);
  *request = from_request(handle);
  return error;
}

static int send(const void *bytes, int count, int destination, int tag) {
  return MPI_Send(bytes, count, MPI_BYTE, destination, tag, MPI_COMM_WORLD);
}

static int receive(void *bytes, int count, int source, int tag) {
  return MPI_Recv(bytes, count, MPI_BYTE, source, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

static int probe(int source, int tag, int *is_found, int *found_source, int *found_tag,
                 int *count) {
  MPI_Status status;
  int error = MPI_Iprobe(any_or(source, MPI_ANY_SOURCE), any_or(tag, MPI_ANY_TAG), MPI_COMM_WORLD,
                         is_found, &status);
  if (error != MPI_SUCCESS || !*is_found) return error;
  *found_source = status.MPI_SOURCE;
  *found_tag = status.MPI_TAG;
  return MPI_Get_count(&status, MPI_BYTE, count);
}

static int barrier(void) { return MPI_Barrier(MPI_COMM_WORLD); }

static int broadcast(void *bytes, int count, int root) {
  return MPI_Bcast(bytes, count, MPI_BYTE, root, MPI_COMM_WORLD);
}

static int abort_all(int code) { return MPI_Abort(MPI_COMM_WORLD, code); }

static int error_string(int code, char *text, int capacity, int *length) {
  char buffer[MPI_MAX_ERROR_STRING];
  int error = MPI_Error_string(code, buffer, length);
  return error == MPI_SUCCESS ? copy_text(buffer, *length, text, capacity, length) : error;
}

static int library_version(char *text, int capacity, int *length) {
  char buffer[MPI_MAX_LIBRARY_VERSION_STRING];
  int error = MPI_Get_library_version(buffer, length);
  return error == MPI_SUCCESS ? copy_text(buffer, *length, text, capacity, length) : error;
}

static const cmpi_table table = {
    .version = CMPI_TABLE_VERSION,
    .byte_count = sizeof(cmpi_table),
    .init = init,
    .finalize = finalize,
    .initialized = initialized,
    .finalized = finalized,
    .rank = rank,
    .size = size,
    .processor_name = processor_name,
    .send_begin = send_begin,
    .receive_begin = receive_begin,
    .test = test,
    .send = send,
    .receive = receive,
    .probe = probe,
    .barrier = barrier,
    .broadcast = broadcast,
    .abort = abort_all,
    .error_string = error_string,
    .library_version = library_version,
};

const cmpi_table *thalweg_mpi_table(void) { return &table; }
