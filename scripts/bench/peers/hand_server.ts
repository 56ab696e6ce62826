// A server by hand beside ours, in a process of its own: Express and pg, the same session check,
// row policies and functions. `step_by_step` waits for each answer of the database before it asks
// the next; `pipelined` sends a whole transaction at once.
import { randomUUID } from 'node:crypto';
import express, { type Request } from 'express';
import pg from 'pg';
import { z } from 'zod';
import { parseKeys } from '../../../platform/keys.ts';
import { makeCookies } from '../../../server/auth/cookies.ts';
import { ACCESS_SECONDS, makeTokens } from '../../../server/auth/tokens.ts';
import { abandon, become, held, type Caller } from '../../../server/database/transactions.ts';
import { AGENCIES, AGENCY, DEBTS, ITEMS, MADE, MAKE, SLIP } from './sql_by_hand.ts';

export const handSettings = z.object({
  databaseUrl: z.string(),
  jwtSecret: z.string(),
  way: z.enum(['step_by_step', 'pipelined']),
  poolSize: z.number(),
});
export type HandSettings = z.infer<typeof handSettings>;

type Statement = Readonly<{ name: string; text: string; values: unknown[] }>;
type Ask = (caller: Caller, statement: Statement) => Promise<string | undefined>;

const bodyOf = ({ rows }: pg.QueryResult<{ body?: string }>): string | undefined => rows[0]?.body;

const stepByStep =
  (pool: pg.Pool): Ask =>
  async (caller, statement) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await become(client, caller);
      const body = bodyOf(await client.query(statement));
      await client.query('commit');
      client.release();
      return body;
    } catch (error) {
      await abandon(client);
      throw error;
    }
  };

const pipelined =
  (pool: pg.Pool): Ask =>
  async (caller, statement) => {
    const client = await pool.connect();
    try {
      const [, , answer] = await Promise.all([
        held(client.query('begin')),
        held(become(client, caller)),
        held(client.query<{ body?: string }>(statement)),
        held(client.query('commit')),
      ]);
      client.release();
      return bodyOf(answer);
    } catch (error) {
      await abandon(client);
      throw error;
    }
  };

/** Two statements, of which the second names what the first made: they cannot travel together. */
async function make(pool: pg.Pool, caller: Caller, values: unknown[]): Promise<string | undefined> {
  const client = await pool.connect();
  try {
    const [, , made] = await Promise.all([
      held(client.query('begin')),
      held(become(client, caller)),
      held(client.query<{ id: string }>({ name: 'make', text: MAKE, values })),
    ]);
    const read = { name: 'made', text: MADE, values: [made.rows[0]?.id] };
    const body = bodyOf(await client.query<{ body?: string }>(read));
    await client.query('commit');
    client.release();
    return body;
  } catch (error) {
    await abandon(client);
    throw error;
  }
}

function serve({ databaseUrl, jwtSecret, way, poolSize }: HandSettings): void {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    idleTimeoutMillis: 30 * 60_000,
    pipeline: true,
  });
  const ask = (way === 'pipelined' ? pipelined : stepByStep)(pool);
  const tokens = makeTokens(parseKeys(jwtSecret));
  const cookies = makeCookies(false, ACCESS_SECONDS);
  const callerOf = (request: Request): Caller => {
    const identity = tokens.identify(cookies.readAccess(request) ?? '');
    if (identity === undefined) throw new Error('INVALID_TOKEN');
    return { ...identity, requestId: randomUUID() };
  };
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.json());
  const reads: Record<string, string> = {
    agency: AGENCY,
    agencies: AGENCIES,
    items: ITEMS,
    slip: SLIP,
    debts: DEBTS,
  };
  for (const [name, text] of Object.entries(reads)) {
    app.get(`/${name}`, async (request, response) => {
      const values = [String(request.query['q'])];
      const body = await ask(callerOf(request), { name, text, values });
      response
        .status(body === undefined ? 404 : 200)
        .type('json')
        .send(body ?? '{}');
    });
  }
  app.post('/slips', async (request, response) => {
    const { clientKey, agencyId, items } = request.body as Record<string, unknown>;
    const body = await make(pool, callerOf(request), [clientKey, agencyId, JSON.stringify(items)]);
    response.status(201).type('json').send(body);
  });
  const server = app.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}` });
  });
}

process.once('message', (message) => serve(handSettings.parse(message)));
process.on('disconnect', () => process.exit(0));
