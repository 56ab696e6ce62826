import type { Duplex } from 'node:stream';
import { Refusal } from '../http/errors.ts';

/** Counts the sockets of each person: every one of them costs memory and questions about its session. */
export function makeCrowd(atMost: number) {
  const counts = new Map<string, number>();
  return {
    /** Counts until the connection closes. Error: TOO_MANY_REQUESTS. */
    enter(userId: string, connection: Duplex): void {
      const here = counts.get(userId) ?? 0;
      if (here >= atMost) throw new Refusal('TOO_MANY_REQUESTS', { retry_after: 60 });
      // somebody who left while we looked them up will not close a second time
      if (connection.destroyed) return;
      counts.set(userId, here + 1);
      connection.once('close', () => {
        const left = (counts.get(userId) ?? 1) - 1;
        if (left > 0) counts.set(userId, left);
        else counts.delete(userId);
      });
    },
  };
}
