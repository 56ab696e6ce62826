import { readFileSync } from 'node:fs';
import { invalid } from '../http/errors.ts';

/** What a request asks to run: a document of the web client by its hash, or one of its own. */
export type Asked = Readonly<{
  documentId?: string | null | undefined;
  query?: string | null | undefined;
  operationName?: string | null | undefined;
}>;

/** Written by `npm run codegen` from the operations of the web client. */
const FILE = new URL('trusted_documents.json', import.meta.url);

export type Trust = ReturnType<typeof makeTrust>;

/**
 * With `isRequired` the server runs what our own pages ask and nothing else, so nobody explores the
 * schema or writes a document that hurts. Without it (demo mode) any document may come too.
 */
export function makeTrust(isRequired: boolean) {
  const documents = new Map(
    Object.entries(JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>),
  );
  return {
    documents,
    /** Error: VALIDATION_ERROR, without a word about which documents there are. */
    textOf({ documentId, query }: Asked): string {
      if (documentId) {
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
