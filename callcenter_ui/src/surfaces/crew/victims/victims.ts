/** The victims of one incident as this tablet knows them: the rows, with the taps on top that no row shows yet. */

import type { HeldTag, IncidentRow, PatientRow, Priority, TaskRow, Whereabouts } from '../../../api/rows';
import type { QueuedCommand } from '../queue/command';

export interface Victim {
  /** The patient's id, or the tag's own while the server has not heard of it. */
  id: string;
  /** Null: known by telephone, and not tagged. */
  number: string | null;
  colour: Priority | null;
  patient_number: number | null;
  tagged_at: string | null;
  tagged_by: string | null;
  held: HeldTag | null;
  sector_id: string | null;
  hospital_id: string | null;
  /** The task whose unit has them aboard. */
  carried_by: string | null;
  whereabouts: Whereabouts;
  /** True while a tap about them waits for a signal. */
  waiting: boolean;
}

const WORST_FIRST: readonly (Priority | null)[] = ['merah', 'kuning', null, 'hijau', 'hitam'];

export function listVictims(
  patients: readonly PatientRow[],
  commands: readonly QueuedCommand[],
  incident_id: string,
  stream_seq: number,
): Victim[] {
  const victims = new Map<string, Victim>();
  const alias = new Map<string, string>();
  for (const row of patients) {
    victims.set(row.id, ofRow(row));
    if (row.tag) alias.set(row.tag.victim_id, row.id);
  }
  for (const command of commands) {
    const { meaning, phase, seq } = command;
    const open = phase === 'waiting' || (phase === 'delivered' && (seq ?? 0) > stream_seq);
    if (!open || (meaning.kind !== 'tag' && meaning.kind !== 'move_victim')) continue;
    if (meaning.incident_id !== incident_id) continue;
    const id = alias.get(meaning.victim_id) ?? meaning.victim_id;
    if (meaning.kind === 'move_victim') {
      const known = victims.get(id);
      if (known) victims.set(id, { ...known, ...moved(meaning.to), waiting: true });
      continue;
    }
    const telephone = meaning.patient_id === undefined ? undefined : victims.get(meaning.patient_id);
    const known = victims.get(id) ?? (telephone?.number === null ? telephone : undefined);
    const victim: Victim = {
      ...(known ?? blank(id)),
      number: known?.number ?? meaning.number,
      colour: meaning.colour,
      tagged_at: command.occurred_at,
      tagged_by: command.tapped_by.name,
      waiting: true,
    };
    victims.set(victim.id, victim);
    alias.set(meaning.victim_id, victim.id);
  }
  return [...victims.values()].toSorted(
    (a, b) =>
      WORST_FIRST.indexOf(a.colour) - WORST_FIRST.indexOf(b.colour) ||
      (a.number ?? '').localeCompare(b.number ?? '', undefined, { numeric: true }),
  );
}

/**
 * The number of the next tag: a letter for each unit that was sent, in the order of sending, so that two tablets
 * without signal never give the same one.
 */
export function nextNumber(incident: Pick<IncidentRow, 'task_ids'>, task_id: string, victims: readonly Victim[]): string {
  const letter = String.fromCharCode(65 + (Math.max(0, incident.task_ids.indexOf(task_id)) % 26));
  const taken = victims.flatMap(({ number }) => {
    const match = number?.match(/^([A-Z])(\d+)/);
    return match?.[1] === letter ? [Number(match[2])] : [];
  });
  return `${letter}${String(Math.max(0, ...taken) + 1).padStart(2, '0')}`;
}

/** Sectors of the incident, with those that this tablet has named and the board does not know yet. */
export function listSectors(
  incident: Pick<IncidentRow, 'id' | 'mass_casualty'>,
  commands: readonly QueuedCommand[],
): { id: string; name: string }[] {
  const known = incident.mass_casualty?.sectors ?? [];
  const named = commands.flatMap(({ meaning, phase }) =>
    meaning.kind === 'sector' && phase !== 'refused' && meaning.incident_id === incident.id
      ? [{ id: meaning.sector_id, name: meaning.name }]
      : [],
  );
  return [...known, ...named.filter(({ id }) => known.every((sector) => sector.id !== id))];
}

export function countColours(victims: readonly Victim[]): Record<Priority | 'belum', number> {
  const counts = { merah: 0, kuning: 0, hijau: 0, hitam: 0, belum: 0 };
  for (const { number, colour } of victims) counts[number === null || colour === null ? 'belum' : colour] += 1;
  return counts;
}

/**
 * Black victims to be looked at again: another unit has come since, or no red one is left at the scene.
 * A tag is a moment's judgement of what hands there were.
 */
export function listToReassess(victims: readonly Victim[], tasks: readonly TaskRow[]): Victim[] {
  const here = victims.filter(({ whereabouts }) => whereabouts === 'at_scene');
  const black = here.filter(({ colour }) => colour === 'hitam');
  const red = here.some(({ colour }) => colour === 'merah');
  const arrivals = tasks.flatMap(({ active, stamps }) => (active && stamps.on_scene ? [stamps.on_scene.at] : []));
  return black.filter(({ tagged_at }) => !red || arrivals.some((at) => tagged_at !== null && at > tagged_at));
}

function ofRow(row: PatientRow): Victim {
  return {
    id: row.id,
    number: row.tag?.number ?? null,
    colour: row.priority,
    patient_number: row.number,
    tagged_at: row.tag?.tagged_at ?? null,
    tagged_by: row.tag?.tagged_by.name ?? null,
    held: row.tag?.held ?? null,
    sector_id: row.sector_id ?? null,
    hospital_id: row.hospital_id ?? null,
    carried_by: row.carried_by ?? null,
    whereabouts: row.whereabouts ?? 'at_scene',
    waiting: false,
  };
}

function blank(id: string): Victim {
  return {
    id, number: null, colour: null, patient_number: null, tagged_at: null, tagged_by: null, held: null, sector_id: null,
    hospital_id: null, carried_by: null, whereabouts: 'at_scene', waiting: true,
  };
}

function moved(to: Extract<QueuedCommand['meaning'], { kind: 'move_victim' }>['to']): Partial<Victim> {
  if ('sector_id' in to) return { sector_id: to.sector_id };
  if ('aboard_of' in to) return { carried_by: to.aboard_of };
  return { hospital_id: to.departed_to, whereabouts: 'on_the_way' };
}
