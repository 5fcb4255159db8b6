/** The command line's words. Each does exactly what its key or button does. */

import type { CallDisposition, Duty, IncidentRow } from '../../api/rows';
import { chooseTheme } from '../../design';
import type { Desk } from './desk.svelte';
import type { CommandName } from './commandWords';
import { t } from './i18n';
import { whyNot, type Other } from './others';
import { findLanguage } from './spoken';

export interface Command {
  name: CommandName;
  run(desk: Desk, rest: string): void;
}

const DISPOSITIONS: readonly CallDisposition[] = ['kasus', 'informasi', 'iseng', 'hantu', 'salah_sambung', 'terputus'];
const DUTIES: Record<string, Duty> = { siap: 'available', siaga: 'on_call', lepas: 'off_duty', rusak: 'out_of_service' };

const OTHER_OF = { serahkan: 'hand_over', sms: 'sms', turunkan: 'lower', selesai: 'closed', saran: 'advice', dokter: 'doctor' } as const;

const COMMANDS: readonly Command[] = [
  { name: 'angkat', run: (desk) => void desk.answer() },
  { name: 'alamat', run: (desk, rest) => rest && desk.setPlace({ address: rest }) },
  { name: 'patokan', run: (desk, rest) => rest && desk.setPlace({ patokan: rest }) },
  { name: 'rjp', run: (desk) => void desk.resuscitate() },
  { name: 'kirim', run: (desk) => void desk.sending.dispatch() },
  { name: 'batal', run: (desk) => void desk.sending.undo() },
  {
    name: 'catat',
    run: (desk, rest) => {
      const { incident } = desk;
      if (!incident) desk.say(t('notice.no_incident'));
      else if (rest) void desk.attempt(() => desk.psc.api.addNote(incident.id, rest));
    },
  },
  {
    name: 'buka',
    run: (desk, rest) => {
      const found = findIncident(desk, rest);
      if (found) desk.selectIncident(found.id);
      else desk.say(t('notice.no_incident'));
    },
  },
  {
    name: 'hubungkan',
    run: (desk, rest) => {
      const { call } = desk;
      const found = findIncident(desk, rest);
      if (call && found) void desk.linkCall(call.id, found.id);
      else desk.say(t('notice.no_incident'));
    },
  },
  {
    name: 'tutup',
    run: (desk, rest) => {
      const found = DISPOSITIONS.find((one) => one.startsWith(rest || '-'));
      if (found) void desk.closeCall(found);
      else desk.say(t('call.close_as'));
    },
  },
  {
    name: 'bahasa',
    run: (desk, rest) => {
      const found = findLanguage(desk.protocol, rest);
      if (found) desk.chooseLanguage(found.code);
      else desk.say(t('language.unknown', { known: desk.protocol.languages.map(({ name }) => name).join(', ') || '—' }));
    },
  },
  { name: 'tahan', run: (desk) => void desk.toggleHold() },
  {
    name: 'unit',
    run: (desk, rest) => {
      const match = /^(.+?)\s+(siap|siaga|lepas|rusak)(?:\s+(.+))?$/i.exec(rest);
      const name = match?.[1]?.toLowerCase();
      const unit = [...desk.board.unit.values()].find((one) => name && (one.id === name || one.name.toLowerCase() === name));
      const duty = DUTIES[match?.[2]?.toLowerCase() ?? ''];
      if (!unit || !duty) return desk.say(t('command.unknown', { word: `unit ${rest}` }));
      const reason = match?.[3];
      void desk.attempt(() => desk.psc.api.setDuty(unit.id, { duty, ...(reason ? { reason } : {}) }));
    },
  },
  { name: 'lainnya', run: (desk) => (desk.other = 'menu') },
  ...(['serahkan', 'sms', 'turunkan', 'selesai', 'saran', 'dokter'] as const).map((name): Command => ({ name, run: (desk) => open(desk, OTHER_OF[name]) })),
  { name: 'jalan', run: (desk) => desk.routing.tool.show() },
  { name: 'peta', run: (desk) => (desk.mapOpen = !desk.mapOpen) },
  {
    name: 'tema',
    run: (_, rest) => chooseTheme(rest === 'terang' ? 'daylight' : 'control-room'),
  },
  { name: 'bantuan', run: () => undefined },
];

function open(desk: Desk, other: Other): void {
  const because = whyNot(other, desk);
  if (because) desk.say(because);
  else desk.other = other;
}

/** An incident by its number as spoken ("142", "0142") or by its whole code. */
function findIncident(desk: Desk, spoken: string): IncidentRow | undefined {
  const wanted = spoken.replace(/^.*-/, '').replace(/^0+/, '');
  return [...desk.board.incident.values()].find(({ number, code }) => String(number) === wanted || code === spoken);
}

export function completions(text: string): readonly Command[] {
  const word = text.trim().split(/\s+/)[0]?.toLowerCase() ?? '';
  return COMMANDS.filter(({ name }) => name.startsWith(word));
}

/** The command of a word or of its unambiguous beginning. */
export function findCommand(word: string): Command | null {
  const exact = COMMANDS.find(({ name }) => name === word.toLowerCase());
  const begun = completions(word);
  return exact ?? (begun.length === 1 ? (begun[0] ?? null) : null);
}
