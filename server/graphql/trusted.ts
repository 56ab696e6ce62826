import { fileURLToPath } from 'node:url';
import { followFile } from '../../platform/followed_file.ts';
import { invalid } from '../http/errors.ts';

/** What a request asks to run: a document of the web client by its hash, or one of its own. */
export type Asked = Readonly<{
  documentId?: string | null | undefined;
  query?: string | null | undefined;
  operationName?: string | null | undefined;
}>;

/** Written by `npm run codegen` and `npm run dev` from the operations of the web client. */
const FILE = fileURLToPath(new URL('trusted_documents.json', import.meta.url));

const parse = (text: string): ReadonlyMap<string, string> =>
  new Map(Object.entries(JSON.parse(text) as Record<string, string>));

export type Trust = ReturnType<typeof makeTrust>;

/**
 * With `isRequired` the server runs what our own pages ask and nothing else, so nobody explores the
 * schema or writes a document that hurts. Without it (demo mode) any document may come too. A hash
 * that is not known makes it look at the file again: the page may be newer than this process.
 */
export function makeTrust(isRequired: boolean, path: string = FILE) {
  const file = followFile(path, parse);
  let documents = file.current();
  return {
    /** Error: VALIDATION_ERROR, without a word about which documents there are. */
    textOf({ documentId, query }: Asked): string {
      if (documentId) {
        if (!documents.has(documentId)) documents = file.current();
        const text = documents.get(documentId);
        if (text === undefined) throw invalid([{ path: 'documentId', reason: 'unknown' }]);
        return text;
      }
      if (isRequired) throw invalid([{ path: 'query', reason: 'trusted_only' }]);
      if (!query) throw invalid([{ path: 'query', reason: 'required' }]);
      return query;
    },
  };
}
