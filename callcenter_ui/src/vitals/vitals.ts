/** Vital signs as people read and type them. Pure: what they mean is the server's to say. */

import type { VitalFindings, ValueLimits, VitalsGiven } from '../api/generated';
import { opened, type PatientRow } from '../api/rows';
import { t as common } from '../i18n';
import { nameOf, t } from './i18n';

/** The values that are typed as a number, in the order in which a crew measures them. */
export const MEASURED = [
  'respiratory_rate', 'spo2_pct', 'systolic_mmhg', 'diastolic_mmhg', 'pulse', 'temperature_c', 'glucose_mg_dl', 'capillary_refill_s',
] as const;
export type Measured = (typeof MEASURED)[number];
export const COMA = { gcs_eye: 4, gcs_verbal: 5, gcs_motor: 6 } as const;
export type Coma = keyof typeof COMA;
export const AVPU = ['alert', 'confused', 'voice', 'pain', 'unresponsive'] as const;

export type Values = { [Name in keyof VitalsGiven]?: Exclude<VitalsGiven[Name], null> };
export type Limits = Record<string, ValueLimits>;

/** A number as Indonesians type it, "38,4" or "38.4"; null where it is none. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** Why a typed value cannot be, with the valid range; null when it can, or when nobody has told the ranges yet. */
export function faultOf(name: string, text: string, limits: Limits | null): string | null {
  if (!text.trim()) return null;
  const value = readNumber(text);
  if (value === null) return t('not_a_number');
  const possible = limits?.[name]?.possible;
  if (!possible || (value >= possible[0] && value <= possible[1])) return null;
  return t('range', { low: possible[0], high: possible[1] });
}

/** The values that are most unusual: they are sent once somebody said that they are right. */
export function listDoubtful(values: Values, limits: Limits | null): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const usual = limits?.[name]?.usual;
    return usual && typeof value === 'number' && (value < usual[0] || value > usual[1]) ? [name] : [];
  });
}

const number = (value: number) => String(value).replace('.', ',');

/** "Saturasi 55 %" */
export function describeValue(name: string, value: number): string {
  const unit = t(`unit.${name as Measured}`);
  return `${nameOf(name)} ${number(value)}${unit && unit !== `unit.${name}` ? ` ${unit}` : ''}`;
}

/** What was measured, in one line: "Napas 26 · SpO₂ 91 % · Tensi 95/60 · Nadi 118 · sadar penuh". */
export function describeValues(values: Values): string {
  const { systolic_mmhg: high, diastolic_mmhg: low, gcs_eye: eye, gcs_verbal: verbal, gcs_motor: motor } = values;
  const pressure = high === undefined && low === undefined ? [] : [`${t('pressure')} ${high ?? '–'}/${low ?? '–'}`];
  const coma = [eye, verbal, motor];
  const parts = MEASURED.flatMap((name) => {
    if (name === 'systolic_mmhg') return pressure;
    const value = values[name];
    if (name === 'diastolic_mmhg' || value === undefined) return [];
    return [describeValue(name, value) + (name === 'spo2_pct' && values.on_oxygen ? ` (${t('with_oxygen')})` : '')];
  });
  if (values.on_oxygen && values.spo2_pct === undefined) parts.push(t('with_oxygen'));
  if (values.consciousness) parts.push(t(`avpu.${values.consciousness}`).toLowerCase());
  if (coma.some((part) => part !== undefined)) parts.push(`GCS E${eye ?? '–'}V${verbal ?? '–'}M${motor ?? '–'}`);
  return parts.join(' · ');
}

export interface Found {
  text: string;
  priority: 'merah' | 'kuning' | 'hijau' | 'hitam' | null;
  source: string;
}

/** Every score, and every single sign that is an emergency by itself: "NEWS2 11: MERAH", the worst first. */
export function listFound({ raises, scores }: VitalFindings): Found[] {
  const named = scores.map(({ name, total, low, raises_to, source, missing }) => ({
    text: colourful(`${name} ${total ?? `≥ ${low}`}${missing.length ? ` (${t('incomplete')})` : ''}`, raises_to),
    priority: raises_to,
    source,
  }));
  const ofScores = (reason: string) => scores.some(({ name }) => reason.startsWith(`${name}:`));
  const signs = raises
    .filter(({ reason }) => !ofScores(reason))
    .map(({ reason, priority, source }) => ({ text: colourful(reason, priority), priority, source }));
  const rank = ({ priority }: Found) => (priority === 'merah' ? 0 : priority === 'kuning' ? 1 : 2);
  return [...named, ...signs].toSorted((a, b) => rank(a) - rank(b));
}

const colourful = (what: string, priority: Found['priority']) => (priority ? `${what}: ${common(`priority.${priority}`).toUpperCase()}` : what);

/** The set that was measured last. */
export function latestOf(patient: PatientRow | null | undefined): PatientRow['vitals'][number] | null {
  return patient?.vitals?.at(-1) ?? null;
}

/** What the judgement needs to know of a patient. */
export function contextOf(patient: PatientRow | null | undefined): { age_years?: number; pregnant?: boolean; card?: string } {
  const age = patient ? opened(patient.age_years) : null;
  const pregnant = patient ? opened(patient.pregnant) : null;
  const card = patient?.triage?.card;
  return { ...(card ? { card } : {}), ...(age === null ? {} : { age_years: age }), ...(pregnant === null ? {} : { pregnant }) };
}
