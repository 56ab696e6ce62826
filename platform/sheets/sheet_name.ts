/** What Excel keeps of the name of a sheet, in UTF-16 units as it counts. */
const LONGEST = 31;
/** What no name may have, and what nobody can see in one. */
const FORBIDDEN = /[:\\/?*[\]\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

/**
 * The name of a sheet by its title. One that Excel would not take makes it offer a repair, and
 * other
 * programs refuse the whole file.
 */
export function sheetName(title: string): string {
  const spoken = title.replace(FORBIDDEN, ' ').replaceAll(/\s+/g, ' ');
  const name = withoutEdges(cutTo(LONGEST, withoutEdges(spoken)));
  if (name === '') return 'Sheet1';
  // the one word that Excel keeps for itself
  return name.toLowerCase() === 'history' ? `${name} 1` : name;
}

/** An apostrophe quotes names in formulas, so none begins or ends with one. */
function withoutEdges(text: string): string {
  let kept = text.trim();
  while (kept.startsWith("'")) kept = kept.slice(1).trimStart();
  while (kept.endsWith("'")) kept = kept.slice(0, -1).trimEnd();
  return kept;
}

/** The beginning of a text, no letter cut in two. */
export function cutTo(longest: number, text: string): string {
  if (text.length <= longest) return text;
  const isCut = /[\uD800-\uDBFF]/.test(text.charAt(longest - 1));
  return text.slice(0, isCut ? longest - 1 : longest);
}
