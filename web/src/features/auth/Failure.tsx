import { useTranslation } from 'react-i18next';
import type { SignInFailure } from './sign_in.ts';

interface Props {
  failure: SignInFailure | null;
  /** Seconds until the next attempt. */
  left?: number;
  /** The fields that tell themselves why they were refused. */
  told?: readonly string[];
}

/** 83 → "1:23". */
const clock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** What the server said to a form before the sign-in. */
export function Failure({ failure, left = 0, told }: Props) {
  const { t } = useTranslation('auth');
  const fields = Object.keys(failure?.fields ?? {});
  const isShown =
    failure !== null && (fields.length === 0 || !fields.every((name) => told?.includes(name)));
  // The alert is there from the start, as a live region is announced only when it changes; the
  // clock stands outside of it, or it would be read out every second.
  return (
    <div className={isShown ? 'sign-in-failure' : undefined}>
      <div role="alert">
        {isShown && (left > 0 ? t('locked') : sentenceOf(failure, t('noConnection'), t('failed')))}
        {isShown && failure.traceId && <small>{t('traceId', { traceId: failure.traceId })}</small>}
      </div>
      {isShown && left > 0 && <div role="timer">{t('lockedFor', { time: clock(left) })}</div>}
    </div>
  );
}

const sentenceOf = (
  { isOffline, sentence }: SignInFailure,
  noConnection: string,
  failed: string,
) => (isOffline ? noConnection : (sentence ?? failed));
