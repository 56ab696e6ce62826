import papers from '../../../../db/words/papers.json';
import { useWord } from '../../lib/words.ts';

/** What stands above a slip on paper, and who signs below, in the language of the screen. */
export function usePaper(slip: keyof typeof papers.signatures) {
  const title = useWord(papers.titles);
  const signer = useWord(papers.signers);
  return { title: title(slip), signatures: papers.signatures[slip].map(signer) };
}
