import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type TestServer } from './support/server.ts';

const ITEMS = '{ items(first: 3, orderBy: [SKU_ASC]) { nodes { sku issuePrice importPrice } } }';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

const pricesFor = async (person: Parameters<TestServer['signedIn']>[0]) => {
  const answer = await (await server.signedIn(person)).graphql(ITEMS, {});
  expect(answer.body.errors).toBeUndefined();
  return answer.body.data.items.nodes as {
    sku: string;
    issuePrice: string;
    importPrice: string | null;
  }[];
};

test.each(['agency', 'sales'] as const)(
  '%s see what goods cost them, and not what the house paid',
  async (person) => {
    const prices = await pricesFor(person);

    expect(prices.map(({ importPrice }) => importPrice)).toEqual([null, null, null]);
    expect(prices.map(({ issuePrice }) => Number(issuePrice) > 0)).toEqual([true, true, true]);
  },
);

test.each(['warehouse', 'accountant', 'manager', 'auditor'] as const)(
  '%s work with import prices',
  async (person) => {
    expect((await pricesFor(person)).map(({ importPrice }) => Number(importPrice) > 0)).toEqual([
      true,
      true,
      true,
    ]);
  },
);
