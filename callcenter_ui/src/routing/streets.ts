/** The streets that the map knows by name, for finding one by a part of it. Pure but for `loadStreets`. */

import type { FeatureCollection } from 'geojson';
import { get } from '../api/client';

/** The names on the base map, once each; the browser has it already. */
export async function loadStreets(networkUrl: string): Promise<string[]> {
  return streetNames(await get<FeatureCollection>(networkUrl));
}

export function streetNames({ features }: FeatureCollection): string[] {
  const names = features.filter(({ properties }) => !properties?.boat).map(({ properties }) => properties?.name as unknown);
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''))].toSorted((a, b) => a.localeCompare(b, 'id'));
}

/** "Jl. ", "Jln", "Jalan" say nothing of which street it is. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^(?:jalan|jln|jl)\b\.?\s*/, '')
    .trim();

/** Names with every typed word at the begin of one of theirs, those that begin as typed first. */
export function findStreets(names: readonly string[], typed: string, most: number): string[] {
  const wanted = plain(typed);
  if (!wanted) return [];
  const words = wanted.split(/\s+/);
  const fits = (name: string) => words.every((word) => plain(name).split(/[\s.]+/).some((own) => own.startsWith(word)));
  const begins = (name: string) => (plain(name).startsWith(wanted) ? 0 : 1);
  return names.filter(fits).toSorted((a, b) => begins(a) - begins(b)).slice(0, most);
}
