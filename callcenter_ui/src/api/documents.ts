/** What the reading endpoints answer: city, places, recommendation, session, events. */

import type { FeatureCollection } from 'geojson';
import type {
  CallDisposition, CallRow, Grade, HandoverRow, IncidentRow, Instant, PatientRow, Priority, Role, TaskRow,
} from './rows';

export interface Session {
  account: {
    id: string;
    name: string;
    roles: { role: Role; scope: string }[];
    grade: Grade | null;
    language: 'id' | 'en';
  };
  csrf: string;
  psc: { key: string; name: string; training: boolean }[];
  device: { id: string; unit_id: string } | null;
}

export interface DemoAccount {
  username: string;
  password: string;
  role: Role;
  name: string;
  guide: string;
  /** The PSC where the account works, when there are several. */
  psc?: string;
}

export interface Health {
  status: string;
  version: string;
  database: string;
  bus: string;
  network: { label: string };
  demo: boolean;
}

export interface Kelurahan {
  code: string;
  name: string;
  kecamatan: string;
  lat: number;
  lon: number;
}

export interface Facility {
  id: string;
  name: string;
  kind: string;
  lat: number;
  lon: number;
  verified: boolean;
  capabilities?: string[];
  phone?: string | null;
  address?: string | null;
  note?: string | null;
}

export interface Pier {
  id: string;
  name: string;
  lat: number;
  lon: number;
  verified: boolean;
}

/** A unit as the profile knows it, also one whose row this person may not see. */
export interface CityUnit {
  id: string;
  name: string;
  kind: string;
  facility_id: string;
}

export interface City {
  id: string;
  name: string;
  zone: string;
  bbox: [number, number, number, number];
  /** Services that can be called when our own units have nothing. */
  hotlines: { id: string; name: string; number: string | null }[];
  kelurahan: Kelurahan[];
  facilities: Facility[];
  piers: Pier[];
  units?: CityUnit[];
  boat_legs: { id: string; from: string; to: string }[];
  channels: { id: string; name: string }[];
  outline: FeatureCollection;
  training: boolean;
  network: { label: string; schematic: boolean; hash: string; attribution: string };
}

export interface PlaceHit {
  kind: 'kelurahan' | 'fasilitas' | 'dermaga' | 'patokan';
  id: string;
  name: string;
  lat: number;
  lon: number;
  kelurahan_code: string | null;
  verified: boolean;
}

/** A code of the policy with its numbers; catalogues turn it into a sentence. */
export interface Code {
  code: string;
  [detail: string]: string | number | boolean | readonly string[] | null | undefined;
}

export interface Candidate {
  unit_id: string;
  name: string;
  kind: string;
  role: string | null;
  eta_s: number | null;
  eta_low_s: number | null;
  eta_high_s: number | null;
  turnout_s: number | null;
  travel_s: number | null;
  kind_of_travel: 'jalan' | 'jalan_laut' | 'garis_lurus' | 'skematik' | string;
  proposed: boolean;
  selectable: boolean;
  reasons: Code[];
  exclusions: Code[];
  /** Units nearer than this one that were not chosen in its place, and why. */
  why_not_nearer: ({ unit_id: string } & Code)[];
  busy: { incident_code: string; since: Instant; by: string } | null;
  position: { age_s: number | null; from_post: boolean };
}

export interface Recommendation {
  at: Instant;
  needs: { capabilities: string[]; roles: { role: string; required: boolean }[] };
  network: { label: string; schematic: boolean };
  ranked: Candidate[];
  shortfalls: { capability: string; next_best: string[] }[];
}

export interface CallerHistory {
  calls: {
    id: string;
    rang_at: Instant;
    disposition: CallDisposition | null;
    incident_code: string | null;
    priority: Priority | null;
  }[];
}

export interface LoggedEvent {
  seq: number;
  type: string;
  /** Ids of the rows it is about: an incident, a task, its unit. */
  subject_ids: string[];
  at: Instant;
  recorded_at: Instant;
  actor: { id: string; name: string };
  on_behalf: string | null;
  summary: Record<string, unknown>;
}

export interface IncidentDetail {
  incident: IncidentRow;
  patients: PatientRow[];
  tasks: TaskRow[];
  handovers: HandoverRow[];
  calls: CallRow[];
}

export interface RouteAnswer {
  coordinates: [number, number][];
  duration_s: number;
  length_m: number;
  kind: string;
  legs: unknown[];
}

export interface CommandAnswer<R = Record<string, unknown>> {
  command_id: string;
  seq: number;
  result: R;
}
