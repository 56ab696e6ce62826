import { describe, expect, it } from 'vitest';
import { keysHere } from './keys_here.ts';

const person = (scopes: string[], roles = ['sales']) => ({
  user: { roles },
  can: (scope: string) => scopes.includes(scope),
});
const seller = person(['inventory:read', 'inventory:write']);
const combinations = (pathname: string, session = seller, hasSearch = false) =>
  keysHere({ pathname, hasSearch, session }).flatMap(({ keys }) => keys.map(([key]) => key));

describe('the keys that are told', () => {
  it('are those of the page: lines are removed where there are lines', () => {
    expect(combinations('/phieu-xuat/new')).toContain('Alt Backspace');
    expect(combinations('/phieu-xuat/new')).toContain('Alt T');
    expect(combinations('/kiem-ke/new')).not.toContain('Alt T');
    expect(combinations('/phieu-thu/new')).not.toContain('Alt Backspace');
    expect(combinations('/phieu-thu/new')).toContain('Alt D');
    expect(combinations('/phieu-thu')).not.toContain('Alt D');
  });

  it('are those of the person: only who may write a slip is told of N', () => {
    expect(combinations('/')).toContain('N');
    expect(combinations('/', person(['inventory:read'], ['warehouse']))).not.toContain('N');
    expect(combinations('/', person(['inventory:read'], ['agency']))).toContain('N');
  });

  it('lead to a search where the page has one', () => {
    expect(combinations('/dai-ly', seller, true)).toContain('/');
    expect(combinations('/dai-ly')).not.toContain('/');
  });

  it('save a form whose address has a key in it', () => {
    const first = (pathname: string) =>
      keysHere({ pathname, hasSearch: false, session: seller })[0]?.name;
    expect(first('/dai-ly/7/sua')).toBe('form');
    expect(first('/dai-ly/7')).toBe('agency');
    expect(first('/dai-ly')).toBe('everywhere');
  });
});
