const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/**
 * The condition that a moment falls within days, which are Việt Nam's wherever the browser is;
 * nothing without any.
 */
export function daysFilter<Column extends string>(
  column: Column,
  { from, to }: { from: string; to: string },
) {
  const range = {
    ...(isDay(from) ? { greaterThanOrEqualTo: `${from}T00:00:00+07:00` } : {}),
    ...(isDay(to) ? { lessThanOrEqualTo: `${to}T23:59:59.999999+07:00` } : {}),
  };
  return Object.keys(range).length > 0 ? ({ [column]: range } as Record<Column, typeof range>) : {};
}
