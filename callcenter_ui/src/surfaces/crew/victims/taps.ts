import { newId } from '../../../api/client';
import type { Actor, DisasterType, EmergencyService, Priority, SceneHazard, TagMethod } from '../../../api/rows';
import type { QueuedCommand, VictimMove } from '../queue/command';
import type { Outbox } from '../queue/outbox.svelte';
import type { Findings } from './start';

export interface MethaneTold {
  major: boolean;
  type: DisasterType;
  location?: string;
  hazards: SceneHazard[];
  access?: string;
  casualties?: number;
  services: EmergencyService[];
}

export interface TagTold {
  number: string;
  colour: Priority;
  method: TagMethod;
  findings: Findings | null;
  /** Of a victim that has a tag: it is given another colour. */
  victim_id?: string;
  /** The patient known by telephone that this victim is found to be. */
  patient_id?: string;
}

/** What a crew says of one incident's victims. Everything goes through the queue, under ids made here. */
export class VictimTaps {
  readonly #outbox: Outbox;
  readonly #by: Actor;
  readonly #incident_id: string;
  readonly #at: string;

  constructor(parts: { outbox: Outbox; by: Actor; incident_id: string; path: string }) {
    this.#outbox = parts.outbox;
    this.#by = parts.by;
    this.#incident_id = parts.incident_id;
    this.#at = parts.path;
  }

  declare(reason: string, victims_told: number): Promise<QueuedCommand> {
    return this.#add('/declare', { reason, victims_told }, { kind: 'declare', incident_id: this.#incident_id });
  }

  reportMethane(told: MethaneTold): Promise<QueuedCommand> {
    return this.#add('/methane', { ...told }, { kind: 'methane', incident_id: this.#incident_id });
  }

  nameSector(sector_id: string, name: string): Promise<QueuedCommand> {
    return this.#add('/sectors', { sector_id, name }, { kind: 'sector', incident_id: this.#incident_id, sector_id, name });
  }

  async tag({ victim_id = newId(), patient_id, number, colour, method, findings }: TagTold): Promise<string> {
    const found = patient_id === undefined ? {} : { patient_id };
    const body = { victim_id, ...found, number, colour, method, ...(findings ? { findings } : {}) };
    await this.#add('/victims', body, { kind: 'tag', incident_id: this.#incident_id, victim_id, number, colour, ...found });
    return victim_id;
  }

  place(victim_id: string, sector_id: string | null): Promise<QueuedCommand> {
    return this.#move(victim_id, '/sector', { sector_id }, { sector_id });
  }

  load(victim_id: string, task_id: string | null): Promise<QueuedCommand> {
    return this.#move(victim_id, '/load', { task_id }, { aboard_of: task_id });
  }

  depart(victim_id: string, hospital_id: string): Promise<QueuedCommand> {
    return this.#move(victim_id, '/depart', { hospital_id }, { departed_to: hospital_id });
  }

  #move(victim_id: string, path: string, body: Record<string, unknown>, to: VictimMove): Promise<QueuedCommand> {
    const meaning = { kind: 'move_victim', incident_id: this.#incident_id, victim_id, to } as const;
    return this.#add(`/victims/${victim_id}${path}`, body, meaning);
  }

  #add(path: string, body: Record<string, unknown>, meaning: QueuedCommand['meaning']): Promise<QueuedCommand> {
    return this.#outbox.add({ path: `${this.#at}${path}`, body, meaning }, this.#by);
  }
}
