import { useEffect, useRef } from 'react';
import { browserStore } from '../../../lib/browser_store.ts';
import { isWorthKeeping } from './issue_values.ts';
import type { IssueValues } from './issue_values.ts';

/** A slip being typed, kept in this browser for its author until it is posted. */
export interface IssueDraft {
  /** Made once per intention: sending it again after a lost answer never makes a second slip. */
  clientKey: string;
  savedAt: string;
  values: IssueValues;
}

const DELAY = 400;
const keyOf = (userId: string) => `sodaily-issue-draft:${userId}`;

export function readDraft(userId: string): IssueDraft | null {
  const text = browserStore.get(keyOf(userId));
  if (!text) return null;
  try {
    const draft = JSON.parse(text) as IssueDraft;
    return Array.isArray(draft.values.lines) && isWorthKeeping(draft.values) ? draft : null;
  } catch {
    return null;
  }
}

export function dropDraft(userId: string) {
  browserStore.remove(keyOf(userId));
}

export function writeDraft(userId: string, clientKey: string, values: IssueValues) {
  const draft: IssueDraft = { clientKey, savedAt: new Date().toISOString(), values };
  browserStore.set(keyOf(userId), JSON.stringify(draft));
}

/**
 * Saves what was changed while typing, and once more when the page goes away. Returns how to stop
 * for good.
 */
export function useDraftKeeping(
  userId: string,
  clientKey: string,
  values: IssueValues,
  isChanged: boolean,
) {
  const isStopped = useRef(false);
  const latest = useRef({ clientKey, values, isChanged });
  useEffect(() => {
    latest.current = { clientKey, values, isChanged };
  });

  useEffect(() => {
    if (!isChanged || !isWorthKeeping(values)) return undefined;
    const timer = setTimeout(() => {
      if (!isStopped.current) writeDraft(userId, clientKey, values);
    }, DELAY);
    return () => clearTimeout(timer);
  }, [userId, clientKey, values, isChanged]);

  useEffect(() => {
    const save = () => {
      const { clientKey: key, values: now, isChanged: isWork } = latest.current;
      if (!isStopped.current && isWork && isWorthKeeping(now)) writeDraft(userId, key, now);
    };
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [userId]);

  return () => {
    isStopped.current = true;
    dropDraft(userId);
  };
}
