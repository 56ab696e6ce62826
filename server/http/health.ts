import { readdir } from 'node:fs/promises';
import { Router } from 'express';
import type pg from 'pg';
import { asSignIn } from '../database/transactions.ts';
import type { Services } from '../services.ts';
import { watchRules } from './rules.ts';

const PATIENCE_MS = 2_000;
const COMMITTED = new URL('../../db/committed/', import.meta.url);

type Findings = Readonly<{
  database: 'ok' | 'unreachable';
  migrations: 'current' | 'pending' | 'unknown';
}>;
const UNREACHABLE: Findings = { database: 'unreachable', migrations: 'unknown' };

/** Liveness says that the process answers; readiness, that a request would be served. */
export function healthRoutes({ pool, env, metrics, log, isDraining }: Services): Router {
  const router = Router();
  const release = newestFile();
  const rules = watchRules(pool, metrics, log, env.RULES_CHECK_SECONDS);
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const { database, migrations } = await inTime(inspect(pool, await release), UNREACHABLE);
    const isReady = database === 'ok' && migrations === 'current' && !isDraining();
    const status = isDraining() ? 'draining' : isReady ? 'ready' : 'unavailable';
    response
      .status(isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status, version: env.RELEASE, demo: env.DEMO, database, migrations, rules: rules() });
  });
  return router;
}

/** The migration this release was built with, e.g. 000002-readiness.sql. */
async function newestFile(): Promise<string> {
  const files = await readdir(COMMITTED);
  return (
    files
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .at(-1) ?? ''
  );
}

async function inspect(pool: pg.Pool, release: string): Promise<Findings> {
  try {
    const newest = await asSignIn(pool, async (client) => {
      const { rows } = await client.query<{ name: string | null }>(
        'select config.newest_migration() as name',
      );
      return rows[0]?.name ?? '';
    });
    // a newer database is fine: releases run side by side while one replaces the other
    return { database: 'ok', migrations: newest >= release ? 'current' : 'pending' };
  } catch (error) {
    // a database that does not know the question, or may not answer it, is older than the question
    const isOlder = ['42883', '42501', '3F000'].includes(
      String((error as { code?: unknown }).code),
    );
    return isOlder ? { database: 'ok', migrations: 'pending' } : UNREACHABLE;
  }
}

async function inTime<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  const { promise: late, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(otherwise), PATIENCE_MS);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
