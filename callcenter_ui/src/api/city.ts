/** The city as the server describes it, brought to what screens ask: a position and an ability a place. */

import type { City } from './documents';
import type { CityDocument } from './generated';

/** A place counts as verified only when its position is: what is drawn on the map must not look surer than it is. */
export function readCity(document: CityDocument): City {
  return {
    ...document,
    outline: document.outline as unknown as City['outline'],
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
  };
}
