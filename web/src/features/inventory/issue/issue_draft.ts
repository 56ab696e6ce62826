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

function writeDraft(userId: string, clientKey: string, values: IssueValues) {
  const draft: IssueDraft = { clientKey, savedAt: new Date().toISOString(), values };
  browserStore.set(keyOf(userId), JSON.stringify(draft));
}

interface Kept {
  values: IssueValues;
  keyNow(): string;
  /** Whether there is something to keep: no longer once the slip is posted. */
  hasWork(): boolean;
}

/** Saves what was changed while typing, and once more when the page goes away. */
export function useDraftKeeping(userId: string, { values, keyNow, hasWork }: Kept) {
  const save = useRef<(typed?: IssueValues) => void>(() => undefined);
  useEffect(() => {
    save.current = (typed = values) => {
      if (hasWork()) writeDraft(userId, keyNow(), typed);
    };
  });

  useEffect(() => {
    const timer = setTimeout(() => save.current(values), DELAY);
    return () => clearTimeout(timer);
  }, [values]);

  useEffect(() => {
    const saveNow = () => save.current();
    window.addEventListener('pagehide', saveNow);
    return () => {
      window.removeEventListener('pagehide', saveNow);
      saveNow();
    };
  }, []);
}
