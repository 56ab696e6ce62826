import { useEffect, useState } from 'react';
import { currentLanguage } from '../../lib/i18n.ts';
import { failureOf } from './sign_in.ts';
import type { SignInFailure } from './sign_in.ts';

/** Seconds left of a wait, counting down by the clock: a sleeping phone does not stretch it. */
function useCountdown() {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === 0) return undefined;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(rest);
      if (rest === 0) setUntil(0);
    }, 250);
    return () => clearInterval(timer);
  }, [until]);
  function start(seconds: number) {
    setLeft(seconds);
    setUntil(seconds > 0 ? Date.now() + seconds * 1000 : 0);
  }
  return { left, start };
}

/** One thing sent at a time by a page before the sign-in, and what was said to it. */
export function useAttempt() {
  const [failure, setFailure] = useState<SignInFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { left, start } = useCountdown();
  // Once it may be tried again there is nothing to be told any more.
  const isOver = failure !== null && failure.wait > 0 && left === 0;
  return {
    failure: isOver ? null : failure,
    isBusy,
    /** Seconds until the next attempt. */
    left,
    /** Something was typed. A wait stays: it is not over by typing. */
    forget: () => {
      if (left === 0) setFailure(null);
    },
    /** This is about somebody else now, who has not failed. */
    restart: () => {
      setFailure(null);
      start(0);
    },
    /** Null when it went well: it then stays busy, as the page goes on to something else. */
    async attempt(act: () => Promise<void>): Promise<SignInFailure | null> {
      setBusy(true);
      setFailure(null);
      try {
        await act();
        return null;
      } catch (error) {
        const found = failureOf(error, currentLanguage());
        setFailure(found);
        start(found.wait);
        setBusy(false);
        return found;
      }
    },
  };
}
