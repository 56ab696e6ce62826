import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { ReactNode } from 'react';
import { AppTheme } from './components/AppTheme.tsx';
import { Toasts } from './components/Toasts.tsx';
import { SessionContext } from './lib/session.ts';
import type { SessionAnswer } from './lib/session.ts';

/** Answers per operation: data, or what it throws. A number of a call lets the second differ. */
export type Answers = Record<string, (variables: Record<string, unknown>, call: number) => unknown>;

/** A refusal as the server sends it. */
export class Refused extends Error {
  readonly extensions: Record<string, unknown>;

  constructor(code: string, details: Record<string, unknown> = {}) {
    super(code);
    this.extensions = { code, details, traceId: 'trace-1' };
  }
}

export interface Sent {
  operation: string;
  variables: Record<string, unknown>;
}

function fakeLink(answers: Answers, sent: Sent[]) {
  return new ApolloLink(
    ({ operationName = '', variables }) =>
      new Observable((observer) => {
        const call = sent.filter(({ operation }) => operation === operationName).length;
        sent.push({ operation: operationName, variables });
        const answer = answers[operationName];
        if (!answer) return undefined;
        const timer = setTimeout(() => {
          try {
            observer.next({ data: answer(variables, call) as Record<string, unknown> });
            observer.complete();
          } catch (error) {
            if (error instanceof Refused) {
              observer.next({
                data: null,
                errors: [{ message: error.message, extensions: error.extensions }],
              });
              observer.complete();
            } else observer.error(error);
          }
        }, 0);
        return () => clearTimeout(timer);
      }),
  );
}

export const salesSession: SessionAnswer = {
  user: {
    id: '3',
    email: 'sales@sodaily.test',
    full_name: 'Nguyễn Văn Lộc',
    locale: 'vi',
    roles: ['sales'],
    scopes: ['agency:read', 'inventory:read', 'inventory:write', 'finance:read'],
    agencies: [],
    second_factor: {
      is_enrolled: false,
      is_required: false,
      is_confirmed: false,
      recovery_codes_left: 0,
    },
  },
};

interface Options {
  answers?: Answers;
  session?: SessionAnswer;
  address?: string;
}

/** Shows a page as the shell would, with a server that answers what the test says. */
export function show(
  page: ReactNode,
  { answers = {}, session = salesSession, address = '/' }: Options = {},
) {
  const sent: Sent[] = [];
  const client = new ApolloClient({ link: fakeLink(answers, sent), cache: new InMemoryCache() });
  const router = createMemoryRouter(
    [
      { path: new URL(address, 'http://localhost').pathname, element: page },
      { path: '*', element: <p>another page</p> },
    ],
    { initialEntries: [address] },
  );
  const shown = render(
    <AppTheme>
      <SessionContext value={session}>
        <ApolloProvider client={client}>
          <Toasts>
            <RouterProvider router={router} />
          </Toasts>
        </ApolloProvider>
      </SessionContext>
    </AppTheme>,
  );
  return { ...shown, sent, router, user: userEvent.setup() };
}
