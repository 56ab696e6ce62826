// Sixteen clerks at once over HTTP, on the demo data: what they were told is what the books say.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { breachesOf, invariantNames } from '../../db/test/support/invariants.ts';
import { seededRandom } from '../../db/test/support/race.ts';
import { testServer, type Answer, type Person, type TestServer } from './support/server.ts';

const clients = 16;
const slipsPerClient = 125;

let server: TestServer;
let agencies: { id: string }[];
let items: { id: string }[];
/** Answers by client key; a key that was sent twice has two. */
const told = new Map<string, Answer[]>();

beforeAll(async () => {
  server = await testServer('demo', { DATABASE_POOL_SIZE: '8', REQUESTS_PER_USER: '40' });
  const people: Person[] = [];
  // one after the other: sixteen passwords for one account at the same moment are an attack
  while (people.length < clients) people.push(await server.signedIn('sales'));
  const first = people[0];
  const known: { id: string; status: string }[] = (
    await first?.get('/api/v1/agency/agencies?limit=100')
  )?.body.results;
  agencies = known.filter(({ status }) => status === 'active');
  items = (await first?.get('/api/v1/inventory/items?limit=100'))?.body.results;
  await Promise.all(
    people.map(async (person, nth) => {
      const random = seededRandom(4_711 + nth);
      const pick = <T>(from: T[]): T => from[Math.floor(random() * from.length)] as T;
      for (let turn = 0; turn < slipsPerClient; turn += 1) {
        const slip = {
          client_key: `${nth}/${turn}`,
          agency_id: pick(agencies).id,
          items: Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({
            item_id: pick(items).id,
            quantity: String(1 + Math.floor(random() * 6)),
          })),
        };
        const send = () => person.post('/api/v1/inventory/issues', slip);
        // an impatient clerk presses twice
        const isImpatient = random() < 0.05;
        told.set(
          slip.client_key,
          isImpatient ? await Promise.all([send(), send()]) : [await send()],
        );
      }
    }),
  );
}, 180_000);
afterAll(() => server.close());

describe(`after ${clients} clients posted ${clients * slipsPerClient} slips`, () => {
  test('each got a slip or a refusal with a reason, and nobody an error', () => {
    const answers = [...told.values()].flat();
    const others = answers.filter(
      ({ status, body }) =>
        status !== 201 && !(status === 409 && ['DEBT_LIMIT', 'OUT_OF_STOCK'].includes(body.code)),
    );

    expect(others.map(({ status, body }) => ({ status, body }))).toEqual([]);
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(500);
    expect(answers.filter(({ status }) => status === 409).length).toBeGreaterThan(0);
  });

  test('who pressed twice got the same slip twice', () => {
    const twice = [...told.values()].filter((answers) => answers.length === 2);

    expect(twice.length).toBeGreaterThan(20);
    for (const [one, other] of twice) expect(other?.body.id).toBe(one?.body.id);
  });

  test('the books hold exactly the slips that were promised', async () => {
    const promised = new Set(
      [...told.values()]
        .flat()
        .filter(({ status }) => status === 201)
        .map(({ body }) => String(body.code)),
    );
    const booked = await server.db.query<{ code: string }>(
      `select i.code from inventory.issue as i join audit.command as c
         on c.result ->> 'id' = i.id::text and c.client_key like '%/%'`,
    );

    expect(booked.map((slip) => slip.code).toSorted()).toEqual([...promised].toSorted());
  });

  test.each(invariantNames)('%s', async (invariant) => {
    expect(await breachesOf(server.db, invariant)).toEqual([]);
  });
});
