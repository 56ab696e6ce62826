// Two servers and two workers on one database: what one of them does counts for the other at once,
// and a job is done by one of them, once.
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { fileOf, setDebtLimit } from '../../../db/test/support/master_edit.ts';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { catalogue, type Catalogue } from '../../../server/test/support/catalogue.ts';
import { listeningPage } from '../../../server/test/support/listening_page.ts';
import { startProcess } from '../../../server/test/support/process.ts';
import { personAt, type Person } from '../../../server/test/support/server.ts';
import { samplesIn } from '../../deploy/metrics_text.ts';

const PATIENT = { timeout: 60_000, interval: 200 };
const ROUNDS = 4;

let db: TestDatabase;
let known: Catalogue;
let urls: [string, string];
let figures: [number, number];
const children: ChildProcess[] = [];
const workers: ChildProcess[] = [];

beforeAll(async () => {
  db = await testDatabase();
  known = await catalogue(db);
  await db.commitAs('manager', async (me) =>
    setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 1_000_000_000 }),
  );
  const [one, other] = await Promise.all([0, 1].map(() => startProcess(db)));
  if (!one || !other) throw new Error('two servers are needed');
  children.push(one.child, other.child);
  urls = [one.url, other.url];
  const [first = 0, second = 0] = await freePorts(2);
  figures = [first, second];
  for (const port of figures) workers.push(await startWorker(port));
}, 60_000);
afterAll(async () => {
  for (const child of [...children, ...workers]) child.kill('SIGKILL');
  await db.close();
});

async function startWorker(port: number): Promise<ChildProcess> {
  const child = fork(join(repositoryRoot, 'worker', 'index.ts'), [], {
    execArgv: [],
    env: {
      WORKER_DATABASE_URL: db.workerUrl,
      WORKER_METRICS_PORT: String(port),
      // one at a time, so that neither takes all of them
      WORKER_CONCURRENCY: '1',
      LOG_LEVEL: 'silent',
      DEMO: 'true',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

/** The same browser at the other server. */
function atOther(person: Person): Person {
  const there = personAt(urls[1]);
  for (const [name, value] of person.cookies) there.cookies.set(name, value);
  return there;
}
async function signedIn(role: string): Promise<Person> {
  const person = personAt(urls[0]);
  expect((await person.signIn(`${role}@sodaily.test`)).status).toBe(200);
  return person;
}
const sell = (person: Person, clientKey: string = randomUUID()) =>
  person.post('/api/v1/inventory/issues', {
    client_key: clientKey,
    agency_id: known.agency('DL0001'),
    items: [{ item_id: known.item('LE'), quantity: 1 }],
  });

/** A dealer asks for a slip: one job each, while sold slips are told of many at once. */
const request = (person: Person) =>
  person.graphql(
    'mutation($input: RequestIssueInput!) { requestIssue(input: $input) { issue { id } } }',
    {
      input: {
        clientKey: randomUUID(),
        agencyId: known.agency('DL0001'),
        items: [{ itemId: known.item('LE'), quantity: 1 }],
      },
    },
  );

/** How many jobs of a task each worker has done. */
const doneOf = (task: string): Promise<number[]> =>
  Promise.all(
    figures.map(async (port) => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const sample = samplesIn(text).find(
        ({ name, labels }) =>
          name === 'job_duration_seconds_count'
          && labels['task'] === task
          && labels['result'] === 'done',
      );
      return sample?.value ?? 0;
    }),
  );
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
const waiting = async (task: string): Promise<number> => {
  const rows = await db.query(
    'select from graphile_worker.jobs as j where j.task_identifier = $1',
    [task],
  );
  return rows.length;
};

describe('two servers', () => {
  test('take the same session, and end it for both', async () => {
    const here = await signedIn('accountant');
    const there = atOther(here);
    expect((await there.get('/auth/me')).status).toBe(200);

    expect((await here.post('/auth/logout')).status).toBeLessThan(300);
    expect((await there.get('/auth/me')).status).toBe(401);
  });

  test('see a right that was taken away at once, whatever they remembered', async () => {
    const here = await signedIn('sales');
    const there = atOther(here);
    expect((await sell(there)).status).toBe(201);

    await db.commitOwner((owner) =>
      owner.query(`update auth."user" set is_active = false where email = 'sales@sodaily.test'`),
    );
    for (const person of [here, there]) expect((await sell(person)).status).toBe(401);
    await db.commitOwner((owner) =>
      owner.query(`update auth."user" set is_active = true where email = 'sales@sodaily.test'`),
    );
  });

  test('do a command once that was sent to both', async () => {
    const here = await signedIn('manager');
    const clientKey = randomUUID();
    const answers = await Promise.all([sell(here, clientKey), sell(atOther(here), clientKey)]);

    // whoever comes second waits for the first, and is told the same or to ask again
    const made = answers.filter(({ status }) => status < 300);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    const [kept] = await db.query<{ count: number }>(
      'select count(*)::int as count from audit.command as c where c.client_key::text = $1',
      [clientKey],
    );
    expect(kept?.count).toBe(1);
  });
});

describe('two workers', () => {
  test('share the jobs of both servers, and do each once', async () => {
    const task = 'notify_issue_requested';
    await expect.poll(() => waiting(task), PATIENT).toBe(0);
    const before = await doneOf(task);
    const here = await signedIn('agency');
    const there = atOther(here);
    let asked = 0;
    for (let nth = 0; nth < ROUNDS; nth += 1) {
      // each server lets one person have ten requests at once
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, turn) => request(turn % 2 === 0 ? here : there)),
      );
      asked += answers.filter(({ body }) => body.data?.requestIssue).length;
    }

    expect(asked).toBeGreaterThan(ROUNDS * 5);
    await expect.poll(() => waiting(task), PATIENT).toBe(0);
    const done = async (): Promise<number[]> =>
      (await doneOf(task)).map((count, nth) => count - (before[nth] ?? 0));
    await expect.poll(async () => sum(await done()), PATIENT).toBe(asked);
    for (const count of await done()) expect(count).toBeGreaterThan(0);
  }, 120_000);

  test('tell a page on one server of a slip that was sold on the other', async () => {
    const warehouse = await signedIn('warehouse');
    const page = await listeningPage(urls[0], warehouse.cookieHeader());
    const seller = atOther(await signedIn('manager'));
    // the database hears LISTEN a moment after the socket is accepted
    await expect
      .poll(async () => {
        await sell(seller);
        return page.heard.some((text) => text.includes('"issue_created"'));
      }, PATIENT)
      .toBe(true);
    await page.close();
  }, 120_000);

  test('of whom one is killed: the other does what is left', async () => {
    const [first] = workers;
    const gone = first && once(first, 'exit');
    first?.kill('SIGKILL');
    await gone;
    const here = await signedIn('manager');
    expect((await sell(here)).status).toBe(201);

    await expect.poll(() => db.query('select from notification.announcement'), PATIENT).toEqual([]);
  }, 120_000);
});
