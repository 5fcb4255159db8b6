// A protocol of a few questions and a crude assessment: enough to walk through the screen, of no medical worth.

import { readFileSync } from 'node:fs';

const option = (id, label, rank) => ({ id, label, rank });
const unknown = (rank) => option('tidak_tahu', 'Tidak tahu', rank);
const question = (id, text, options, extra = {}) => ({ id, text, options, help: null, ...extra });
const node = (id, say, replies, extra = {}) => ({ id, say, replies, note: null, metronome_bpm: null, check_every_s: null, end: false, ...extra });
const byId = (rows) => Object.fromEntries(rows.map((row) => [row.id, row]));
const reply = (id, label, next) => ({ id, label, next });

const invented = {
  version: 'contoh-0000', signed: false, language: 'id', labels: { ambulans: 'Ambulans', trc: 'TRC Puskesmas' },
  resuscitation: { card: 'henti_jantung', scripts: [{ id: 'rjp_dewasa', below_years: null }] },
  gate: { questions: [
    question('sadar', 'Apakah pasien sadar? Coba panggil dan tepuk bahunya.', [option('sadar', 'Sadar', 0), option('tidak_sadar', 'Tidak sadar', 2), unknown(2)]),
    question('napas', 'Apakah napasnya normal? Lihat dadanya naik turun.', [option('normal', 'Normal', 0), option('tidak_normal', 'Tidak normal', 1), option('tidak_bernapas', 'Tidak bernapas', 2), unknown(2)]),
  ] },
  cards: [
    { id: 'nyeri_dada', number: 10, title: 'Nyeri dada', questions: [
      question('usia_50', 'Usianya di atas 50 tahun?', [option('tidak', 'Tidak', 0), option('ya', 'Ya', 1), unknown(1)]),
      question('keringat', 'Apakah pucat atau berkeringat dingin?', [option('tidak', 'Tidak', 0), option('ya', 'Ya', 2), unknown(0)]),
      question('menjalar', 'Apakah nyerinya menjalar ke lengan atau rahang?', [option('tidak', 'Tidak', 0), option('ya', 'Ya', 1), unknown(0)]),
    ] },
    { id: 'sesak_napas', number: 6, title: 'Sesak napas', questions: [question('bicara', 'Apakah bisa bicara satu kalimat penuh?', [option('ya', 'Ya', 0), option('kata', 'Hanya kata per kata', 2), unknown(2)])] },
    { id: 'tidak_sadar', number: 2, title: 'Tidak sadar', questions: [question('kejang', 'Apakah sedang kejang?', [option('tidak', 'Tidak', 0), option('ya', 'Ya', 2), unknown(0)])] },
    { id: 'henti_jantung', number: 1, title: 'Henti jantung', questions: [] },
    { id: 'kecelakaan_lalu_lintas', number: 20, title: 'Kecelakaan lalu lintas', questions: [question('darah', 'Apakah darahnya memancar?', [option('tidak', 'Tidak', 0), option('ya', 'Ya', 2), unknown(1)])] },
    { id: 'persalinan', number: 30, title: 'Persalinan', questions: [question('kepala', 'Apakah kepala bayi sudah terlihat?', [option('tidak', 'Belum', 0), option('ya', 'Sudah', 2), unknown(2)])] },
  ],
  determinants: {},
  instructions: byId([
    { id: 'rjp_dewasa', title: 'RJP dewasa', order: 1, start: 'siap', nodes: [
      node('siap', 'Kita mulai pijat jantung. Saya bantu. Baringkan telentang di lantai yang keras.', [reply('sudah', 'Sudah', 'tekan')]),
      node('tekan', 'Letakkan dua tangan di tengah dada. Tekan sekuat-kuatnya dan secepatnya, ikuti hitungan saya.', [reply('aed', 'Ada AED', 'aed'), reply('gerak', 'Bergerak', 'nilai')], { metronome_bpm: 110 }),
      node('aed', 'Nyalakan alatnya dan ikuti suaranya. Jangan berhenti menekan.', [reply('lanjut', 'Lanjut menekan', 'tekan')], { metronome_bpm: 110 }),
      node('nilai', 'Berhenti sebentar. Apakah napasnya normal?', [reply('ya', 'Normal', 'selesai'), reply('tidak', 'Tidak', 'tekan')]),
      node('selesai', 'Miringkan tubuhnya dan jaga napasnya sampai petugas tiba.', [], { end: true }),
    ] },
    { id: 'posisi_nyaman', title: 'Posisi nyaman', order: 5, start: 'duduk', nodes: [node('duduk', 'Bantu duduk setengah tegak. Jangan beri makan atau minum. Longgarkan pakaian.', [reply('memburuk', 'Memburuk', 'duduk')], { check_every_s: 120 })] },
  ].map((graph) => ({ ...graph, nodes: byId(graph.nodes) }))),
};
export const protocol = process.env.PROTOCOL ? JSON.parse(readFileSync(process.env.PROTOCOL, 'utf8')) : invented;

export function assess({ gate = {}, card, answers = {} }) {
  const severityOf = (questions, given) => Math.max(-1, ...questions.filter(({ id }) => given[id]).map(({ id, options }) => {
    const rank = options.find((one) => one.id === given[id])?.rank ?? 0;
    const worstRank = Math.max(...options.map((one) => one.rank), 1);
    return rank === 0 ? 0 : rank === worstRank ? 2 : 1;
  }));
  const chosen = protocol.cards.find(({ id }) => id === card);
  const severity = card === 'henti_jantung' ? 2 : Math.max(severityOf(protocol.gate.questions, gate), severityOf(chosen?.questions ?? [], answers));
  const arrest = gate.sadar === 'tidak_sadar' && gate.napas && gate.napas !== 'normal';
  const asked = chosen?.questions ?? [];
  const next = asked.find(({ id }) => !answers[id])?.id ?? null;
  const first = protocol.gate.questions.slice(0, 2);
  const complete = Boolean(chosen) && next === null && first.every(({ id }) => gate[id]);
  const priority = severity === 2 ? 'merah' : severity === 1 ? 'kuning' : complete ? 'hijau' : null;
  return {
    priority, disposition: priority ? (severity === 2 ? 'evakuasi' : 'di_tempat') : null, determinants: [], capabilities: severity > 0 ? ['ambulans'] : [], destination_needs: severity === 2 ? ['igd'] : [],
    safety_needs: [], lifting_needs: [], alerts: [], instructions: arrest || card === 'henti_jantung' ? ['rjp_dewasa'] : chosen ? [protocol.instructions.posisi_nyaman ? 'posisi_nyaman' : 'duduk_tegak'] : [], force_card: arrest ? 'henti_jantung' : null,
    suggested_card: gate.sadar === 'tidak_sadar' ? 'tidak_sadar' : null, dispatch_now: severity === 2, next_gate_question: (card === 'henti_jantung' ? undefined : first.find(({ id }) => !gate[id])?.id) ?? null,
    ask_gate_again: false, next_question: next, complete, resuscitation_script: arrest || card === 'henti_jantung' ? 'rjp_dewasa' : null, category: null, icd10_suggestion: null,
  };
}
