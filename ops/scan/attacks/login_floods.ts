import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Person, Role } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { command, toldIn } from '../send.ts';
import { upgrade } from './tokens.ts';

/** What one login can begin and never end, and how much of it is taken. */
type Flood = Readonly<{
  what: string;
  role: Role;
  times: number;
  taken: number;
  refusal: string;
  name: string;
  input(scan: Scan): object | Promise<object>;
}>;

const FLOODS: readonly Flood[] = [
  {
    what: 'requests for goods',
    role: 'agency',
    times: 70,
    taken: 50,
    refusal: 'TOO_MANY_OPEN',
    name: 'requestIssue',
    input: async ({ target, victims }) => ({
      agencyId: victims.agencies.get('DL0001'),
      items: await target.query(
        `select i.id::text as "itemId", '1' as quantity from inventory.item as i where i.is_active`,
      ),
    }),
  },
  {
    what: 'uploads that never end',
    role: 'admin',
    times: 40,
    taken: 20,
    refusal: 'TOO_MANY_OPEN',
    name: 'startImport',
    input: () => ({ what: 'items', fileName: 'hàng.xlsx' }),
  },
  {
    what: 'files to be made',
    role: 'manager',
    times: 40,
    taken: 40,
    refusal: 'TOO_MANY_JOBS',
    name: 'startExport',
    input: () => ({ what: 'issues', format: 'xlsx', parameters: {} }),
  },
];

/** Everything that one person can pile up: each has an end, is told, and costs no memory. */
export const loginFloodsAttack: Attack = {
  name: '7 Floods by one login',
  async run(scan) {
    const reading = slowReaders(scan);
    for (const flood of FLOODS) await pileUp(scan, flood);
    await sockets(scan, scan.people.warehouse);
    await refusals(scan);
    await pipelines(scan);
    await largeAnswers(scan);
    await reading;
    scan.report.answer('the server lives', await scan.stranger().get('/readyz'), { status: [200] });
  },
};

async function pileUp(scan: Scan, flood: Flood): Promise<void> {
  const { report, people } = scan;
  let taken = 0;
  const codes = new Set<string | undefined>();
  for (let nth = 0; nth < flood.times; nth += 1) {
    const input = { clientKey: randomUUID(), ...(await flood.input(scan)) };
    const answer = await command(scan, people[flood.role], flood.name, input);
    const { done, code } = toldIn(answer);
    if (done) taken += 1;
    else codes.add(code);
    report.answer(`${flood.what} ${nth} → ${code ?? 'done'}`, answer, { status: [200, 400, 429] });
  }
  report.expect(
    `${flood.what}: no more than ${flood.taken}`,
    taken <= flood.taken && codes.has(flood.refusal),
    `${taken} were taken, refused as ${[...codes].join(', ')}`,
  );
}

const SOCKETS = 80;
const SOCKETS_AT_ONCE = 20;

async function sockets({ report, target }: Scan, { at }: Person): Promise<void> {
  const { hostname, port } = new URL(target.url);
  const opened: Socket[] = [];
  const statuses = await Promise.all(
    Array.from({ length: SOCKETS }, () => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const socket = connect(Number(port), hostname);
      opened.push(socket);
      socket.once('data', (part) => resolve(String(part).slice(9, 12)));
      socket.once('error', () => resolve('gone'));
      socket.once('close', () => resolve('gone'));
      socket.write(upgrade(at.cookieHeader()));
      return promise;
    }),
  );
  for (const [nth, status] of statuses.entries())
    report.expect(`socket ${nth}`, ['101', '429'].includes(status), status);
  const open = statuses.filter((status) => status === '101').length;
  report.expect(`no more than ${SOCKETS_AT_ONCE} sockets`, open <= SOCKETS_AT_ONCE, `${open}`);
  for (const socket of opened) socket.destroy();
}

/** What the rules refuse is written down; one login does not fill the disk with it. */
async function refusals(scan: Scan): Promise<void> {
  const count = async (): Promise<number> => {
    const [row] = await scan.target.query<{ many: string }>(
      'select count(*) as many from audit.refusal',
    );
    return Number(row?.many);
  };
  const before = await count();
  const times = scan.sample(Array.from({ length: 1_000 })).length;
  for (let nth = 0; nth < times; nth += 10)
    for (const answer of await Promise.all(
      Array.from({ length: 10 }, () =>
        command(scan, scan.people.auditor, 'createUnit', { clientKey: randomUUID(), name: 'x' }),
      ),
    ))
      scan.report.answer(`refusal ${nth}`, answer, { status: [200, 429] });
  const kept = (await count()) - before;
  scan.report.expect('refusals kept have a measure', kept <= times && kept <= 600, `${kept}`);
}

async function pipelines({ report, target }: Scan): Promise<void> {
  for (const many of [50, 500, 5_000]) {
    const heard = await untilClosed(
      target.url,
      'GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(many),
    );
    const answered = heard.split('HTTP/1.1 ').length - 1;
    report.expect(`${many} requests in one breath are cut`, answered < 20, `${answered} answers`);
  }
}

/** What came back until the server closed, or for three seconds. */
async function untilClosed(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let heard = '';
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => (heard += part));
  socket.on('error', () => socket.destroy());
  socket.write(text);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await Promise.race([closed, pause(3_000)]);
  socket.destroy();
  return heard;
}

/** The largest answer of a small question; only without the trusted documents. */
const LARGE =
  '{ __schema { types { name description fields { name description type { name ofType { '
  + 'name } } args { name description } } inputFields { name description } } } }';

async function largeAnswers({ report, people, target }: Scan): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => people.sales.at.at(target.freeUrl).graphql(LARGE)),
  );
  for (const [nth, answer] of answers.entries())
    report.check(
      `large answer ${nth}`,
      [200, 400, 429].includes(answer.status) && answer.body.length < 4_100_000
        ? []
        : [`${answer.status}, ${answer.body.length} bytes`],
    );
  const largest = Math.max(...answers.map(({ body }) => body.length));
  report.expect('they are large', largest > 400_000, `${largest} bytes`);
}

const READERS = 4;
/** More than the system keeps for a connection: the rest waits in the server. */
const ASKED = 16;
const EVERY_MS = 250;
/** Longer than a server waits for a reader (http/connections.ts). */
const CUT_WITHIN_MS = 45_000;

/** Clients that ask for what is large again and again, and never read. */
async function slowReaders({ report, target, people }: Scan): Promise<void> {
  const { hostname, port } = new URL(target.freeUrl);
  const body = JSON.stringify({ query: LARGE });
  const request = [
    'POST /graphql HTTP/1.1',
    `Host: ${hostname}:${port}`,
    'X-Sodaily-CSRF: 1',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `Cookie: ${people.accountant.at.cookieHeader()}`,
    '',
    body,
  ].join('\r\n');
  const readers = Array.from({ length: READERS }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.pause();
    let asked = 0;
    const asking = setInterval(() => {
      // a connection that is not read hears of its end by writing only
      socket.write(asked < ASKED ? request : '\r\n', (error) => error && resolve(true));
      asked += 1;
    }, EVERY_MS);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    socket.once('close', () => resolve(true));
    const timer = setTimeout(() => resolve(false), CUT_WITHIN_MS);
    return promise.finally(() => {
      clearInterval(asking);
      clearTimeout(timer);
      socket.destroy();
    });
  });
  for (const [nth, isCut] of (await Promise.all(readers)).entries())
    report.expect(`reader ${nth} that never reads is cut`, isCut, 'it is not');
}
