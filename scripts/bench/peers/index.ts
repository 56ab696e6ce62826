// npm run bench -- --peers [--slips 20000 --rounds 3 --seconds 2 --clients 1,16,64]
//
// This system beside others, asked for the same things over HTTP on the same PostgreSQL. Writes a
// section of docs/benchmarks.md. Its slips stay in the books of the comparison, which are for
// nothing else (database bench_peers_<slips>).
import { join } from 'node:path';
import { repositoryRoot } from '../../../db/tools/env.ts';
import type { Workplace } from '../../../db/tools/workplace.ts';
import { parseKeys } from '../../../platform/keys.ts';
import { makeTokens } from '../../../server/auth/tokens.ts';
import { dbaOf, fillBooks, signIn, type Books } from '../books.ts';
import { saidBy } from './answers.ts';
import { makeCodeTables } from './code_tables.ts';
import { canCount } from './cpu.ts';
import { keysOf } from './load.ts';
import { JWT_SECRET, startMachines, type Machines } from './machines.ts';
import { measure, type Place, type Wish } from './measure.ts';
import { peers, type PeerName } from './peers.ts';
import { writeSideBySide } from './report.ts';
import { drawQuestions, isRead, personOf, WORKS, type Question, type Work } from './works.ts';

export async function benchPeers(workplace: Workplace, slips: number, wish: Wish): Promise<void> {
  if (!canCount()) throw new Error('CPU time is read from /proc, which this machine has not');
  const urls = await fillBooks(workplace, `bench_peers_${slips}`, slips);
  const books = { urls, dba: await dbaOf(urls) };
  await liftLimits(books);
  await makeCodeTables(books.dba);
  const machines = await startMachines(books);
  try {
    const places = await placesOf(books, machines);
    const [reads, writes] = [true, false].map((isOne) =>
      places.filter(({ work }) => isRead(work) === isOne),
    );
    const measured = [
      ...(await measure(books, machines, wish, reads ?? [])),
      // slips come last: they change what the others read
      ...(await measure(books, machines, wish, writes ?? [])),
    ];
    writeSideBySide(
      join(repositoryRoot, 'docs', 'benchmarks.md'),
      measured,
      `${slips.toLocaleString('en')} slips, rounds: ${wish.rounds} of ${wish.seconds} s, `
        + `${new Date().toISOString().slice(0, 10)}.`,
    );
    if (measured.some(({ wrong }) => wrong > 0)) process.exitCode = 1;
  } finally {
    await machines.stop();
    await books.dba.end();
  }
}

/** Slips of a comparison are about time only: nobody is stopped by a debt limit. */
async function liftLimits({ dba }: Pick<Books, 'dba'>): Promise<void> {
  await dba.query('update agency.agency_type set debt_limit = 900000000000000');
  await dba.query('vacuum analyze');
}

/** A cookie of somebody who signed in, made anew whenever it is asked for: tokens are short. */
async function cookieOf(url: string, person: string): Promise<() => string> {
  const tokens = makeTokens(parseKeys(JWT_SECRET));
  const [, token = ''] = /sodaily_access=([^;]+)/.exec(await signIn(url, person)) ?? [];
  const identity = tokens.identify(token);
  if (identity === undefined) throw new Error(`${person} got no token`);
  return () => `sodaily_access=${tokens.sign(identity.userId, identity.sessionId)}`;
}

/** Each peer at each piece of work, with the right answers. */
async function placesOf(books: Pick<Books, 'dba'>, machines: Machines): Promise<Place[]> {
  const questions = await drawQuestions(books);
  const works = Object.keys(WORKS) as Work[];
  const cookies = new Map<string, () => string>();
  for (const person of new Set(works.map(personOf)))
    cookies.set(person, await cookieOf(machines.of.graphql.url, person));
  const cookie = (work: Work) => () => cookies.get(personOf(work))?.() ?? '';
  const right = new Map<string, { said: string; keys: string }>();
  const known = (work: Work, { q }: Question) => `${work} ${q}`;
  for (const work of works.filter(isRead)) {
    for (const question of questions[work])
      right.set(known(work, question), await agreed(machines, work, question, cookie(work)));
  }
  return works.flatMap((work) =>
    (Object.keys(peers) as PeerName[])
      .filter((name) => peers[name].ask(work, { q: '', items: [] }) !== undefined)
      .map((name): Place => {
        const peer = peers[name];
        const expected = (question: Question) =>
          right.get(known(work, question))?.[peer.isLess ? 'keys' : 'said'];
        const { url } = machines.of[name];
        const slice = {
          peer,
          work,
          url,
          cookie: cookie(work),
          questions: questions[work],
          expected,
        };
        return { name, work, slice };
      }),
  );
}

/** The answer that our GraphQL and SQL by hand agree on. */
async function agreed(
  { of }: Machines,
  work: Work,
  question: Question,
  cookie: () => string,
): Promise<{ said: string; keys: string }> {
  const [ours, byHand] = await Promise.all(
    (['graphql', 'step_by_step'] as const).map((name) =>
      documentOf(name, work, question, of[name].url, cookie()),
    ),
  );
  const [said, other] = [saidBy(ours), saidBy(byHand)];
  if (said !== other)
    throw new Error(`${work} ${question.q}: GraphQL says ${said}, SQL by hand ${other}`);
  return { said, keys: keysOf(ours) };
}

async function documentOf(
  name: PeerName,
  work: Work,
  question: Question,
  url: string,
  cookie: string,
): Promise<unknown> {
  const asked = peers[name].ask(work, question);
  const answer = await fetch(url + (asked?.path ?? ''), {
    method: asked?.method ?? 'GET',
    headers: { 'Content-Type': 'application/json', 'X-Sodaily-CSRF': '1', Cookie: cookie },
    ...(asked?.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${name}, ${work} ${question.q}: ${answer.status} ${text}`);
  return peers[name].read(work, JSON.parse(text));
}
