import { ApolloLink } from '@apollo/client';
import { ServerError } from '@apollo/client/errors';
import type { DocumentNode } from 'graphql';
import type { Client } from 'graphql-ws';
import { tap } from 'rxjs';

/** The hash that codegen wrote into a document; the server has the text under it. */
function documentIdOf(document: DocumentNode) {
  const { __meta__: meta } = document as DocumentNode & { __meta__?: { hash: string } };
  if (meta === undefined) throw new Error('Only documents made by codegen can be asked for.');
  return meta.hash;
}

/** The server was replaced under an open page, and does not know what the old page asks. */
function tellOldPage(error: unknown) {
  if (!ServerError.is(error) || !error.bodyText.includes('"path":"documentId","reason":"unknown"'))
    return;
  window.dispatchEvent(new Event('sodaily:new-version'));
}

/** Sends the hash of a document instead of its text: a production server takes nothing else. */
export const trustedDocuments = new ApolloLink((operation, forward) => {
  operation.extensions['documentId'] = documentIdOf(operation.query);
  operation.setContext(({ http }) => ({
    http: { ...http, includeQuery: false, includeExtensions: true },
  }));
  return forward(operation).pipe(tap({ error: tellOldPage }));
});

/** The same for subscriptions, whose protocol wants a text, so it is an empty one. */
export const withoutText = (client: Client): Client => ({
  ...client,
  subscribe: (payload, sink) => client.subscribe({ ...payload, query: '' }, sink),
});
