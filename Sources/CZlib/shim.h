#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <string.h>
#include <zlib.h>

/// Inflates raw deflate data; 1 where it is whole and fills the output to its end, else 0.
static inline int zlib_inflate_all(
    const unsigned char *input, size_t input_count, unsigned char *output, size_t output_count) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return 0;
  int status = Z_OK;
  // Counts of zlib have 32 bits.
  const size_t most = 1u << 30;
  unsigned char spare;
  while (status == Z_OK) {
    if (stream.avail_in == 0) {
      size_t part = input_count < most ? input_count : most;
      stream.next_in = (unsigned char *)input;
      stream.avail_in = (uInt)part;
      input += part;
      input_count -= part;
    }
    if (stream.avail_out == 0) {
      size_t part = output_count < most ? output_count : most;
      // What is longer than it says fails here.
      stream.next_out = part > 0 ? output : &spare;
      stream.avail_out = part > 0 ? (uInt)part : 1;
      output += part;
      output_count -= part;
    }
    status = inflate(&stream, Z_NO_FLUSH);
  }
  int isWhole = status == Z_STREAM_END && output_count == 0
      && (stream.avail_out == 0 || stream.next_out == &spare);
  inflateEnd(&stream);
  return isWhole;
}

#endif
