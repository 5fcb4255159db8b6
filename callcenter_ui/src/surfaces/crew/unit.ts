import type { Session } from '../../api/documents';

/** The unit of this tablet, else the only unit the account may crew; null when it has to be asked. */
export function findUnit({ device, account, psc }: Session): string | null {
  if (device) return device.unit_id;
  const scopes = account.roles.filter(({ role }) => role === 'crew').map(({ scope }) => scope);
  const units = scopes.filter((scope) => !psc.some(({ key }) => scope === key || scope === `psc:${key}`));
  return units.length === 1 ? (units[0] ?? null) : null;
}
