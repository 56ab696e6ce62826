// What PostgreSQL and the network say when they cannot now, but may later: people are told to come
// again, not that something is broken.
import { expect, test } from 'vitest';
import { toRefusal } from '../http/errors.ts';

test.each([
  ['its disk is full', '53100'],
  ['it has no connection left', '53300'],
  ['it starts up', '57P03'],
  ['it was shut down', '57P01'],
  ['it was waited for too long', '55P03'],
  ['it does not listen', 'ECONNREFUSED'],
])('PostgreSQL says that %s', (_what, code) => {
  expect(toRefusal(Object.assign(new Error('SQL and more'), { code })).code).toBe('BUSY');
});

test.each([
  'Query read timeout',
  'Connection terminated unexpectedly',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
])('the driver says: %s', (message) => {
  expect(toRefusal(new Error(message)).code).toBe('BUSY');
});

test('anything else is our fault', () => {
  expect(toRefusal(new Error('Query failed')).code).toBe('INTERNAL');
});
