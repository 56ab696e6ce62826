// A server whose rules stand in code (code_slip.ts), in a process of its own: Express and pg on
// simple tables. It verifies the cookie and checks no session, as such servers do.
import { randomUUID } from 'node:crypto';
import express from 'express';
import pg from 'pg';
import { z } from 'zod';
import { parseKeys } from '../../../platform/keys.ts';
import { makeCookies } from '../../../server/auth/cookies.ts';
import { ACCESS_SECONDS, makeTokens } from '../../../server/auth/tokens.ts';
import { abandon } from '../../../server/database/transactions.ts';
import { makeSlip } from './code_slip.ts';
import { CodeRefusal, type Order } from './code_types.ts';

const settings = z.object({
  databaseUrl: z.string(),
  jwtSecret: z.string(),
  isDutiful: z.boolean(),
  poolSize: z.number(),
});
export type CodeSettings = z.infer<typeof settings>;

function serve({ databaseUrl, jwtSecret, isDutiful, poolSize }: CodeSettings): void {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    // whoever made the tables, with every row in sight
    options: '-c role=none',
    max: poolSize,
    idleTimeoutMillis: 30 * 60_000,
  });
  const tokens = makeTokens(parseKeys(jwtSecret));
  const cookies = makeCookies(false, ACCESS_SECONDS);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.json());
  app.post('/slips', async (request, response) => {
    const identity = tokens.identify(cookies.readAccess(request) ?? '');
    if (identity === undefined) {
      response.status(401).json({ error: 'INVALID_TOKEN' });
      return;
    }
    const author = { userId: identity.userId, traceId: randomUUID() };
    const client = await pool.connect();
    try {
      await client.query('begin');
      const made = await makeSlip(client, request.body as Order, author, isDutiful);
      await client.query('commit');
      client.release();
      response.status(201).json(made);
    } catch (error) {
      await abandon(client);
      if (!(error instanceof CodeRefusal)) throw error;
      response.status(409).json({ error: error.message });
    }
  });
  const server = app.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}` });
  });
}

process.once('message', (message) => serve(settings.parse(message)));
process.on('disconnect', () => process.exit(0));
