// What the most used documents of the page cost, in counts that do not depend on the machine:
// transactions, checks of the session, round trips before the answer, statements sent, statements
// that functions run inside the database, and plans made anew on a warm connection. A snapshot
// holds them, a table the plans: more is a question to whoever changed it, fewer is written down
// (`npm test -- -u …`).
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { dayFromToday } from '../../db/test/support/books.ts';
import { paymentMaker } from '../../db/test/support/payment.ts';
import { slipMaker } from '../../db/test/support/slip.ts';
import { receiptMaker } from '../../db/test/support/stock.ts';
import { withClient } from '../../db/tools/prepare.ts';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

const WARM = 8;
const COUNTED = 4;

let server: TestServer;
let known: Catalogue;
let today: string;
/** Keys of documents that are there to be shown. */
const keys = { slip: '', payment: '', receipt: '' };
const people = new Map<string, Person>();

beforeAll(async () => {
  // one connection, so that it is the one that is warm
  server = await testServer('classic', { DATABASE_POOL_SIZE: '1', TRUSTED_DOCUMENTS: 'true' });
  const { db } = server;
  known = await catalogue(db);
  today = await dayFromToday(db, 0);
  const [slips, receipts] = [await slipMaker(db), await receiptMaker(db)];
  await db.query('update agency.agency_type set debt_limit = 900000000000');
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, {
      agency: 'DL0001',
      paidNow: 1000,
      lines: [
        ['MI', 2],
        ['LE', 3],
        ['DUONG', '1.5'],
      ],
    }),
  );
  const payment = await db.commitAs('accountant', (me) =>
    paymentMaker(slips.agencyId).create(me, { agency: 'DL0001', amount: 10_000 }),
  );
  const receipt = await db.commitAs('warehouse', (me) =>
    receipts.create(me, {
      lines: [
        ['MI', 10, 108_000],
        ['LE', 10, 12_345],
      ],
    }),
  );
  Object.assign(keys, { slip: slip.id, payment: payment.id, receipt: receipt.id });
  await withClient(db.workerUrl, (worker) =>
    worker.query('select from notification.announce_waiting()'),
  );
  for (const role of ['manager', 'warehouse', 'accountant', 'sales'])
    people.set(role, await server.signedIn(role));
  await countInside();
});
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

