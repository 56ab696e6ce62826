import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { paths } from '../lib/paths.ts';
import { useSession } from '../lib/session.ts';
import { isTyping, isUnderDialog } from '../lib/typing.ts';
import { mayOpen } from './rights.ts';

/** Ctrl+K everywhere; single keys only where nobody is typing and no dialog is open. */
export function useShellKeys(open: (dialog: 'palette' | 'keys') => void) {
  const navigate = useNavigate();
  const session = useSession();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open('palette');
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.defaultPrevented || isUnderDialog()) return;
      const search = document.querySelector<HTMLInputElement>('[data-search]');
      if (event.key === '?') open('keys');
      else if (event.key === '/' && search) search.focus();
      else if (event.key === 'n' && mayOpen('newIssue', session)) void navigate(paths.newIssue);
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}
