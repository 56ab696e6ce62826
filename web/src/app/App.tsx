import { ApolloProvider } from '@apollo/client/react';
import type { Root } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { AppTheme } from '../components/AppTheme.tsx';
import { Toasts } from '../components/Toasts.tsx';
import { makeApollo } from '../lib/apollo.ts';
import { restoreLanguage } from '../lib/i18n.ts';
import { signInPath } from '../lib/paths.ts';
import { SessionContext } from '../lib/session.ts';
import type { SessionAnswer } from '../lib/session.ts';
import { sessionFetch } from '../lib/session_fetch.ts';
import { Relogin } from './Relogin.tsx';
import { makeRouter } from './routes.tsx';
import { StartFailed } from './StartFailed.tsx';
import './app.css';

async function askWhoIAm() {
  const response = await sessionFetch('/auth/me');
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`/auth/me answered ${response.status}`);
  return await response.json() as SessionAnswer;
}

export async function start(root: Root) {
  try {
    const session = await askWhoIAm();
    if (!session) {
      window.location.replace(signInPath(`${window.location.pathname}${window.location.search}`));
      return;
    }
    await restoreLanguage(session.user.id, session.user.locale);
    root.render(<App session={session} />);
  } catch {
    root.render(<AppTheme><StartFailed onRetry={() => void start(root)} /></AppTheme>);
  }
}

/** Everything behind the sign-in. */
function App({ session }: { session: SessionAnswer }) {
  return (
    <AppTheme>
      <SessionContext value={session}>
        <ApolloProvider client={client}>
          <Toasts>
            <RouterProvider router={router} />
            <Relogin />
          </Toasts>
        </ApolloProvider>
      </SessionContext>
    </AppTheme>
  );
}

const client = makeApollo();
const router = makeRouter();
