/** The command line's words. Each does exactly what its key or button does. */

import type { CallDisposition, Duty } from '../../api/rows';
import { chooseTheme } from '../../design';
import type { Desk } from './desk.svelte';
import { t } from './i18n';

export interface Command {
  name: string;
  help: string;
  run(desk: Desk, rest: string): void;
}

const DISPOSITIONS: readonly CallDisposition[] = ['kasus', 'informasi', 'iseng', 'hantu', 'salah_sambung', 'terputus'];
const DUTIES: Record<string, Duty> = { siap: 'available', siaga: 'on_call', lepas: 'off_duty', rusak: 'out_of_service' };

const COMMANDS: readonly Command[] = [
  { name: 'angkat', help: 'angkat yang berdering paling lama', run: (desk) => void desk.answer() },
  { name: 'alamat', help: 'alamat TEKS, seperti diucapkan', run: (desk, rest) => rest && desk.setPlace({ address: rest }) },
  { name: 'patokan', help: 'patokan TEKS', run: (desk, rest) => rest && desk.setPlace({ patokan: rest }) },
  { name: 'rjp', help: 'mulai RJP sekarang', run: (desk) => void desk.resuscitate() },
  { name: 'kirim', help: 'kirim unit yang dipilih', run: (desk) => void desk.dispatch() },
  { name: 'batal', help: 'batalkan kiriman terakhir (10 detik)', run: (desk) => void desk.undo() },
  {
    name: 'catat',
    help: 'catat TEKS pada kejadian ini',
    run: (desk, rest) => {
      const { incident } = desk;
      if (!incident) desk.say(t('notice.no_incident'));
      else if (rest) void desk.attempt(() => desk.psc.api.addNote(incident.id, rest));
    },
  },
  {
    name: 'buka',
    help: 'buka NOMOR kejadian',
    run: (desk, rest) => {
      const wanted = rest.replace(/^.*-/, '').replace(/^0+/, '');
      const found = [...desk.board.incident.values()].find(({ number, code }) => String(number) === wanted || code === rest);
      if (found) desk.selectIncident(found.id);
      else desk.say(t('notice.no_incident'));
    },
  },
  {
    name: 'tutup',
    help: `tutup panggilan: ${DISPOSITIONS.join(', ')}`,
    run: (desk, rest) => {
      const found = DISPOSITIONS.find((one) => one.startsWith(rest || '-'));
      if (found) void desk.closeCall(found);
      else desk.say(t('call.close_as'));
    },
  },
  { name: 'tahan', help: 'tahan atau lanjutkan panggilan', run: (desk) => void desk.toggleHold() },
  {
    name: 'unit',
    help: 'unit NAMA siap | siaga | lepas | rusak ALASAN',
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
  { name: 'peta', help: 'tampilkan atau tutup peta', run: (desk) => (desk.mapOpen = !desk.mapOpen) },
  {
    name: 'tema',
    help: 'tema terang | gelap',
    run: (_, rest) => chooseTheme(rest === 'terang' ? 'daylight' : 'control-room'),
  },
  { name: 'bantuan', help: 'semua tombol dan perintah', run: () => undefined },
];

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

export const SHORTCUTS: readonly (readonly [string, string])[] = [
  ['F2 · A', 'angkat'],
  ['F4 · L', 'alamat'],
  ['F', 'cari tempat'],
  ['P', 'klik di peta'],
  ['U', 'apa yang terjadi'],
  ['1 … 9', 'jawaban atau keluhan'],
  ['K', 'pilih keluhan'],
  ['Z X V G W E Q', 'balasan penelepon'],
  ['F8 · R · Alt+R', 'RJP, dari mana saja'],
  ['D', 'tekanan pertama'],
  ['⇧1 … ⇧9', 'pilih unit'],
  ['F9 · Ctrl+Enter', 'kirim'],
  ['B', 'BATAL dalam 10 detik'],
  ['H', 'tahan atau lanjut'],
  ['T lalu 1 … 6', 'tutup panggilan'],
  ['S', 'alarm: saya tahu'],
  ['C', 'telepon balik'],
  ['↑ ↓', 'pindah kejadian'],
  ['M', 'peta'],
  ['/', 'perintah'],
  ['Esc', 'keluar dari kolom'],
];
