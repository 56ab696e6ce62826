import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { newNonce, safeHeaders } from './security_headers.ts';

/** An answer written by hand, because no request came so far that a route could answer it. */
export function answerBare(
  duplex: Duplex,
  status: number,
  isSecure: boolean,
  more: Record<string, string> = {},
): void {
  const headers = {
    ...safeHeaders(isSecure, newNonce()),
    'Cache-Control': 'no-store',
    Connection: 'close',
    'Content-Length': '0',
    ...more,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  duplex.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\n${lines.join('\r\n')}\r\n\r\n`,
  );
}

/** What Node cannot even read as HTTP is refused with the same headers as everything else. */
export function answerUnreadable(server: Server, isSecure: boolean): void {
  server.on('clientError', (error: NodeJS.ErrnoException, duplex: Duplex) => {
    if (error.code === 'ECONNRESET' || !duplex.writable) {
      duplex.destroy();
      return;
    }
    answerBare(duplex, statusOf(error.code), isSecure);
  });
}

function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}
