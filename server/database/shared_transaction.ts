import type pg from 'pg';
import { abandon, become, beginUntil, held, limitUntil, type Caller } from './transactions.ts';

/** All steps of an operation in one transaction of the caller. */
export type SharedTransaction = Readonly<{
  /** Runs a step; the first one opens the transaction. Errors: as `asUser`. */
  run<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Why the first step failed that did; whatever ran after it did nothing. */
  failure(): unknown;
  /** Keeps what was done. Nothing happens when no step ran. Error: it could not be kept. */
  commit(): Promise<void>;
  /** Takes back what was done, and gives the connection back. Once is enough. */
  rollback(): Promise<void>;
  /** No step can run any more. */
  isOver(): boolean;
}>;

/**
 * What a query reads it reads at one moment, so that a page agrees with itself: `isRead` gives all
 * steps one snapshot. A command and what it answers with are kept, or taken back, together.
 */
export function shareTransaction(
  pool: pg.Pool,
  caller: Caller,
  deadline: number,
  isRead: boolean,
): SharedTransaction {
  const begin = isRead ? 'begin isolation level repeatable read read only' : 'begin';
  let opened: Promise<{ client: pg.PoolClient; opening: Promise<unknown> }> | undefined;
  let ending: Promise<void> | undefined;
  let failure: unknown;
  const open = async () => {
    const client = await pool.connect();
    try {
      const opening = [
        held(client.query(beginUntil(deadline, begin))),
        held(become(client, caller)),
      ];
      return { client, opening: held(Promise.all<unknown>(opening)) };
    } catch (error) {
      client.release();
      throw error;
    }
  };
  return {
    async run(work) {
      const isFirst = opened === undefined;
      opened ??= open();
      const { client, opening } = await opened;
      const limit = isFirst ? undefined : limitUntil(deadline);
      if (limit !== undefined) held(client.query(limit));
      const working = held(work(client));
      try {
        // should opening fail, the step failed for that reason
        await opening;
        return await working;
      } catch (error) {
        failure ??= error;
        throw error;
      }
    },
    failure: () => failure,
    isOver: () => ending !== undefined,
    commit: () => (ending ??= keep()),
    rollback: () => (ending ??= takeBack()),
  };

  async function keep(): Promise<void> {
    const begun = await opened;
    if (begun === undefined) return;
    try {
      await begun.client.query('commit');
      begun.client.release();
    } catch (error) {
      await abandon(begun.client);
      throw error;
    }
  }

  async function takeBack(): Promise<void> {
    const begun = await opened?.catch(() => undefined);
    if (begun) await abandon(begun.client);
  }
}
