// What to do about a difference, beside what it is.
import { describe, type Difference } from './compare.ts';

/** Folder of the file that an object of a kind stands in. */
const homes: [kind: RegExp, folder: string][] = [
  [/^(?:table|column|constraint|index|order of columns|sequence)\b/, 'tables'],
  [/^(?:type|domain)\b/, 'types'],
  [/^(?:view|materialized view)\b/, 'views'],
  [/^policy\b/, 'policies'],
  [/^(?:trigger|event trigger)\b/, 'rules'],
  [/^function\b/, 'functions or rules'],
];

/** The difference and where the files say otherwise: for whoever edits them. */
export function sentence(difference: Difference, here: string, there: string): string {
  const what = difference.object.replace(/^(?:comment|grant) on /, '');
  const folder = homes.find(([kind]) => kind.test(what))?.[1];
  const schema = /\b([a-z]\w*)\./.exec(what.replace(/^.* (?:on|in) /, ''))?.[1];
  const home =
    folder === undefined || schema === undefined ? '' : ` (db/fixtures/${schema}/${folder})`;
  return `${describe(difference, here, there)}${home}`;
}
