import { csrfHeader, requestJson } from '../../../lib/http.ts';
import { importBytesPath } from '../../../lib/paths.ts';
import { sessionFetch } from '../../../lib/session_fetch.ts';

/** Small enough for a slow line, and for a proxy that takes no more than a megabyte. */
const PIECE_BYTES = 256 * 1024;

/** Sends a file piece by piece, from its beginning; `tell` hears how much is there, in percent. */
export async function sendFile(importId: string, file: Blob, tell: (percent: number) => void) {
  for (let at = 0, seq = 0; at < file.size; at += PIECE_BYTES, seq += 1) {
    await requestJson(
      importBytesPath(importId, seq),
      {
        method: 'PUT',
        body: file.slice(at, at + PIECE_BYTES),
        headers: { 'Content-Type': 'application/octet-stream', ...csrfHeader },
      },
      sessionFetch,
    );
    tell(Math.min(100, Math.floor(((at + PIECE_BYTES) * 100) / file.size)));
  }
}
