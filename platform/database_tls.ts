// Whether a connection to the database may go over the network as it is.

/** Nobody listens between two processes of one machine. */
const OF_THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/;

export const isThisMachine = (host: string): boolean =>
  host === '' || host.startsWith('/') || OF_THIS_MACHINE.test(host);

/**
 * Why a connection string may not be used outside demo mode: to another machine it must say how it
 * is protected. `sslmode=verify-full` encrypts and checks who answers; `sslmode=disable` is for a
 * network that nobody else can enter, such as that of docker compose, and has to be written down.
 * Weaker modes encrypt for whoever answers. Undefined when nothing is wrong.
 */
export function tlsProblem(connectionString: string): string | undefined {
  const url = URL.parse(connectionString);
  if (!url) return undefined;
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  if (isThisMachine(host)) return undefined;
  const mode = url.searchParams.get('sslmode');
  if (mode === 'verify-full' || mode === 'disable') return undefined;
  return (
    'must say sslmode=verify-full, since the database is on another machine '
    + '(sslmode=disable in a network that nobody else can enter)'
  );
}
