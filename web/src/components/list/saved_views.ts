import { browserStore } from '../../lib/browser_store.ts';

export interface SavedView {
  name: string;
  /** The address behind the page. */
  view: string;
}

const keyOf = (list: string, userId: string) => `sodaily.views.${list}:${userId}`;

const isView = (one: unknown): one is SavedView =>
  typeof one === 'object'
  && one !== null
  && typeof (one as SavedView).name === 'string'
  && typeof (one as SavedView).view === 'string';

/** The views that a person keeps of a list, in this browser. */
export function savedViews(list: string, userId: string): readonly SavedView[] {
  try {
    const kept: unknown = JSON.parse(browserStore.get(keyOf(list, userId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

/** One of a name that is there already takes its place. */
export function keepView(list: string, userId: string, saved: SavedView) {
  const others = savedViews(list, userId).filter(({ name }) => name !== saved.name);
  browserStore.set(keyOf(list, userId), JSON.stringify([...others, saved]));
}

export function dropView(list: string, userId: string, name: string) {
  const left = savedViews(list, userId).filter((one) => one.name !== name);
  browserStore.set(keyOf(list, userId), JSON.stringify(left));
}
