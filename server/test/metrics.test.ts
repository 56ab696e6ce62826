// What the server tells those who watch it.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServer, type Person, type TestServer } from './support/server.ts';

const documents = JSON.parse(
  readFileSync(new URL('../graphql/trusted_documents.json', import.meta.url), 'utf8'),
) as Record<string, string>;
const hashOf = (operation: string): string => {
  const found = Object.entries(documents).find(([, text]) =>
    new RegExp(`^(query|mutation) ${operation}\\b`, 'm').test(text),
  );
  if (!found) throw new Error(`the page has no operation ${operation}`);
  return found[0];
};

let server: TestServer;
let sales: Person;
beforeAll(async () => {
  server = await testServer('classic', { RELEASE: '1.2.3' });
  sales = await server.signedIn('sales');
});
afterAll(() => server.close());

const figures = async (): Promise<string> =>
  (await fetch(`${server.running.metricsUrl}/metrics`)).text();
/** The value of one line of the figures; 0 when it is not there yet. */
const figure = async (line: string): Promise<number> => {
  const found = (await figures()).split('\n').find((text) => text.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1) ?? 0);
};

describe('an operation of the page', () => {
  test('is counted under its name, with the time it took', async () => {
    const line = 'graphql_operation_duration_seconds_count{operation="AgencyList",result="ok"}';
    const before = await figure(line);
    const variables = { first: 2, after: null, withMoney: true };
    await sales.post('/graphql', { documentId: hashOf('AgencyList'), variables });

    expect(await figure(line)).toBe(before + 1);
  });

  test('that names itself is one of the others: names of strangers are no labels', async () => {
    const line = 'graphql_operation_duration_seconds_count{operation="other",result="ok"}';
    const before = await figure(line);
    await sales.graphql('query NamedByAStranger { businessDate }');

    expect(await figure(line)).toBe(before + 1);
    expect(await figures()).not.toContain('NamedByAStranger');
  });

  test('that the rules refuse is no failure of the system', async () => {
    const line = 'graphql_operation_duration_seconds_count{operation="other",result="refused"}';
    const before = await figure(line);
    const cancel = 'cancelIssue(input: { clientKey: "k", issueId: "999999", reason: "x" })';
    await sales.graphql(`mutation { ${cancel} { clientMutationId } }`);

    expect(await figure(line)).toBe(before + 1);
  });
});

describe('attempts to sign in', () => {
  test('are counted by how they end', async () => {
    const passed = 'sign_in_attempts_total{step="password",result="passed"}';
    const refused = 'sign_in_attempts_total{step="password",result="refused"}';
    const before = [await figure(passed), await figure(refused)];
    await server.visitor().signIn('manager@sodaily.test');
    await server.visitor().signIn('manager@sodaily.test', 'not the password');

    expect([await figure(passed), await figure(refused)]).toEqual([
      (before[0] ?? 0) + 1,
      (before[1] ?? 0) + 1,
    ]);
  });
});

test('the figures name the release that runs', async () => {
  expect(await figures()).toMatch(/^release_info\{release="1\.2\.3"\} 1$/m);
});
