/**
 * A question to the database whose answer serves all who ask within `keepMs`: gauges are collected
 * side by side, and each scrape asks all of them. An error is not kept.
 */
export function sharedAnswer<T>(ask: () => Promise<T>, keepMs: number): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let askedAt = 0;
  return () => {
    const now = performance.now();
    if (answer !== undefined && now - askedAt < keepMs) return answer;
    askedAt = now;
    const asked = ask();
    answer = asked;
    asked.catch(() => {
      if (answer === asked) answer = undefined;
    });
    return asked;
  };
}
