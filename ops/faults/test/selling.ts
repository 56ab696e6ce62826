// People who sell one slip after the other, whatever breaks meanwhile, and what must be true of
// their slips in the end.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { TestDatabase } from '../../../db/test/support/database.ts';
import { withClient } from '../../../db/tools/prepare.ts';
import type { Person } from '../../../server/test/support/server.ts';

export type Order = Readonly<{
  agency_id: string;
  items: readonly Readonly<{ item_id: string; quantity: number }>[];
}>;

export type Answers = {
  /** Keys of slips that the system said it has. */
  acknowledged: Set<string>;
  /** Slips that a rule refused. */
  refused: number;
  /** Requests without an answer, or with one that says to come again. */
  unanswered: number;
  /** The longest that a slip took until it was answered, milliseconds. */
  longestMs: number;
};

/**
 * Somebody sells one slip after the other, and sends a slip again under its key until it is
 * answered, as the page does.
 */
export async function sellUntil(
  isOver: () => boolean,
  person: Person,
  order: Order,
): Promise<Answers> {
  const answers: Answers = { acknowledged: new Set(), refused: 0, unanswered: 0, longestMs: 0 };
  while (!isOver()) {
    const clientKey = randomUUID();
    const began = performance.now();
    for (;;) {
      const answer = await person
        .send('POST', '/api/v1/inventory/issues', { body: { client_key: clientKey, ...order } })
        .catch(() => undefined);
      if (answer?.status === 201) answers.acknowledged.add(clientKey);
      if (answer !== undefined && answer.status < 500 && answer.status !== 201)
        answers.refused += 1;
      if (answer !== undefined && answer.status < 500) break;
      answers.unanswered += 1;
      await pause(200);
    }
    answers.longestMs = Math.max(answers.longestMs, performance.now() - began);
    await pause(30);
  }
  return answers;
}

/** Every acknowledged slip is there, once, and the books are right. */
export async function nothingIsLost(
  db: TestDatabase,
  { acknowledged, refused }: Answers,
): Promise<void> {
  expect(refused).toBe(0);
  expect(acknowledged.size).toBeGreaterThan(5);
  const rows = await db.query<{ key: string; count: number }>(
    `select c.client_key::text as key, count(*)::int as count from audit.command as c
     group by c.client_key`,
  );
  const commands = new Map(rows.map(({ key, count }) => [key, count]));
  expect([...acknowledged].filter((key) => commands.get(key) !== 1)).toEqual([]);
  const broken = await withClient(db.admin, async (client) => {
    const { rows: breaches } = await client.query(
      'select r.name from audit.invariant_results() as r where r.breaches > 0',
    );
    return breaches;
  });
  expect(broken).toEqual([]);
}
