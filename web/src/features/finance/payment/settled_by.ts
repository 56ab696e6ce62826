/** A document that asks an agency for money. */
export interface OpenDocument {
  seq: string;
  name: string;
  openAmount: string;
  documentDate: string;
  dueDate: string;
}

interface Settled {
  document: OpenDocument;
  /** What is still open of it afterwards, đồng. */
  left: string;
}

/** What is due earliest first, then what has the earlier date, then what came earlier. */
function earliestFirst(a: OpenDocument, b: OpenDocument) {
  return (
    a.dueDate.localeCompare(b.dueDate)
    || a.documentDate.localeCompare(b.documentDate)
    || (BigInt(a.seq) < BigInt(b.seq) ? -1 : 1)
  );
}

/** A preview of what the books will settle with an amount; the database settles it. */
export function settledBy(amount: string, documents: readonly OpenDocument[]) {
  let rest = BigInt(amount || '0');
  const settled: Settled[] = [];
  for (const document of documents.toSorted(earliestFirst)) {
    if (rest <= 0n) break;
    const open = BigInt(document.openAmount);
    settled.push({ document, left: (open > rest ? open - rest : 0n).toString() });
    rest -= open;
  }
  return { settled, advance: (rest > 0n ? rest : 0n).toString() };
}
