// node --import of a process whose clock is wrong: by CLOCK_SHIFT_MS, ahead or behind. What is
// measured, such as timeouts, goes on as it was.
const shift = Number(process.env['CLOCK_SHIFT_MS'] ?? '0');
const right = Date;
const now = (): number => right.now() + shift;

globalThis.Date = new Proxy(right, {
  construct: (target, given: unknown[], made) =>
    given.length === 0
      ? Reflect.construct(target, [now()], made)
      : Reflect.construct(target, given, made),
  apply: () => new right(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
