import { opened, type PatientRow } from '../../api/rows';
import { t, word } from './i18n';

/** "A07 · 64 th · laki-laki": a victim's tag first; or that nobody knows yet. */
export function describePatient(patient: PatientRow | null): string {
  const age = patient ? opened(patient.age_years) : null;
  const sex = patient ? opened(patient.sex) : null;
  const parts = [
    patient?.tag?.number ?? '',
    age === null ? '' : age < 2 ? t('age_months', { age: Math.round(age * 12) }) : t('age_years', { age: Math.floor(age) }),
    sex ? word('sex', sex) : '',
  ].filter(Boolean);
  return parts.join(' · ') || t('patient.unknown');
}

/** What the operator's gate found, in words: "sadar, napas tidak normal". */
export function describeGate(patient: PatientRow | null): string {
  const gate = (patient && opened(patient.gate)) ?? {};
  return [
    gate.sadar ? word('gate.sadar', gate.sadar) : '',
    gate.napas ? word('gate.napas', gate.napas) : '',
  ].filter(Boolean).join(', ');
}
