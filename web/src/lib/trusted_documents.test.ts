import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import type { Client, SubscribePayload } from 'graphql-ws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AgencyListDocument } from '../gql/graphql.ts';
import { problemOf } from './problem.ts';
import { trustedDocuments, withoutText } from './trusted_documents.ts';

function clientOver(answer: () => Response) {
  const sent: Record<string, unknown>[] = [];
  const fetch = (_uri: unknown, init?: RequestInit) => {
    sent.push(JSON.parse(String(init?.body)) as Record<string, unknown>);
    return Promise.resolve(answer());
  };
  const link = trustedDocuments.concat(
    new HttpLink({
      uri: 'http://localhost/graphql',
      fetch,
      enhancedClientAwareness: { transport: false },
    }),
  );
  return { sent, client: new ApolloClient({ link, cache: new InMemoryCache() }) };
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const variables = { first: 20, after: null, withMoney: true };

afterEach(() => vi.restoreAllMocks());

describe('what the page asks', () => {
  it('goes out as a hash, though the cache adds fields to the document', async () => {
    const { client, sent } = clientOver(() => json({ data: { agencies: null } }));

    await client.query({ query: AgencyListDocument, variables });

    expect(sent).toEqual([
      {
        operationName: 'AgencyList',
        variables,
        extensions: { documentId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string },
      },
    ]);
  });

  it('that is not known to codegen is a mistake of ours', async () => {
    const { client } = clientOver(() => json({ data: {} }));

    await expect(
      client.query({
        query: gql`
          query Invented {
            businessDate
          }
        `,
      }),
    ).rejects.toThrow('made by codegen');
  });

  it('by an old page of a replaced server says so', async () => {
    const heard = vi.fn<() => void>();
    window.addEventListener('sodaily:new-version', heard, { once: true });
    const { client } = clientOver(() =>
      json(
        {
          errors: [
            {
              message: 'x',
              extensions: {
                code: 'VALIDATION_ERROR',
                details: { fields: [{ path: 'documentId', reason: 'unknown' }] },
              },
            },
          ],
        },
        400,
      ),
    );

    const error: unknown = await client.query({ query: AgencyListDocument, variables }).then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(problemOf(error)).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ reason: 'unknown' }] },
    });
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe('what the page listens to', () => {
  it('carries no text either', () => {
    const asked: SubscribePayload[] = [];
    const client = withoutText({
      subscribe: (payload: SubscribePayload) => {
        asked.push(payload);
        return () => undefined;
      },
    } as unknown as Client);

    client.subscribe(
      { query: 'subscription { a }', extensions: { documentId: 'sha256:1' } },
      { next: () => undefined, error: () => undefined, complete: () => undefined },
    );

    expect(asked).toEqual([{ query: '', extensions: { documentId: 'sha256:1' } }]);
  });
});
