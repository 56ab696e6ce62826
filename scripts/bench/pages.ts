import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../db/tools/env.ts';
import type { Books } from './books.ts';
import { probes, type Answer, type Probe } from './probes.ts';

export interface Timing {
  name: string;
  person: string;
  /** Milliseconds, on the small books and on the large. */
  p50: [number, number];
  p95: [number, number];
  /** How many rows were answered: a page of more rows takes longer, whatever is behind it. */
  rows: [number, number];
  /** What was wrong with an answer; null when all were right. */
  problem: string | null;
}

const documents = Object.entries(
  JSON.parse(
    readFileSync(join(repositoryRoot, 'server', 'graphql', 'trusted_documents.json'), 'utf8'),
  ) as Record<string, string>,
);

/** The hash under which the server knows an operation of the web application. */
function documentOf(operation: string): string {
  const found = documents.find(([, text]) => new RegExp(`^query ${operation}\\b`, 'm').test(text));
  if (!found) throw new Error(`the web application has no operation ${operation}`);
  return found[0];
}

/** Shorter than the ten minutes of an access token. */
const SIGN_IN_LASTS_MS = 300_000;

type Asker = (probe: Probe) => Promise<{ milliseconds: number; data: Answer }>;

async function askerOf(books: Books): Promise<Asker> {
  const cookies = new Map<string, { cookie: string; since: number }>();
  return async ({ person, operation, variables }) => {
    const held = cookies.get(person);
    const cookie =
      held && performance.now() - held.since < SIGN_IN_LASTS_MS
        ? held.cookie
        : await books.signIn(person);
    if (cookie !== held?.cookie) cookies.set(person, { cookie, since: performance.now() });
    const body = JSON.stringify({
      documentId: documentOf(operation),
      variables: await variables(books),
    });
    const began = performance.now();
    const answer = await fetch(`${books.url}/graphql`, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        'X-Sodaily-CSRF': '1',
        Cookie: cookie,
      },
    });
    const { data, errors } = (await answer.json()) as { data: Answer; errors?: unknown };
    const milliseconds = performance.now() - began;
    if (errors) throw new Error(`${operation}: ${JSON.stringify(errors)}`);
    return { milliseconds, data };
  };
}

/** Every page on both books, turn by turn. The first two rounds only warm up. */
export async function measurePages(small: Books, large: Books, rounds: number): Promise<Timing[]> {
  const both = [small, large] as const;
  const askers = [await askerOf(small), await askerOf(large)] as const;
  const times = new Map(probes.map((probe) => [probe, [[], []] as [number[], number[]]]));
  const rows = new Map(probes.map((probe) => [probe, [0, 0] as [number, number]]));
  const problems = new Map<Probe, string>();
  for (let round = 0; round < rounds + 2; round += 1) {
    for (const probe of probes) {
      for (const [place, ask] of askers.entries()) {
        const { milliseconds, data } = await ask(probe);
        const answered = rows.get(probe);
        if (answered) answered[place as 0] = rowsOf(data);
        if (round < 2) await check(probe, both[place as 0], data, problems);
        else times.get(probe)?.[place as 0].push(milliseconds);
      }
    }
  }
  return probes.map((probe) => {
    const [few, many] = times.get(probe) ?? [[], []];
    const timing = {
      name: probe.name,
      person: probe.person,
      problem: problems.get(probe) ?? null,
      rows: rows.get(probe) ?? [0, 0],
      p50: [share(few, 0.5), share(many, 0.5)] as [number, number],
      p95: [share(few, 0.95), share(many, 0.95)] as [number, number],
    };
    console.log(
      `${timing.name.padEnd(44)} `
        + `${timing.p95.map((figure) => figure.toFixed(1).padStart(8)).join('')} ms p95`,
    );
    return timing;
  });
}

/** Rows of the longest list of an answer. */
function rowsOf(answer: Answer): number {
  if (Array.isArray(answer)) return answer.length;
  if (answer === null || typeof answer !== 'object') return 0;
  return Math.max(0, ...Object.values(answer).map(rowsOf));
}

async function check(
  probe: Probe,
  books: Books,
  data: Answer,
  problems: Map<Probe, string>,
): Promise<void> {
  const {
    rows: [expected],
  } = await books.dba.query<{ expected: string }>(probe.expected(await probe.variables(books)));
  const said = String(probe.said(data));
  if (said !== expected?.expected)
    problems.set(probe, `${books.size}: said ${said}, the books say ${expected?.expected}`);
}

function share(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
