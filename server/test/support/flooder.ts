import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

export type Flooder = Readonly<{
  socket: Socket;
  /** Sends as fast as the server takes it, until all is sent or the server has had enough. */
  flood(frame: Buffer, times: number): Promise<number>;
  /** All that came back so far; nothing is read before it is asked for. */
  heard(): Buffer;
  isGone(): boolean;
}>;

const TEXT = 0x81;
/** Kinds of frames besides text: what a browser's script cannot send, a program can. */
export const PING = 0x89;
export const PONG = 0x8a;
export const EMPTY_FRAGMENT = 0x00;
const MANY_AT_ONCE = 1_000;

/** One frame as a client sends it; masked with nothing, so that the text is seen. */
export function frameOf(text: string, kind = TEXT): Buffer {
  const payload = Buffer.from(text);
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0xfe, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([Buffer.from([kind]), length, Buffer.alloc(4), payload]);
}

/** A socket that was let in and then reads nothing, unless it `reads`. */
export async function flooderAt(url: string, cookie: string, reads = false): Promise<Flooder> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const parts: Buffer[] = [];
  socket.on('error', () => socket.destroy());
  socket.write(
    `GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: `
      + `Upgrade\r\nUpgrade: websocket\r\n`
      + `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`
      + `Sec-WebSocket-Protocol: graphql-transport-ws\r\nCookie: ${cookie}\r\n\r\n`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (!String(answer).startsWith('HTTP/1.1 101'))
    throw new Error(`not let in: ${String(answer).split('\r\n')[0]}`);
  if (reads) socket.on('data', (part: Buffer) => parts.push(part));
  else socket.pause();
  return {
    socket,
    async flood(frame, times) {
      const batch = Buffer.concat(Array.from({ length: MANY_AT_ONCE }, () => frame));
      let sent = 0;
      while (sent < times && !socket.destroyed) {
        const many = Math.min(MANY_AT_ONCE, times - sent);
        const isTaken = socket.write(batch.subarray(0, many * frame.length));
        sent += many;
        if (!isTaken && !socket.destroyed) await drained(socket);
      }
      return sent;
    },
    heard: () => Buffer.concat(parts),
    isGone: () => socket.destroyed,
  };
}

/** What a server that had enough does to us is no failure of ours. */
function drained(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const event of ['drain', 'close']) socket.once(event, () => resolve());
  return promise;
}

/** The code in a closing frame of the server, if one came. */
export function closeCodeIn(heard: Buffer): number | undefined {
  const at = heard.lastIndexOf(0x88);
  return at < 0 ? undefined : heard.readUInt16BE(at + 2);
}
