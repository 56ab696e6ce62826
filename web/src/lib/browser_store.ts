/** localStorage that may be forbidden or full: then nothing is kept, and nothing breaks. */
export const browserStore = {
  get(key: string) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key: string, value: string) {
    try {
      window.localStorage.setItem(key, value);
    } catch {
      // Keeping it is a convenience.
    }
  },
  remove(key: string) {
    try {
      window.localStorage.removeItem(key);
    } catch {
      // See set.
    }
  },
};
