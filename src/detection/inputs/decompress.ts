import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

export interface Plain {
  readonly bytes: Uint8Array;
  /** True where the limit ended it. */
  readonly truncated: boolean;
}

/**
 * Opens a content encoding, up to `limit` bytes, from a prefix too. Else the reason: an unknown encoding or damaged data,
 * or more than `limit` bytes (a bomb is never opened in full).
 */
export function decompress(
  bytes: Uint8Array,
  encoding: string | undefined,
  limit: number,
): Plain | 'unreadable' | 'too-large' {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return { bytes, truncated: false };
  const options = { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    switch (encoding.trim().toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return { bytes: gunzipSync(bytes, options), truncated: false };
      case 'deflate':
        return { bytes: inflate(bytes, options), truncated: false };
      case 'br':
        return { bytes: brotliDecompressSync(bytes, { maxOutputLength: limit }), truncated: false };
      default:
        return 'unreadable';
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'unreadable';
  }
}

/** `deflate` is zlib's format, and raw in some clients. */
function inflate(bytes: Uint8Array, options: Parameters<typeof inflateSync>[1]): Buffer {
  const zlib = ((bytes[0] ?? 0) & 0x0f) === 8 && (((bytes[0] ?? 0) << 8) + (bytes[1] ?? 0)) % 31 === 0;
  return zlib ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
}
