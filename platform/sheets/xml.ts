// eslint-disable-next-line no-control-regex -- XML has no word for them
const UNSPEAKABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Text between tags, without what XML cannot hold. */
export const escaped = (text: string): string =>
  text
    .replace(UNSPEAKABLE, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** XML as it is sent: lines are for those who read it in the code. */
export const xml = (text: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${text
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .replaceAll('> <', '><')
    .trim()}`;
