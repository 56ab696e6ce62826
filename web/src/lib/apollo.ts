import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { liveClient } from './live.ts';
import { sessionFetch } from './session_fetch.ts';
import { trustedDocuments, withoutText } from './trusted_documents.ts';

/** Server data lives in this cache; everything else in the address or the component. */
export function makeApollo() {
  const http = new HttpLink({
    uri: '/graphql',
    credentials: 'same-origin',
    fetch: sessionFetch,
    enhancedClientAwareness: { transport: false },
  });
  return new ApolloClient({
    link: trustedDocuments.concat(
      ApolloLink.split(
        ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
        new GraphQLWsLink(withoutText(liveClient)),
        http,
      ),
    ),
    cache: new InMemoryCache(),
    defaultOptions: {
      watchQuery: { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' },
    },
  });
}