/** From the next connection on, statements inside functions are counted, and plans. */
async function countInside(): Promise<void> {
  await withClient(server.db.admin, async (superuser) => {
    await superuser.query('create extension if not exists pg_stat_statements');
    for (const [setting, value] of [
      ['track', 'all'],
      ['track_planning', 'on'],
    ]) {
      await superuser.query(
        `do $$ begin execute format('alter database %I set pg_stat_statements.${setting} = %L',
          current_database(), '${value}'); end $$`,
      );
    }
    await superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = 'sodaily_authenticator'`);
  });
  // the pool sees the lost connection off before it gives out the next one
  await wait(200);
}

const documents = Object.entries(
  JSON.parse(
    readFileSync(new URL('../graphql/trusted_documents.json', import.meta.url), 'utf8'),
  ) as Record<string, string>,
);
/** The hash of an operation of the page. */
function documentOf(operation: string): string {
  const found = documents.find(([, text]) =>
    new RegExp(`^(query|mutation) ${operation}\\b`, 'm').test(text),
  );
  if (found === undefined) throw new Error(`the page has no operation ${operation}`);
  return found[0];
}

type Variables = Record<string, unknown>;
type Ask = () => Promise<void>;

const asker =
  (operation: string, role: string, variables: () => Variables): Ask =>
  async () => {
    const { status, body } = await people.get(role)!.post('/graphql', {
      documentId: documentOf(operation),
      variables: variables(),
    });
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
  };

interface Sent {
  texts: string[];
  roundTrips: number;
}

/** What the server sends for a request; what travels together is one round trip. */
async function sentBy(ask: Ask): Promise<Sent> {
  const sent: Sent = { texts: [], roundTrips: 0 };
  const underWay = new WeakMap<object, number>();
  let isAnswered = false;
  const { query } = pg.Client.prototype;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function spy(
    this: pg.Client,
    ...parts: unknown[]
  ) {
    const [config] = parts as [string | { text: string }];
    const text = typeof config === 'string' ? config : config.text;
    sent.texts.push(text.replace(/\s+/g, ' ').trim());
    const before = underWay.get(this) ?? 0;
    // of a query nobody waits for the end of its transaction
    if (before === 0 && !isAnswered) sent.roundTrips += 1;
    underWay.set(this, before + 1);
    const answer = Reflect.apply(query, this, parts) as unknown as Promise<unknown>;
    const arrived = () => underWay.set(this, (underWay.get(this) ?? 1) - 1);
    answer.then(arrived, arrived);
    return answer as never;
  });
  await ask();
  isAnswered = true;
  await wait(20);
  vi.restoreAllMocks();
  return sent;
}

interface Inside {
  inside: number;
  planned: number;
}

/**
 * Statements of functions and plans, of one request of several. Counted three times: when
 * statistics of a table were gathered in between, its plans are made anew once.
 */
async function insideOf(ask: Ask): Promise<Inside> {
  const found: Inside[] = [];
  await withClient(server.db.admin, async (superuser) => {
    for (let time = 0; time < 3; time += 1) {
      await superuser.query(
        `select pg_stat_statements_reset(0, d.oid, 0) from pg_database as d
         where d.datname = current_database()`,
      );
      for (let nth = 0; nth < COUNTED; nth += 1) await ask();
      const { rows } = await superuser.query<Inside>(
        `select coalesce(sum(s.calls) filter (where not s.toplevel), 0)::int as inside,
           coalesce(sum(s.plans) filter (where not s.toplevel), 0)::int as planned
         from pg_stat_statements as s join pg_database as d on d.oid = s.dbid
         where d.datname = current_database()`,
      );
      const [{ inside, planned } = { inside: 0, planned: 0 }] = rows;
      found.push({ inside: inside / COUNTED, planned: planned / COUNTED });
    }
  });
  const [least] = found.toSorted((one, other) => one.planned - other.planned);
  if (least === undefined) throw new Error('nothing was counted');
  return least;
}

const isRunning = (text: string): boolean => /^(begin|commit|set local)\b/.test(text);
const isSession = (text: string): boolean => text.includes('auth.resume_session');

async function costOf(ask: Ask) {
  for (let nth = 0; nth < WARM; nth += 1) await ask();
  const { texts, roundTrips } = await sentBy(ask);
  return {
    transactions: texts.filter((text) => text.startsWith('begin')).length,
    sessions: texts.filter(isSession).length,
    roundTrips,
    statements: texts.filter((text) => !isRunning(text) && !isSession(text)).length,
    ...(await insideOf(ask)),
  };
}

const month = () => `${today.slice(0, 8)}01`;
const agency = () => known.agency('DL0001');

const reads: [operation: string, role: string, variables: () => Variables][] = [
  [
    'Overview',
    'manager',
    () => ({ month: month(), withMoney: true, withReports: true, withStock: true }),
  ],
  ['UnreadCount', 'manager', () => ({})],
  ['NotificationList', 'manager', () => ({ first: 20 })],
  ['Palette', 'manager', () => ({ query: 'co ba' })],
  ['AgencyList', 'manager', () => ({ first: 25, withMoney: true })],
  ['AgencySearch', 'manager', () => ({ first: 25, withMoney: true, query: 'co ba' })],
  ['AgencyShow', 'manager', () => ({ id: agency(), withMoney: true })],
  ['AgencyDebt', 'manager', () => ({ id: agency() })],
  ['Statement', 'accountant', () => ({ id: agency(), fromDate: month(), toDate: today })],
  ['PickAgencies', 'sales', () => ({ query: 'co ba' })],
  ['PickItems', 'sales', () => ({ query: 'mi' })],
  ['IssueHeadroom', 'sales', () => ({ agencyId: agency(), slipTotal: '100000', paidNow: '0' })],
  ['IssueList', 'manager', () => ({ first: 25, withMoney: true, orderBy: ['CREATED_AT_DESC'] })],
  ['IssueShow', 'manager', () => ({ id: keys.slip, withMoney: true })],
  ['ItemList', 'sales', () => ({ first: 25, query: 'mi' })],
  ['ReceiptList', 'warehouse', () => ({ first: 25 })],
  ['ReceiptShow', 'warehouse', () => ({ id: keys.receipt })],
  ['PaymentList', 'accountant', () => ({ first: 25 })],
  ['PaymentShow', 'accountant', () => ({ id: keys.payment })],
  ['DebtReport', 'accountant', () => ({ first: 50, month: month() })],
];
const commands: typeof reads = [
  [
    'CreateIssue',
    'manager',
    () => ({
      input: {
        clientKey: randomUUID(),
        agencyId: agency(),
        items: ['MI', 'LE', 'TRON'].map((sku) => ({ itemId: known.item(sku), quantity: '1' })),
      },
    }),
  ],
  [
    'CreatePayment',
    'accountant',
    () => ({ input: { clientKey: randomUUID(), agencyId: agency(), amount: '1000' } }),
  ],
];

/** Plans made anew at most, on the oldest and the newest PostgreSQL; none for what is not here. */
const PLANNED: Readonly<Record<string, number>> = {
  Overview: 8,
  UnreadCount: 1,
  Palette: 15,
  AgencyList: 1,
  AgencySearch: 15,
  AgencyShow: 2,
  Statement: 1,
  PickAgencies: 9,
  PickItems: 4,
  IssueList: 1,
  IssueShow: 2,
  ItemList: 8,
  PaymentList: 1,
  PaymentShow: 1,
  CreateIssue: 1,
};

describe('a document that is asked all day', () => {
  test.each(reads)('%s is one transaction and one check of the session', async (...asked) => {
    const { planned, ...cost } = await costOf(asker(...asked));

    expect(cost).toMatchObject({ transactions: 1, sessions: 1 });
    expect(cost).toMatchSnapshot('cost');
    expect(planned).toBeLessThanOrEqual(PLANNED[asked[0]] ?? 0);
  });

  test.each(commands)('%s is one transaction with its answer', async (...asked) => {
    const { planned, ...cost } = await costOf(asker(...asked));

    expect(cost).toMatchObject({ transactions: 1, sessions: 1 });
    expect(cost).toMatchSnapshot('cost');
    expect(planned).toBeLessThanOrEqual(PLANNED[asked[0]] ?? 0);
  });
});
