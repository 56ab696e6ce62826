import { ApolloProvider } from '@apollo/client/react';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import type { Root } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { AppTheme } from '../components/AppTheme.tsx';
import { Toasts } from '../components/Toasts.tsx';
import { makeApollo } from '../lib/apollo.ts';
import { restoreLanguage } from '../lib/i18n.ts';
import { signInPath } from '../lib/paths.ts';
import { lacksSecondFactor, ReloadSessionContext, SessionContext } from '../lib/session.ts';
import type { SessionAnswer } from '../lib/session.ts';
import { onSecondFactorMissing, sessionFetch } from '../lib/session_fetch.ts';
import { Asking } from './Asking.tsx';
import { makeRouter } from './routes.tsx';
import { StartFailed } from './StartFailed.tsx';
import './app.css';

const SecondFactorGate = lazy(async () => ({
  default: (await import('./SecondFactorGate.tsx')).SecondFactorGate,
}));

async function askWhoIAm() {
  const response = await sessionFetch('/auth/me');
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`/auth/me answered ${response.status}`);
  return (await response.json()) as SessionAnswer;
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
    root.render(
      <AppTheme>
        <StartFailed onRetry={() => void start(root)} />
      </AppTheme>,
    );
  }
}

/** Everything behind the sign-in. */
function App({ session: first }: { session: SessionAnswer }) {
  const [session, setSession] = useState(first);
  const [isGateOpen, setGateOpen] = useState(!lacksSecondFactor(first));
  const mustEnrol = lacksSecondFactor(session);
  const reload = useCallback(async () => {
    const answer = await askWhoIAm();
    if (answer && answer.user.id !== first.user.id)
      window.location.reload(); // Another window signed somebody else in.
    else if (answer) setSession(answer);
  }, [first]);
  useEffect(() => onSecondFactorMissing(() => void reload().catch(() => undefined)), [reload]);
  function enter() {
    setGateOpen(true);
    // What does not come now is told where it is shown.
    reload()
      .then(() => client.refetchQueries({ include: 'active' }))
      .catch(() => undefined);
  }
  return (
    <AppTheme>
      <SessionContext value={session}>
        <ReloadSessionContext value={reload}>
          <ApolloProvider client={client}>
            <Toasts>
              {/* A page that was open when the second factor became a duty stays under the gate,
                  with what was typed. */}
              {isGateOpen && <RouterProvider router={router} />}
              {(mustEnrol || !isGateOpen) && (
                <Suspense>
                  <SecondFactorGate onEntered={enter} />
                </Suspense>
              )}
              <Asking />
            </Toasts>
          </ApolloProvider>
        </ReloadSessionContext>
      </SessionContext>
    </AppTheme>
  );
}

const client = makeApollo();
const router = makeRouter();
