// Days that no business has: the beginning and the end of time, years of five digits, days in no
// calendar. They are stopped at the door, on every road by which a date comes in.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServer, type Answer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let manager: Person;
beforeAll(async () => {
  server = await testServer();
  manager = await server.signedIn('manager');
});
afterAll(() => server.close());

const ODD = [
  '-infinity',
  'infinity',
  '294276-12-31',
  '4713-01-01 BC',
  '0001-01-01',
  '1999-12-31',
  '2101-01-01',
  '9999-12-31',
  '2026-02-30',
  '2023-02-29',
  '2026-13-01',
  '11/05/2026',
  'today',
  'yesterday',
  'epoch',
  'now',
  '20261101',
  '2026-1-1',
  '',
  'x'.repeat(80),
  20_261_101,
  true,
];
const SANE = ['2000-01-01', '2026-11-29', '2024-02-29', '2100-12-31'];

const AGEING = 'query Ageing($day: Date) { ageing(onDate: $day) { totalCount } }';
const codeOf = ({ body }: Answer): unknown => body.errors?.[0].extensions.code;

describe.each([
  ['a report', AGEING],
  [
    'a filter',
    'query Find($day: Date) { issues(filter: {issueDate: {greaterThan: $day}}) { totalCount } }',
  ],
  [
    'a filter of many',
    'query Find($day: Date!) { issues(filter: {issueDate: {in: ["2026-11-01", $day]}}) { '
      + 'totalCount } }',
  ],
  [
    'a command',
    'mutation Pay($day: Date) { createPayment(input: {clientKey: "odd", agencyId: "0", '
      + 'amount: "0", paymentDate: $day}) { payment { id } } }',
  ],
])('the date of %s', (_what, query) => {
  test.each(ODD)('is none, as a variable: %j', async (day) => {
    const began = performance.now();
    const answer = await manager.graphql(query, { day });
    expect(codeOf(answer)).toBe('VALIDATION_ERROR');
    expect(answer.body.errors[0].extensions.details.fields[0].value).toContain(
      'no day between 2000-01-01 and 2100-12-31',
    );
    expect(JSON.stringify(answer.body).length).toBeLessThan(1_500);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test.each(ODD)('is none, as it stands in the document: %j', async (day) => {
    const literal = query.replace(/\(\$day: Date!?\)/, '').replaceAll('$day', JSON.stringify(day));
    const answer = await manager.graphql(literal);
    expect(codeOf(answer)).toBe('VALIDATION_ERROR');
    expect(answer.body.errors[0].extensions.details.fields[0]).toMatchObject({
      path: 'query',
      reason: 'malformed',
    });
  });

  test.each(SANE)('is one: %s', async (day) => {
    const answer = await manager.graphql(query, { day });
    expect(JSON.stringify(answer.body)).not.toContain('no day between');
    expect(codeOf(answer)).not.toBe('INTERNAL');
  });
});

describe('a moment', () => {
  const KNOWN = 'query Debt($at: Datetime) { monthlyDebt(knownAt: $at) { totalCount } }';
  test.each([
    ...ODD,
    '2026-11-29T25:00:00Z',
    '2026-02-30T00:00:00Z',
    '294276-01-01T00:00:00Z',
    '2026-11-29T10:00:00+99:99',
  ])('is none: %j', async (at) => {
    expect(codeOf(await manager.graphql(KNOWN, { at }))).toBe('VALIDATION_ERROR');
    expect(
      codeOf(
        await manager.graphql(`{ monthlyDebt(knownAt: ${JSON.stringify(at)}) { totalCount } }`),
      ),
    ).toBe('VALIDATION_ERROR');
    expect(
      codeOf(
        await manager.graphql(
          'query Find($at: Datetime) { issues(filter: {createdAt: {lessThan: $at}}) { '
            + 'totalCount } }',
          { at },
        ),
      ),
    ).toBe('VALIDATION_ERROR');
  });

  test.each([
    '2026-11-29T10:00:00.123456+07:00',
    '2026-11-29T10:00:00Z',
    '2026-11-29T10:00+07:00',
    '2026-11-29 10:00:00+07',
    '2026-11-29',
  ])('is one: %s', async (at) => {
    const { body } = await manager.graphql(KNOWN, { at });
    expect(body.errors).toBeUndefined();
  });
});

describe('over REST', () => {
  test.each([
    ['-infinity', 'malformed'],
    ['294276-12-31', 'malformed'],
    ['2026-02-30', 'malformed'],
    ['1999-12-31', 'too_early'],
    ['0001-01-01', 'too_early'],
    ['2101-01-01', 'in_future'],
    ['9999-12-31', 'in_future'],
  ])('%s is refused as %s', async (day, reason) => {
    const answer = await manager.post('/api/v1/inventory/issues', {
      client_key: 'odd',
      agency_id: '1',
      issue_date: day,
      items: [{ item_id: '1', quantity: '1' }],
    });
    expect(answer.status).toBe(400);
    expect(answer.body.details.fields).toEqual([{ path: 'issue_date', reason }]);
  });
});
