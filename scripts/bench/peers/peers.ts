// Who takes part, and how each is asked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { newKey, type Question, type Work } from './works.ts';

export interface Asked {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
}
export interface Peer {
  name: string;
  label: string;
  /** How it keeps the rules. */
  rules: string;
  /** What it is asked; undefined for work that it does not do. */
  ask(work: Work, question: Question): Asked | undefined;
  /** The document in its answer. */
  read(work: Work, json: unknown): unknown;
  /** REST answers less: it is held to the keys of what it answers. */
  isLess?: true;
}

const documents = Object.entries(
  JSON.parse(
    readFileSync(join(repositoryRoot, 'server', 'graphql', 'trusted_documents.json'), 'utf8'),
  ) as Record<string, string>,
);
/** The hash under which our server knows an operation of the page. */
function documentOf(operation: string): string {
  const found = documents.find(([, text]) =>
    new RegExp(`^(query|mutation) ${operation}\\b`, 'm').test(text),
  );
  if (found === undefined) throw new Error(`the page has no operation ${operation}`);
  return found[0];
}

const OPERATIONS: Record<
  Work,
  { operation: string; field: string; variables: (question: Question) => object }
> = {
  agency: {
    operation: 'AgencyShow',
    field: 'agency',
    variables: ({ q }) => ({ id: q, withMoney: true }),
  },
  agencies: {
    operation: 'AgencySearch',
    field: 'searchAgencies',
    variables: ({ q }) => ({ query: q, first: 20, withMoney: true }),
  },
  items: { operation: 'PickItems', field: 'searchItems', variables: ({ q }) => ({ query: q }) },
  slip: {
    operation: 'IssueShow',
    field: 'issue',
    variables: ({ q }) => ({ id: q, withMoney: true }),
  },
  make: {
    operation: 'CreateIssue',
    field: 'createIssue',
    variables: ({ q, items }) => ({
      input: {
        clientKey: newKey(),
        agencyId: q,
        items: items.map(({ item_id: itemId, quantity }) => ({ itemId, quantity })),
      },
    }),
  },
  debts: {
    operation: 'DebtReport',
    field: 'monthlyDebt',
    variables: ({ q }) => ({ month: q, first: 50 }),
  },
};

const graphql: Peer = {
  name: 'graphql',
  label: 'Sổ Đại Lý, GraphQL by hash',
  rules: 'in the database',
  ask(work, question) {
    const { operation, variables } = OPERATIONS[work];
    return {
      method: 'POST',
      path: '/graphql',
      body: { documentId: documentOf(operation), variables: variables(question) },
    };
  },
  read(work, json) {
    const { data } = json as { data: Record<string, unknown> };
    const found = data[OPERATIONS[work].field];
    return work === 'make' ? (found as { issue: unknown }).issue : found;
  },
};

const REST: Partial<Record<Work, (question: Question) => Asked>> = {
  agencies: ({ q }) => ({
    method: 'GET',
    path: `/api/v1/agency/agencies?q=${encodeURIComponent(q)}&limit=20`,
  }),
  items: ({ q }) => ({
    method: 'GET',
    path: `/api/v1/inventory/items?q=${encodeURIComponent(q)}&limit=20`,
  }),
  slip: ({ q }) => ({ method: 'GET', path: `/api/v1/inventory/issues/${q}` }),
  make: ({ q, items }) => ({
    method: 'POST',
    path: '/api/v1/inventory/issues',
    body: { client_key: newKey(), agency_id: q, items },
  }),
};

const rest: Peer = {
  name: 'rest',
  label: 'Sổ Đại Lý, REST',
  rules: 'in the database; answers less',
  isLess: true,
  ask: (work, question) => REST[work]?.(question),
  read(work, json) {
    if (work === 'make') {
      const { total_amount: totalAmount, ...slip } = json as Record<string, unknown>;
      return { ...slip, totalAmount };
    }
    const { results } = json as { results?: unknown };
    return results === undefined ? json : { nodes: results };
  },
};

const makeByHand = ({ q, items }: Question): Asked => ({
  method: 'POST',
  path: '/slips',
  body: { clientKey: newKey(), agencyId: q, items },
});
const byHand = (name: string, label: string): Peer => ({
  name,
  label,
  rules: 'in the database, the same functions',
  ask: (work, question) =>
    work === 'make'
      ? makeByHand(question)
      : { method: 'GET', path: `/${work}?q=${encodeURIComponent(question.q)}` },
  read: (_work, json) => json,
});
const inCode = (name: string, label: string, rules: string): Peer => ({
  name,
  label,
  rules,
  ask: (work, question) => (work === 'make' ? makeByHand(question) : undefined),
  read: (_work, json) => json,
});

export const peers = {
  graphql,
  rest,
  step_by_step: byHand('step_by_step', 'Express + pg by hand'),
  pipelined: byHand('pipelined', 'Express + pg by hand, a transaction in one write'),
  naive: inCode('naive', 'Rules in code, naive', 'balance, stock and lines only'),
  dutiful: inCode(
    'dutiful',
    'Rules in code, equal duties',
    'trail, ledgers, days, numbers, keys, notices',
  ),
} as const satisfies Record<string, Peer>;
export type PeerName = keyof typeof peers;
