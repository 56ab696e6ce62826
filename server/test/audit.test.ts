import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invariantNames } from '../../db/test/support/invariants.ts';
import { keysBy } from '../../db/test/support/slip.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

const CREATE = `mutation ($input: CreateIssueInput!) {
  createIssue(input: $input) { issue { id code } }
}`;
const TRAIL = `query ($filter: ChangeFilter!) {
  changes(first: 20, orderBy: CHANGED_AT_DESC, filter: $filter) {
    nodes { tableName rowKey action userName databaseUser traceId before after }
  }
}`;
// a client that names no page gets all of them
const CHECK = `{ checkInvariants { name sentence breaches } }`;
const NIGHTS = `{ latestInvariantRun { ranAt name breaches } }`;

let server: TestServer;
let auditor: Person;
let agencies: Map<string, string>;
let items: Map<string, string>;

beforeAll(async () => {
  server = await testServer();
  auditor = await server.signedIn('auditor');
  agencies = await keysBy(server.db, 'agency.agency', 'code');
  items = await keysBy(server.db, 'inventory.item', 'sku');
});
afterAll(() => server.close());

async function makeSlip() {
  const sales = await server.signedIn('sales');
  const answer = await sales.graphql(CREATE, {
    input: {
      clientKey: randomUUID(),
      agencyId: agencies.get('DL0001'),
      items: [{ itemId: items.get('MI'), quantity: '1' }],
    },
  });
  return { traceId: answer.headers.get('x-trace-id'), issue: answer.body.data.createIssue.issue };
}

describe('the trail of changes', () => {
  test('names the request that made a slip by the trace id of its answer', async () => {
    const { traceId, issue } = await makeSlip();

    const answer = await auditor.graphql(TRAIL, { filter: { traceId: { equalTo: traceId } } });

    const { nodes } = answer.body.data.changes;
    expect(nodes.map((node: { tableName: string }) => node.tableName)).toContain(
      'inventory.issue_detail',
    );
    expect(nodes.at(0)).toMatchObject({
      tableName: 'inventory.issue',
      rowKey: issue.id,
      action: 'update',
      traceId,
      databaseUser: null,
      userName: 'Nguyễn Văn Bán',
      before: { code: null },
      after: { code: issue.code },
    });
    expect(nodes.at(-1)).toMatchObject({
      tableName: 'inventory.issue',
      action: 'insert',
      before: null,
    });
  });

  test('is read by the key of a row too, newest first', async () => {
    const { issue } = await makeSlip();

    const answer = await auditor.graphql(TRAIL, {
      filter: {
        tableName: { equalTo: 'inventory.issue' },
        rowKey: { equalTo: issue.id },
      },
    });

    expect(answer.body.data.changes.nodes.map((node: { action: string }) => node.action)).toEqual([
      'update',
      'insert',
    ]);
  });

  test('is empty for staff without audit:read, and refused to an agency', async () => {
    await makeSlip();
    const everything = { filter: { action: { in: ['insert', 'update', 'delete', 'baseline'] } } };
    const [manager, agency] = [await server.signedIn('manager'), await server.signedIn('agency')];

    const forManager = await manager.graphql(TRAIL, everything);
    const forAgency = await agency.graphql(TRAIL, everything);

    expect(forManager.body.data.changes.nodes).toEqual([]);
    expect(forAgency.body.errors[0].extensions.code).toBe('PERMISSION_DENIED');
  });
});

describe('the invariants', () => {
  test('are checked for an auditor, each with its sentence', async () => {
    await makeSlip();

    const answer = await auditor.graphql(CHECK);

    const nodes = answer.body.data.checkInvariants;
    expect(nodes.map(({ name }: { name: string }) => name).toSorted()).toEqual(invariantNames);
    expect(nodes.filter(({ breaches }: { breaches: string }) => breaches !== '0')).toEqual([]);
    expect(nodes).toContainEqual(
      expect.objectContaining({ sentence: 'The total of a slip is the sum of its lines.' }),
    );
  });

  test('are not checked for a manager', async () => {
    const manager = await server.signedIn('manager');

    const answer = await manager.graphql(CHECK);

    expect(answer.body.errors[0].extensions).toMatchObject({
      code: 'PERMISSION_DENIED',
      details: { scope: 'audit:read' },
    });
  });

  test('of last night are shown as the worker found them', async () => {
    const before = await auditor.graphql(NIGHTS);
    await server.db.query('select audit.verify_ledgers()');

    const after = await auditor.graphql(NIGHTS);

    expect(before.body.data.latestInvariantRun).toEqual([]);
    const nodes = after.body.data.latestInvariantRun;
    expect(nodes.map(({ name }: { name: string }) => name)).toEqual(invariantNames);
    expect(new Set(nodes.map(({ ranAt }: { ranAt: string }) => ranAt)).size).toBe(1);
  });
});
