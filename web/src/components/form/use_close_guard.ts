import { useEffect, useState } from 'react';

interface Guarded {
  isBusy: boolean;
  /** Whether something was typed that closing would lose. */
  hasWork(): boolean;
  onClose(): void;
}

/**
 * Closing a dialog loses nothing by accident: a click beside it does nothing while something is
 * typed, Esc and the button ask first.
 */
export function useCloseGuard({ isBusy, hasWork, onClose }: Guarded) {
  const [isAsking, setAsking] = useState(false);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (hasWork()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [hasWork]);

  function close(reason?: 'backdropClick' | 'escapeKeyDown') {
    if (isBusy) return;
    if (!hasWork()) onClose();
    else if (reason !== 'backdropClick') setAsking(true);
  }

  return { close, isAsking, stay: () => setAsking(false), drop: onClose };
}

export type CloseGuard = ReturnType<typeof useCloseGuard>;
