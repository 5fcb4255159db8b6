/**
 * What the endpoints answer, under the names that screens use. Every shape comes from the server's own API document;
 * written here is only what it cannot say: which fields are sealed (see `rows.ts`).
 */

import type { FeatureCollection } from 'geojson';
import type * as server from './generated';
import type { CallRow, HandoverRow, IncidentRow, PatientRow, TaskRow } from './rows';

export type {
  CallerHistory, Colleague, DemoAccount, DistributionDocument as Distribution, ProposalDocument as Proposal, EventDocument as LoggedEvent, Health, Hotline, Kelurahan,
  PlaceHitDocument as PlaceHit, RecommendationDocument as Recommendation,
  SessionDocument as Session,
} from './generated';

export type Candidate = server.CandidateDocument;
/** A code of the policy with its numbers; catalogues turn it into a sentence. */
export type Code = server.ReasonDocument | server.ExclusionDocument | server.NearerDocument;

type Placed<Fact> = Omit<Fact, 'position'> & { lat: number; lon: number };

/** A place with its position brought up. `verified`: both what is said of it and where it is. */
export type Facility = Omit<Placed<server.Facility>, 'hospital'> & {
  /** Services of a hospital, e.g. `igd`. */
  capabilities?: string[];
};
export type Pier = Placed<server.Pier>;
/** A unit as the profile knows it, also one whose row this person may not see. */
export type CityUnit = server.Unit;
export type City = Omit<server.CityDocument, 'facilities' | 'piers' | 'outline'> & {
  facilities: Facility[];
  piers: Pier[];
  outline: FeatureCollection;
};

/** A case in full; its rows are sealed as on the board. */
export interface IncidentDetail extends Record<keyof server.Case, unknown> {
  incident: IncidentRow;
  patients: PatientRow[];
  tasks: TaskRow[];
  handovers: HandoverRow[];
  calls: CallRow[];
}

/** Every command's answer; what is in `result` depends on the command. */
export type CommandAnswer<R = server.CommandAnswer['result']> = Omit<server.CommandAnswer, 'result'> & { result: R };
