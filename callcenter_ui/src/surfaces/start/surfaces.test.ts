import { describe, expect, it } from 'vitest';
import type { Session } from '../../api/documents';
import type { Role } from '../../api/rows';
import { listRoles, practiceUrl } from './surfaces';

function session(roles: Role[], training = true): Session {
  return {
    account: { id: 'a', name: 'A', grade: null, language: 'id', roles: roles.map((role) => ({ role, scope: 'kota' })) },
    csrf: '',
    psc: [{ key: 'kota', name: 'Kota', training: false }, ...(training ? [{ key: 'kota-latihan', name: 'Latihan', training: true }] : [])],
    device: null,
  };
}

describe('listRoles', () => {
  it('offers each page once, however many roles lead there', () => {
    expect(listRoles(session(['admin', 'supervisor', 'operator']))).toEqual(['operator', 'supervisor']);
    expect(listRoles(session(['admin']))).toEqual(['admin']);
    expect(listRoles(session([]))).toEqual([]);
  });
});

describe('practiceUrl', () => {
  it('keeps an operator’s practice away from real calls', () => {
    expect(practiceUrl('operator', session(['operator']), true)).toBe('/operator?psc=kota-latihan&panduan=1');
    expect(practiceUrl('operator', session(['operator'], false), true)).toBe('/operator?panduan=1');
  });

  it('opens the plain screen without a guide', () => {
    expect(practiceUrl('crew', session(['crew']), false)).toBe('/crew');
  });
});
