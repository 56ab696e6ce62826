import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { makeBudget } from './budget.ts';

/**
 * A client that does this comes back only when it is started anew: graphql-ws takes 4429 for final.
 */
export const TOO_MUCH = 4429;

/**
 * A tab of ours says hello, subscribes once a page, and pings every twenty seconds; each message
 * makes an answer, and each subscription asks the database.
 */
const MESSAGES = { atOnce: 100, perSecond: 5 } as const;
/** Frames without an end are no message and cost all the same, so bytes are counted too. */
const BYTES = { atOnce: 256_000, perSecond: 10_000 } as const;
/** What waits for a client that does not read, beyond what the system itself holds for it. */
const MAX_UNREAD_BYTES = 64_000;
const CHECK_MS = 10_000;

/**
 * The rate limit of a socket: ends one that sends more than a client of good will, or does not read
 * what it is sent.
 */
export function guardFromFloods(socket: WebSocket, connection: Duplex, checkMs = CHECK_MS): void {
  const [messages, bytes] = [makeBudget(MESSAGES), makeBudget(BYTES)];
  let hadUnread = false;

  function end(reason: string): void {
    clearInterval(timer);
    // what is still on its way is neither read nor answered; the server forgets the socket
    // when its time to say goodbye is over
    for (const event of ['message', 'ping', 'pong']) socket.removeAllListeners(event);
    connection.off('data', onData);
    socket.close(TOO_MUCH, reason);
    socket.pause();
  }
  const onMessage = () => {
    if (!messages.spend()) end('too many messages');
    else if (socket.bufferedAmount > MAX_UNREAD_BYTES) end('does not read');
  };
  const onData = (chunk: Buffer) => {
    if (!bytes.spend(chunk.length)) end('too many bytes');
  };
  const timer = setInterval(() => {
    const hasUnread = socket.bufferedAmount > 0;
    if (hasUnread && hadUnread) end('does not read');
    hadUnread = hasUnread;
  }, checkMs);

  for (const event of ['message', 'ping', 'pong']) socket.on(event, onMessage);
  connection.on('data', onData);
  socket.on('close', () => clearInterval(timer));
}
