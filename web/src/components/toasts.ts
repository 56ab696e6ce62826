import { createContext, useContext } from 'react';

export interface Toast {
  text: string;
  /** A second line with what changed. */
  detail?: string;
}

export const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Says that something is done. Errors are never told by a toast alone. */
export const useToast = () => useContext(ToastContext);
