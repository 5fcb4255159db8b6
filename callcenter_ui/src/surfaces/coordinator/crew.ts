import type { UnitRow } from '../../api/rows';

/** The unit that a person is on duty in now; one that is off duty holds nobody. */
export function findUnitOf(person_id: string, units: readonly UnitRow[]): UnitRow | null {
  return (
    units.find(({ duty, crew }) => duty !== 'off_duty' && crew.some((member) => member.person_id === person_id)) ?? null
  );
}
