/** The city as the server describes it, brought to what screens ask: a position and an ability a place. */

import type { City, Facility, Pier } from './documents';

interface PositionFact {
  lat: number;
  lon: number;
  verified: boolean;
}

interface FacilityFact extends Omit<Facility, 'lat' | 'lon' | 'capabilities'> {
  position: PositionFact;
  hospital: { services: { id: string }[] } | null;
}

interface PierFact extends Omit<Pier, 'lat' | 'lon'> {
  position: PositionFact;
}

interface BoatLegFact {
  id: string;
  from_pier: string;
  to_pier: string;
}

export type CityDocument = Omit<City, 'facilities' | 'piers' | 'boat_legs'> & {
  facilities: FacilityFact[];
  piers: PierFact[];
  boat_legs: BoatLegFact[];
};

/** A place counts as verified only when its position is: what is drawn on the map must not look surer than it is. */
export function readCity(document: CityDocument): City {
  return {
    ...document,
    facilities: document.facilities.map(({ position, hospital, ...facility }) => ({
      ...facility,
      lat: position.lat,
      lon: position.lon,
      verified: facility.verified && position.verified,
      ...(hospital ? { capabilities: hospital.services.map(({ id }) => id) } : {}),
    })),
    piers: document.piers.map(({ position, ...pier }) => ({
      ...pier,
      lat: position.lat,
      lon: position.lon,
      verified: pier.verified && position.verified,
    })),
    boat_legs: document.boat_legs.map(({ id, from_pier, to_pier }) => ({ id, from: from_pier, to: to_pier })),
  };
}
